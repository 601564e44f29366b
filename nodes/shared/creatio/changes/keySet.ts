import { packed, unpacked } from '../../basics/fingerprint';

/** Characters of a packed key. */
const LENGTH = 22;

/** Keys as short text, 22 characters each, from which they can be read again. */
export function packedKeys(ids: Iterable<string>): string {
	return packed([...ids].map((id) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')));
}

export function unpackedKeys(text: string): string[] {
	return unpacked(text, LENGTH).map((packedKey) => {
		const digits = Buffer.from(packedKey, 'base64url').toString('hex');
		return [8, 12, 16, 20, 32]
			.map((end, index, ends) => digits.slice(index === 0 ? 0 : ends[index - 1], end))
			.join('-');
	});
}

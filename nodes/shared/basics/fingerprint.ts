import { createHash } from 'node:crypto';

/** A key that does not reveal what it was made from. */
export function secretKey(...parts: readonly unknown[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Whether a stored value is such a key. */
export function isSecretKey(value: unknown): value is string {
	return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

/** Characters of a fingerprint. */
export const PRINT_LENGTH = 8;

/**
 * Eight characters that identify some texts: 48 bits, so that among 10,000 remembered ones a new one is mistaken for a
 * known one once in 28 thousand million times.
 */
export function fingerprint(...parts: readonly string[]): string {
	return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, PRINT_LENGTH);
}

/** Texts of equal length, concatenated: n8n stores a trigger's memory as JSON, in which quotes would double the size. */
export function packed(texts: Iterable<string>): string {
	return [...texts].join('');
}

/** Whether a stored value is such texts of fingerprints or keys, of this length each. */
export function isPacked(value: unknown, length: number): value is string {
	return typeof value === 'string' && value.length % length === 0 && /^[\w-]*$/.test(value);
}

export function unpacked(text: string, length: number): string[] {
	return Array.from({ length: Math.floor(text.length / length) }, (_, index) =>
		text.slice(index * length, (index + 1) * length),
	);
}

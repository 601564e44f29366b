import { isPacked, packed, unpacked } from '../../basics/fingerprint';
import type { Connection } from '../../connection/serviceCall';
import type { ObjectModel } from '../model/objectModel';
import { onlyColumns } from '../model/rows';
import { existingIds } from '../odata/findByFilters';
import { LARGEST_PAGE } from '../odata/pageReader';
import { queryRecords } from '../odata/queryRecords';
import type { QueryFilter } from '../odata/splitFilter';
import { keyOf } from './changeSource';

/** The keys of all records that match, in lower case. Deletions are found by comparing them (contract 9.4). */
export async function keysOf(
	connection: Connection,
	model: ObjectModel,
	filter: QueryFilter,
): Promise<string[]> {
	const shape = { ...onlyColumns([]), simplify: false };
	const paging = { size: LARGEST_PAGE, parallel: 1 };
	const query = { model, filter, order: [], limit: Infinity, shape, paging, counts: true };
	const rows = await queryRecords(connection, query);
	return rows.map(keyOf);
}

/**
 * Of the records that no longer match, returns those that no longer exist for the user. Each is looked up by its key: the
 * others exist but no longer match.
 */
export async function deletedOf(
	connection: Connection,
	model: ObjectModel,
	missing: readonly string[],
): Promise<readonly string[]> {
	if (missing.length === 0) return [];
	const there = await existingIds(connection, model.name, missing);
	return missing.filter((id) => !there.has(id));
}

/** Characters of a packed key. */
const LENGTH = 22;

/** Keys as short text, 22 characters each; `unpack` restores them. */
export function packedKeys(ids: Iterable<string>): string {
	return packed([...ids].map((id) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')));
}

/** Whether a stored value is such a text. */
export function arePackedKeys(value: unknown): value is string {
	return isPacked(value, LENGTH);
}

export function unpackedKeys(text: string): string[] {
	return unpacked(text, LENGTH).map((packedKey) => {
		const digits = Buffer.from(packedKey, 'base64url').toString('hex');
		return [8, 12, 16, 20, 32]
			.map((end, index, ends) => digits.slice(index === 0 ? 0 : ends[index - 1], end))
			.join('-');
	});
}

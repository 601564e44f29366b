import { isGuid } from '../../basics/guid';
import type { Connection } from '../../connection/serviceCall';
import { both } from './filterText';
import { type KeyRange, rangeComparisons } from './keyRange';
import { countRecords } from './oneRecord';
import { orderOption, rowsOf, unreadable } from './pageReader';
import { protocolOf } from './protocolOf';
import { inEitherSpelling } from './queryRecords';
import type { QueryFilter } from './splitFilter';
import { readOData } from './readRequest';
import { collectionPath } from './url';

/** A range of keys, and the number of records in it when it was made. */
export interface CountedRange {
	readonly range: KeyRange;
	/** `undefined` where the conditions take several requests, so that the ranges are those of all records. */
	readonly rows: number | undefined;
}

/**
 * Ranges of keys with about as many of the records that match each, in the order of the site. Together they have every key there is, also
 * those of records that are added later. There are fewer ranges than wanted when there are fewer records. One request counts, and each
 * bound takes another one, which reads from the bound before it, so that the site counts off no record twice.
 */
export async function splitRanges(
	connection: Connection,
	object: string,
	filter: QueryFilter,
	most: number,
): Promise<CountedRange[]> {
	return await inEitherSpelling(connection, filter, async ({ filters }) => {
		const isWhole = filters.length === 1;
		const text = isWhole ? filters[0]?.text : undefined;
		const count = await countRecords(connection, object, text);
		const parts = Math.max(1, Math.min(most, count));
		const ranges: CountedRange[] = [];
		let after: string | undefined;
		for (let part = 1; part <= parts; part++) {
			const rows = Math.floor((part * count) / parts) - Math.floor(((part - 1) * count) / parts);
			const upTo = part < parts ? await keyBehind(connection, object, text, after, rows) : undefined;
			const range = { ...(after !== undefined && { after }), ...(upTo !== undefined && { upTo }) };
			ranges.push({ range, rows: isWhole ? rows : undefined });
			// The others were deleted meanwhile.
			if (upTo === undefined) break;
			after = upTo;
		}
		return ranges;
	});
}

/** The key of the record that comes so many after a key; `undefined` if there are not as many. */
async function keyBehind(
	connection: Connection,
	object: string,
	filter: string | undefined,
	after: string | undefined,
	rows: number,
): Promise<string | undefined> {
	const [comparison] = rangeComparisons(protocolOf(connection), { after });
	const path = collectionPath(connection, object, {
		select: 'Id',
		filter: comparison === undefined ? filter : both(filter, comparison),
		orderby: orderOption(),
		skip: rows - 1,
		top: 1,
	});
	const answer = await readOData(connection, path);
	const [row] = rowsOf(answer, object);
	connection.meter.rows += row ? 1 : 0;
	if (!row) return undefined;
	if (typeof row.Id === 'string' && isGuid(row.Id)) return row.Id.toLowerCase();
	throw unreadable(answer, `The records of ${object} have no keys by which they could be split`);
}

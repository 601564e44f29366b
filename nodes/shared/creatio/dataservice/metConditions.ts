import { allOf, type Condition } from '../conditions/tree';
import type { Row } from '../model/rows';
import type { SelectColumn } from './selectPlan';

/**
 * The conditions of a query, parted by its rows. Unmet are the filter if nothing was found, and the conditions of each summary of
 * related records that has no value in any row; met are all others.
 */
export function unmetAndMet(columns: readonly SelectColumn[], filter: Condition, rows: readonly Row[]) {
	const summaries = columns.flatMap(({ alias, source }) =>
		source.kind === 'subQuery' && source.condition
			? [{ condition: source.condition, isMet: !rows.every((row) => isNothing(row[alias])) }]
			: [],
	);
	// Aggregates of no records are a row all the same.
	const isMet = !rows.every((row) => Object.values(row).every(isNothing));
	const all = [{ condition: filter, isMet }, ...summaries];
	const those = (wanted: boolean) =>
		allOf(all.filter((one) => one.isMet === wanted).map(({ condition }) => condition));
	return { unmet: those(false), met: those(true) };
}

function isNothing(value: unknown): boolean {
	return value === null || value === undefined || value === 0;
}

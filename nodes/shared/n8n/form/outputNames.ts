import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { columnPathOf } from '../../creatio/dataservice/expressions';
import type { ColumnSource, SelectColumn } from '../../creatio/dataservice/selectPlan';
import type { Row } from '../../creatio/model/rows';

/** A column with the name that the user gave it, which may hold anything. */
export interface NamedSource {
	readonly name: string;
	readonly source: ColumnSource;
}

/** On the wire only names that every database takes; the user's own come back at the end. */
export function aliased(sources: readonly NamedSource[]): SelectColumn[] {
	const taken = new Set<string>();
	const names = new Set<string>();
	return sources.map(({ name, source }) => {
		if (names.has(name)) {
			throw inputError(
				`Two columns are named ${name} (field ${LABELS.columns})`,
				'Give each column its own output name.',
			);
		}
		names.add(name);
		const isId = source.kind === 'path' && columnPathOf(source.path) === 'Id';
		const alias = isId ? 'Id' : freeAlias(name, taken);
		taken.add(alias.toLowerCase());
		return { alias, source };
	});
}

function freeAlias(name: string, taken: ReadonlySet<string>): string {
	const plain = name.replace(/[^A-Za-z0-9_]/g, '').replace(/^(?=\d|$)/, 'C');
	const isFree = (candidate: string) =>
		candidate.toLowerCase() !== 'id' && !taken.has(candidate.toLowerCase());
	if (isFree(plain)) return plain;
	let number = 2;
	while (!isFree(`${plain}${number}`)) number++;
	return `${plain}${number}`;
}

/** Gives the values of rows the names that the user wrote. */
export function withNames(names: ReadonlyMap<string, string>): (row: Row) => Row {
	if ([...names].every(([alias, name]) => alias === name)) return (row) => row;
	const nameOf = (key: string) => {
		const own = names.get(key);
		if (own !== undefined) return own;
		// The Id of a lookup beside its text.
		const lookup = key.endsWith('Id') ? names.get(key.slice(0, -2)) : undefined;
		return lookup === undefined ? key : `${lookup}Id`;
	};
	return (row) => {
		const named = new Map<string, unknown>();
		for (const [key, value] of Object.entries(row)) {
			const name = nameOf(key);
			// What the site added does not push out what the user named so.
			if (names.has(key) || !named.has(name)) named.set(name, value);
		}
		return Object.fromEntries(named);
	};
}

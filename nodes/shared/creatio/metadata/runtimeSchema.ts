import type { ColumnDetails, ObjectDetails } from '../model';
import { columnTypeOf, DATA_VALUE_TYPE } from './dataValueType';

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads the answer to RuntimeEntitySchemaRequest (contract 8.2). Members come in either case and vary with the
 * version; what is not known is passed over. `undefined` when there is no schema in it.
 */
export function readRuntimeSchema(json: unknown): ObjectDetails | undefined {
	const schema = membersOf(member(membersOf(json), 'schema'));
	const name = textOf(member(schema, 'name'));
	const items = membersOf(member(membersOf(member(schema, 'columns')), 'items'));
	if (name === '') return undefined;
	const columns = Object.values(items).flatMap((item) => columnOf(membersOf(item)) ?? []);
	return {
		name,
		caption: captionOf(member(schema, 'caption')) || name,
		displayColumn: displayColumnOf(schema, items),
		columns: new Map(columns.map((column) => [column.name, column])),
	};
}

function columnOf(item: Members): ColumnDetails | undefined {
	const name = textOf(member(item, 'name'));
	const code = member(item, 'dataValueType');
	const dataValueType = typeof code === 'number' ? code : DATA_VALUE_TYPE.Text;
	if (name === '') return undefined;
	return {
		name,
		caption: captionOf(member(item, 'caption')) || name,
		required: member(item, 'isRequired') === true,
		dataValueType,
		type: columnTypeOf(dataValueType),
		target: textOf(member(item, 'referenceSchemaName')) || undefined,
	};
}

function displayColumnOf(schema: Members, items: Members): string {
	const named = textOf(member(schema, 'primaryDisplayColumnName'));
	if (named !== '') return named;
	const uId = textOf(member(schema, 'primaryDisplayColumnUId'));
	return uId === '' ? '' : textOf(member(membersOf(items[uId]), 'name'));
}

/** Text, or a map of cultures. The site's language is not known here; English is the most common to be filled. */
function captionOf(value: unknown): string {
	if (typeof value === 'string') return value;
	const cultures = membersOf(value);
	const [first] = Object.values(cultures)
		.map(textOf)
		.filter((text) => text !== '');
	return textOf(cultures['en-US']) || (first ?? '');
}

function member(record: Members, name: string): unknown {
	if (name in record) return record[name];
	const key = Object.keys(record).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
	return key === undefined ? undefined : record[key];
}

function membersOf(value: unknown): Members {
	return typeof value === 'object' && value !== null ? (value as Members) : {};
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

import { columnTypeOf, DATA_VALUE_TYPE } from '../model/dataValueType';
import type { ColumnDetails, ObjectDetails } from '../model/objectModel';

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads the answer to RuntimeEntitySchemaRequest (contract 8.2). The case of members varies, and so do
 * members with the version; unknown ones are ignored. `undefined` when there is no schema in it. Of captions in several
 * languages the one in `culture` (`de-DE`) is taken if it is given, else the English one, else the first one.
 */
export function readRuntimeSchema(json: unknown, culture = 'en-US'): ObjectDetails | undefined {
	const answer = membersOf(json);
	if (member(answer, 'success') === false) return undefined;
	const captionOf = (value: unknown) => captionIn(value, culture);
	const schema = membersOf(member(answer, 'schema'));
	const name = textOf(member(schema, 'name'));
	const items = membersOf(member(membersOf(member(schema, 'columns')), 'items'));
	if (name === '') return undefined;
	const columns = Object.values(items).flatMap((item) => columnOf(membersOf(item), captionOf) ?? []);
	return {
		name,
		caption: captionOf(member(schema, 'caption')) || name,
		displayColumn: displayColumnOf(schema, items),
		columns: new Map(columns.map((column) => [column.name, column])),
	};
}

function columnOf(item: Members, captionOf: (value: unknown) => string): ColumnDetails | undefined {
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

/** Text, or a map by culture, in which English is filled most often. */
export function captionIn(value: unknown, culture: string): string {
	if (typeof value === 'string') return value;
	const cultures = membersOf(value);
	const [first] = Object.values(cultures)
		.map(textOf)
		.filter((text) => text !== '');
	return textOf(member(cultures, culture)) || textOf(member(cultures, 'en-US')) || (first ?? '');
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

import { isMembers, member, type Members, membersOf, objectsIn, textIn } from '../../basics/json';
import { columnTypeOf, DATA_VALUE_TYPE, textSizeOf } from '../model/dataValueType';
import type { ColumnDetails, ObjectDetails } from '../model/objectModel';

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
	const name = textIn(schema, 'name');
	const items = member(membersOf(member(schema, 'columns')), 'items');
	if (name === undefined) return undefined;
	const columns = (objectsIn(items) ?? []).flatMap((item) => columnOf(item, captionOf) ?? []);
	return {
		name,
		caption: captionOf(member(schema, 'caption')) || name,
		displayColumn: displayColumnOf(schema, membersOf(items)),
		columns: new Map(columns.map((column) => [column.name, column])),
	};
}

function columnOf(item: Members, captionOf: (value: unknown) => string): ColumnDetails | undefined {
	const name = textIn(item, 'name');
	const code = member(item, 'dataValueType');
	const dataValueType = typeof code === 'number' ? code : DATA_VALUE_TYPE.Text;
	if (name === undefined) return undefined;
	const type = columnTypeOf(dataValueType);
	return {
		name,
		caption: captionOf(member(item, 'caption')) || name,
		required: member(item, 'isRequired') === true,
		hasDefault: hasDefault(member(item, 'defValue') ?? member(item, 'defaultValue')),
		dataValueType,
		type,
		target: textIn(item, 'referenceSchemaName'),
		...(type === 'text' && { size: sizeIn(item) ?? textSizeOf(dataValueType) }),
	};
}

/** A value, or where it comes from: a setting, a system value, a sequence. Source 0 is none (contract 8.2). */
function hasDefault(given: unknown): boolean {
	if (!isMembers(given)) return given !== undefined && given !== null && given !== '';
	const source = member(given, 'valueSourceType') ?? member(given, 'source');
	if (source !== undefined) return source !== 0 && source !== null && source !== 'None';
	const value = member(given, 'value');
	return value !== undefined && value !== null;
}

function sizeIn(item: Members): number | undefined {
	const size = member(item, 'size');
	return typeof size === 'number' && size > 0 ? size : undefined;
}

function displayColumnOf(schema: Members, items: Members): string {
	const named = textIn(schema, 'primaryDisplayColumnName');
	if (named !== undefined) return named;
	const uId = textIn(schema, 'primaryDisplayColumnUId');
	return (uId && textIn(membersOf(items[uId]), 'name')) ?? '';
}

/** Text, or a map by culture, in which English is filled most often. */
export function captionIn(value: unknown, culture: string): string {
	if (typeof value === 'string') return value;
	const cultures = membersOf(value);
	const isCaption = (text: unknown): text is string => typeof text === 'string' && text !== '';
	return (
		textIn(cultures, culture) ?? textIn(cultures, 'en-US') ?? Object.values(cultures).find(isCaption) ?? ''
	);
}

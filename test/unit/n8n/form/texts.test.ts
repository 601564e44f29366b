import type { INodeProperties } from 'n8n-workflow';

import { bulkOptions, continueIfErrorOption } from '../../../../nodes/shared/n8n/form/batching';
import { readOptions, simplifyField } from '../../../../nodes/shared/n8n/form/columnsToReturn';
import { blankValuesOption, writeValueOptions } from '../../../../nodes/shared/n8n/form/columnsToWrite';
import { filterFields } from '../../../../nodes/shared/n8n/form/conditions';
import { conditionTreeFields } from '../../../../nodes/shared/n8n/form/conditionTree';
import { optionsField } from '../../../../nodes/shared/n8n/form/connectionOptions';
import { limitFields } from '../../../../nodes/shared/n8n/form/limit';
import { namedValuesField } from '../../../../nodes/shared/n8n/form/namedValues';
import { objectField } from '../../../../nodes/shared/n8n/form/object';
import { pageOptions, selectPageOptions } from '../../../../nodes/shared/n8n/form/paging';
import { recordField } from '../../../../nodes/shared/n8n/form/record';
import { targetFields } from '../../../../nodes/shared/n8n/form/recordsToChange';
import { selectColumnsField } from '../../../../nodes/shared/n8n/form/selectColumns';
import { settingField } from '../../../../nodes/shared/n8n/form/settingField';
import { returnedOptions, simplifyWrittenField } from '../../../../nodes/shared/n8n/form/returnedRecord';
import { sortField, sortRowsField } from '../../../../nodes/shared/n8n/form/sort';
import { valuesFields } from '../../../../nodes/shared/n8n/form/valuesToWrite';
import { timeZoneOption } from '../../../../nodes/shared/n8n/form/timeZone';

const fields = [
	...[
		bulkOptions,
		[continueIfErrorOption],
		readOptions,
		[simplifyField, simplifyWrittenField],
		valuesFields('upsert'),
	].flat(),
	...[
		[blankValuesOption],
		returnedOptions,
		writeValueOptions,
		filterFields,
		conditionTreeFields,
		[optionsField()],
		limitFields,
	].flat(),
	...[namedValuesField('values', 'Values', 'Some values'), objectField, recordField, settingField].flat(),
	...[pageOptions, selectPageOptions, targetFields, [selectColumnsField], [sortField, sortRowsField]].flat(),
	timeZoneOption,
];

/** What a user reads of a field: `displayName Limit`, each with the way to it. */
function textsOf(value: unknown, way: string): Array<readonly [string, unknown]> {
	if (Array.isArray(value)) return value.flatMap((inner, index) => textsOf(inner, `${way}.${index}`));
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		TEXTS.includes(key) ? [[`${way}.${key}`, inner] as const] : textsOf(inner, `${way}.${key}`),
	);
}

const TEXTS: readonly string[] = ['displayName', 'description', 'placeholder', 'hint', 'errorMessage'];

/** All fields, also those within others. */
function withInner(property: INodeProperties): INodeProperties[] {
	const inner = (property.options ?? []).flatMap((option) =>
		'values' in option ? option.values : 'displayName' in option ? [option] : [],
	);
	return [property, ...inner.flatMap(withInner)];
}

const all = fields.flatMap(({ property }) => withInner(property));

it('every text that a field shows says something', () => {
	const texts = all.flatMap((property) => textsOf(property, property.name));
	expect(texts.filter(([, text]) => typeof text !== 'string' || text.trim().length < 2)).toEqual([]);
});

it('every field has a name and a label', () => {
	expect(all.filter(({ name, displayName }) => !name || !displayName)).toEqual([]);
});

it('the choices of a field have names and values of their own, and one is the default', () => {
	for (const property of all.filter(({ type, options }) => type === 'options' && options)) {
		const choices = (property.options ?? []).map((choice) => ('value' in choice ? choice : undefined));
		const [names, values] = [choices.map((choice) => choice?.name), choices.map((choice) => choice?.value)];
		for (const column of [names, values]) {
			expect(new Set(column).size).toBe(choices.length);
			for (const text of column) expect(text).toMatch(/\w/);
		}
		expect(values).toContain(property.default);
	}
});

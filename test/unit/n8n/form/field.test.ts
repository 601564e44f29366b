import fc from 'fast-check';

import {
	checked,
	choiceField,
	type Field,
	flagField,
	jsonField,
	listedField,
	listedNamesField,
	locatorField,
	namesField,
	namesText,
	needed,
	numberField,
	option,
	propertiesOf,
	rowsField,
	shownIf,
	textField,
	valueField,
	withoutItems,
} from '../../../../nodes/shared/n8n/form/field';
import { expectRefusal, fakeForm, located, shownWith, valuesOf } from './fakeForm';

const FACE = { name: 'size', label: 'Size' };
const listed = { ...FACE, list: 'getSizes', dependsOn: ['object.value'] };
const number = numberField({ ...FACE, least: 2, most: 7, default: 3 });
const choice = choiceField({
	...FACE,
	choices: [
		{ name: 'Small', value: 'small' },
		{ name: 'Large', value: 'large' },
	],
	default: 'large',
});
const locator = locatorField({
	...FACE,
	list: 'searchSizes',
	listPlaceholder: 'Select a size...',
	modes: [{ displayName: 'By Name', name: 'name', type: 'string' }],
});
const json = jsonField({ ...FACE, default: '{}' });
const rows = rowsField({
	...FACE,
	kinds: [
		{ name: 'row', label: 'Row', fields: [number] },
		{ name: 'other', label: 'Other', fields: [] },
	],
});

/** Parses a value, or `undefined` where it is refused as input with the label. */
function parsed<T>(field: Field<T>, value: unknown): T | undefined {
	try {
		return field.parse(value, `field ${field.label}`);
	} catch (error) {
		expect(error).toMatchObject({ kind: 'input', cure: expect.stringMatching(/\w\.$/) });
		expect(String(error)).toContain('field Size');
		return undefined;
	}
}

describe('a field', () => {
	it.each<[string, Field<unknown>, unknown]>([
		['number', number, 3],
		['choice', choice, 'large'],
		['flag', flagField({ ...FACE, default: true }), true],
		['text', textField({ ...FACE, default: 'abc' }), 'abc'],
		['value', valueField({ ...FACE, default: 'abc' }), 'abc'],
		['listed name', listedField({ ...listed, default: 'abc' }), 'abc'],
		['names', namesField(listed), []],
		['listed names', listedNamesField(listed), []],
		['text of names', namesText(FACE), []],
		['locator', locator, ''],
		['rows', rows, { row: [], other: [] }],
	])('of kind %s reads its default where there is no value', (_, field, value) => {
		expect(field.property.name).toBe('size');
		expect(field.read(fakeForm({}), 0)).toEqual(value);
		expect(field.readFrom({}, 'row 1')).toEqual(value);
		expect(field.parse(field.property.default, 'field Size')).toEqual(value);
		expect(option(field).read(fakeForm({}), 0)).toEqual(value);
	});

	it('reads the value of the item that is asked for', () => {
		const form = fakeForm({ size: 4 }, { size: 5 });
		expect([number.read(form, 0), number.read(form, 1)]).toEqual([4, 5]);
	});

	it('is a field in messages, and in the collection an option', async () => {
		const form = fakeForm({ size: 'x', options: { size: 'y' } });
		await expectRefusal(() => number.read(form, 0), 'field Size', '"x"');
		await expectRefusal(() => option(number).read(form, 0), 'option Size', '"y"');
		await expectRefusal(() => number.readFrom({ size: 1 }, 'Sizes, row 3'), 'field Size (Sizes, row 3)');
	});

	it('in the collection has the same property, and its own value', () => {
		expect(option(number).property).toEqual(number.property);
		expect(option(number).read(fakeForm({ size: 4, options: { size: 6 } }), 0)).toBe(6);
	});

	it('shows what belongs to all kinds', () => {
		const face = {
			description: 'How large it is',
			placeholder: 'e.g. 4',
			required: true,
			noDataExpression: true,
			displayOptions: { show: { kind: ['a'] } },
		};
		const { property } = textField({ ...FACE, ...face });
		expect(property).toEqual({ displayName: 'Size', name: 'size', type: 'string', default: '', ...face });
	});

	it('takes what a row holds rather than the default, unless that is null', () => {
		expect(number.readFrom({ size: 5 }, '')).toBe(5);
		expect(number.readFrom({ size: null }, '')).toBe(3);
	});

	it('can have a further check, whose result it gives', async () => {
		const even = checked(number, (value, place) => {
			if (value % 2 === 0) return `${value} of ${place}`;
			throw new Error(place);
		});
		expect(even.property).toBe(number.property);
		expect(even.read(fakeForm({ size: '4' }), 0)).toBe('4 of field Size');
		expect(() => even.read(fakeForm({ size: 5 }), 0)).toThrow('field Size');
		await expectRefusal(() => even.read(fakeForm({ size: 9 }), 0), 'field Size');
	});

	it('is shown only where others have one of these values', () => {
		const fields = shownIf({ kind: ['a', 'b'] }, number, { property: { ...choice.property, name: 'other' } });
		expect(shownWith({ kind: 'b' }, fields)).toEqual(['size', 'other']);
		expect(shownWith({ kind: 'c' }, fields)).toEqual([]);
		expect(shownWith({}, [number])).toEqual(['size']);
	});

	it('gives its property for a list of them', () => {
		expect(propertiesOf([number, locator])).toEqual([number.property, locator.property]);
	});
});

it('where there are no items, name, default and reading go to n8n as they are', () => {
	const asked: unknown[] = [];
	const source = withoutItems({
		getNodeParameter: (...call: unknown[]) => {
			asked.push(call);
			return 5 as never;
		},
	});
	expect(number.read(source, 8)).toBe(5);
	expect(locator.read(source, 8)).toBe('5');
	expect(asked).toEqual([
		['size', 3, undefined],
		['size', { mode: 'list', value: '' }, { extractValue: true }],
	]);
});

describe('a number', () => {
	it.each([2, 7, '5', ' 5 ', '7.0', 4])('within the bounds is taken: %j', (value) => {
		expect(parsed(number, value)).toBe(Number(value));
	});

	it.each([1, 8, -3, 2.5, '2.5', '', '  ', 'five', NaN, Infinity, null, undefined, true, [3], {}])(
		'that is none, or is not whole or out of bounds, is refused: %j',
		(value) => expect(parsed(number, value)).toBeUndefined(),
	);

	it('is whole and within the bounds, whatever the value', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.integer(), fc.integer().map(String), fc.string()), (value) => {
				const result = parsed(number, value);
				if (result === undefined) return;
				expect([2, 3, 4, 5, 6, 7]).toContain(result);
				expect(Number(value)).toBe(result);
			}),
		);
	});

	it('without an upper bound may be as large as numbers are exact', () => {
		const open = numberField({ ...FACE, least: 0, default: 1 });
		expect(parsed(open, Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
		expect(parsed(open, Number.MAX_SAFE_INTEGER + 1)).toBeUndefined();
		expect(parsed(open, -1)).toBeUndefined();
	});

	it('has its bounds in the editor and in messages', async () => {
		const open = numberField({ ...FACE, least: 0, default: 1 });
		expect(number.property).toMatchObject({ type: 'number', default: 3 });
		expect(number.property.typeOptions).toEqual({ minValue: 2, maxValue: 7 });
		expect(open.property.typeOptions).toStrictEqual({ minValue: 0 });
		await expectRefusal(() => number.parse(9, 'field Size'), 'field Size', 'from 2 to 7', 'got 9');
		await expectRefusal(() => open.parse(-1, 'field Size'), 'field Size', 'from 0 on', 'got -1');
	});
});

describe('a choice', () => {
	it('takes each of the values that the editor lists', () => {
		expect(choice.property).toMatchObject({ type: 'options', default: 'large' });
		expect(valuesOf(choice.property)).toEqual(['large', 'small']);
		for (const value of valuesOf(choice.property)) expect(parsed(choice, value)).toBe(value);
	});

	it('refuses everything else, and lists its values', async () => {
		fc.assert(
			fc.property(
				fc.anything().filter((value) => value !== 'small' && value !== 'large'),
				(value) => expect(parsed(choice, value)).toBeUndefined(),
			),
		);
		const error = await Promise.resolve()
			.then(() => choice.parse('Small', 'field Size'))
			.catch((reason: unknown) => reason);
		expect(error).toMatchObject({ cure: expect.stringContaining('small, large') });
		expect(String(error)).toContain('"Small"');
	});
});

describe('a flag', () => {
	it('is set by true alone', () => {
		fc.assert(
			fc.property(fc.anything(), (value) => {
				expect(flagField(FACE).parse(value, '')).toBe(value === true);
			}),
		);
		expect(flagField(FACE).parse(true, '')).toBe(true);
		expect(flagField(FACE).parse('true', '')).toBe(false);
	});

	it('is not set unless it says so', () => {
		expect(flagField(FACE).property).toMatchObject({ type: 'boolean', default: false });
		expect(flagField({ ...FACE, default: true }).property.default).toBe(true);
	});
});

describe('text', () => {
	it('is taken as it was typed, and numbers as text', () => {
		const text = textField({ ...FACE, default: 'abc' });
		fc.assert(
			fc.property(fc.anything(), (value) => {
				const isText = typeof value === 'string' || typeof value === 'number';
				expect(text.parse(value, '')).toBe(isText ? String(value) : 'abc');
			}),
		);
		expect(text.parse(' a ', '')).toBe(' a ');
		expect(text.parse(12, '')).toBe('12');
	});

	it('is empty unless it has a default, and has the look that it is given', () => {
		expect(textField(FACE).property).toStrictEqual({
			displayName: 'Size',
			name: 'size',
			type: 'string',
			default: '',
		});
		const { property } = textField({ ...FACE, type: 'dateTime', typeOptions: { rows: 2 } });
		expect(property).toMatchObject({ type: 'dateTime', typeOptions: { rows: 2 } });
	});
});

describe('a value', () => {
	it('is given as it is', () => {
		fc.assert(fc.property(fc.anything(), (value) => Object.is(valueField(FACE).parse(value, ''), value)));
	});

	it('is text in the editor, or JSON', () => {
		expect(valueField(FACE).property).toMatchObject({ type: 'string', default: '' });
		expect(valueField({ ...FACE, type: 'json', default: '{}' }).property).toMatchObject({
			type: 'json',
			default: '{}',
		});
	});
});

describe('JSON', () => {
	it('is read where it is text, and given as it is otherwise', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(json.parse(JSON.stringify(value), '')).toEqual(JSON.parse(JSON.stringify(value)));
				if (typeof value !== 'string') expect(json.parse(value, '')).toBe(value);
			}),
		);
	});

	it.each(['', '{', 'abc', "{'a': 1}"])('that cannot be read is refused: %j', (text) =>
		expect(parsed(json, text)).toBeUndefined(),
	);

	it('is not that of the example, which the user did not see', async () => {
		expect(json.property).toMatchObject({ type: 'json', default: '{}' });
		await expectRefusal(() => json.read(fakeForm({}), 0), 'field Size');
		await expectRefusal(() => json.readFrom({}, 'row 2'), 'row 2');
		expect(valueField({ ...FACE, type: 'json', default: '{}' }).read(fakeForm({}), 0)).toBe('');
	});
});

describe('a name from a list of the site', () => {
	it('is given as it is, with the words that n8n asks for', () => {
		const field = listedField({ ...listed, default: 'abc' });
		expect(field).toMatchObject({ label: 'Size' });
		expect(field.property).toMatchObject({
			displayName: 'Size Name or ID',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getSizes', loadOptionsDependsOn: ['object.value'] },
			default: 'abc',
			description: expect.stringMatching(/^Choose.* an ID .*expression/),
		});
		expect(field.parse(field, '')).toBe(field);
	});

	it('or several are trimmed, from lists and from text with commas', () => {
		for (const field of [namesField(listed), namesText(FACE)]) {
			expect(field.parse('a, b ,,  ,c', '')).toEqual(['a', 'b', 'c']);
			expect(field.parse([' a', '', 7, 'b, c'], '')).toEqual(['a', '7', 'b, c']);
			for (const value of [null, undefined, 7, true, {}]) expect(field.parse(value, '')).toEqual([]);
		}
	});

	it('or several can be given as they are', () => {
		const given = {};
		expect(listedNamesField(listed).parse(given, '')).toBe(given);
	});

	it('or several have a list in the editor, and their description before the words that n8n asks for', () => {
		const plain = namesField(listed).property;
		expect(plain).toMatchObject({
			displayName: 'Size Names or IDs',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getSizes', loadOptionsDependsOn: ['object.value'] },
			default: [],
			description: expect.stringMatching(/^Choose from the list.* IDs .*expression/),
		});
		const described = listedNamesField({ ...listed, description: 'How large.' }).property;
		expect(described.description).toBe(`How large. ${plain.description}.`);
		expect(described.displayName).toBe(plain.displayName);
	});

	it('written as text has a line in the editor', () => {
		expect(namesText(FACE).property).toMatchObject({ type: 'string', default: '' });
	});
});

describe('a locator', () => {
	it.each<[unknown, string]>([
		[' a ', 'a'],
		[7, '7'],
		[located(' a '), 'a'],
		[located(7, 'name'), '7'],
		[{ mode: 'list', value: 'a' }, 'a'],
		[{ value: 'a' }, ''],
		[{ mode: 'list' }, ''],
		[located(null), ''],
		[null, ''],
		[undefined, ''],
		[true, ''],
		[['a'], ''],
	])('reads %j as %j', (value, text) => {
		expect(locator.parse(value, '')).toBe(text);
		expect(locator.readFrom({ size: value }, '')).toBe(text);
	});

	it('gives trimmed text for a value of any kind', () => {
		fc.assert(
			fc.property(fc.anything(), (value) => {
				const text = locator.parse(value, '');
				expect(text).toBe(text.trim());
			}),
		);
	});

	it('lets n8n take the value out of what was pasted', () => {
		expect(locator.read(fakeForm({ size: located(' a ', 'url') }), 0)).toBe('a');
		const how: unknown[] = [];
		const source = { getNodeParameter: (...call: unknown[]) => how.push(call[3]) as never };
		locator.read(source, 0);
		number.read({ getNodeParameter: (...call: unknown[]) => (how.push(call[3]), 3) as never }, 0);
		expect(how).toEqual([{ extractValue: true }, undefined]);
	});

	it('offers the list first, then the other ways', () => {
		expect(locator.property).toMatchObject({
			type: 'resourceLocator',
			required: true,
			default: { mode: 'list', value: '' },
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Select a size...',
					typeOptions: { searchListMethod: 'searchSizes', searchable: true },
				},
				{ displayName: 'By Name', name: 'name', type: 'string' },
			],
		});
	});

	it('that is needed is refused when it is empty, with the advice', async () => {
		const field = needed(locator, 'Choose a size.');
		expect(field.read(fakeForm({ size: 'a' }), 0)).toBe('a');
		await expectRefusal(() => field.read(fakeForm({ size: located(' ') }), 0), 'field Size');
		await expect(Promise.resolve().then(() => field.parse('', 'field Size'))).rejects.toMatchObject({
			cure: 'Choose a size.',
		});
	});
});

describe('rows', () => {
	it('are read by kind, and what is none is left out', () => {
		const [a, b] = [{ size: 4 }, {}];
		expect(rows.parse({ row: [a, 'x', null, b, 7], third: [a] }, '')).toEqual({ row: [a, b], other: [] });
		expect(rows.parse({ row: a, other: [b] }, '')).toEqual({ row: [], other: [b] });
	});

	it('are none in a value of any other kind', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.string(), fc.integer(), fc.array(fc.anything()), fc.constant(null)),
				(value) => {
					expect(rows.parse(value, '')).toEqual({ row: [], other: [] });
				},
			),
		);
	});

	it('have their fields in the editor, and can be sorted where that matters', () => {
		expect(rows.property).toMatchObject({
			type: 'fixedCollection',
			default: {},
			options: [
				{ displayName: 'Row', name: 'row', values: [number.property] },
				{ displayName: 'Other', name: 'other', values: [] },
			],
		});
		expect(rows.property.typeOptions).toStrictEqual({ multipleValues: true });
		const sorted = rowsField({ ...FACE, sortable: true, kinds: [] });
		expect(sorted.property.typeOptions).toStrictEqual({ multipleValues: true, sortable: true });
	});
});

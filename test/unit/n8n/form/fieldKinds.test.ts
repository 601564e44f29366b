import fc from 'fast-check';

import {
	choiceField,
	dateField,
	flagField,
	jsonField,
	numberField,
	textField,
	valueField,
} from '../../../../nodes/shared/n8n/form/fieldKinds';
import { expectRefusal, fakeForm, valuesOf } from './fakeForm';
import { parsed } from './parsed';

const FACE = { name: 'size', label: 'Size' };
const number = numberField({ ...FACE, least: 2, most: 7, default: 3 });
const choice = choiceField({
	...FACE,
	choices: [
		{ name: 'Small', value: 'small' },
		{ name: 'Large', value: 'large' },
	],
	default: 'large',
});
const json = jsonField({ ...FACE, default: '{}' });

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

	it.each([' SMALL ', 'Small', 'very small'])(
		'takes %j, without regard to letter case, or its name',
		(value) => {
			const named = choiceField({
				...FACE,
				choices: [
					{ name: 'Very Small', value: 'small' },
					{ name: 'Large', value: 'large' },
				],
				default: 'large',
			});
			expect(parsed(named, value)).toBe('small');
		},
	);

	it('takes no name that two choices have', () => {
		const choices = [
			{ name: 'Same', value: 'a' },
			{ name: 'Same', value: 'b' },
		] as const;
		expect(parsed(choiceField({ ...FACE, choices, default: 'a' }), 'same')).toBeUndefined();
	});

	it('refuses everything else, and lists its values', async () => {
		const isNone = (value: unknown) => typeof value !== 'string' || !/^(small|large)$/i.test(value.trim());
		fc.assert(
			fc.property(fc.anything().filter(isNone), (value) => expect(parsed(choice, value)).toBeUndefined()),
		);
		const error = await Promise.resolve()
			.then(() => choice.parse('Smal', 'field Size'))
			.catch((reason: unknown) => reason);
		expect(error).toMatchObject({ cure: expect.stringContaining('small, large') });
		expect(String(error)).toContain('"Smal"');
	});
});

describe('a flag', () => {
	it.each([true, 'true', ' TRUE\u200b', 'Yes', '1', 1])('is set by %j', (value) =>
		expect(parsed(flagField(FACE), value)).toBe(true),
	);

	it.each([false, 'false', 'No', ' 0', 0])('is not set by %j', (value) =>
		expect(parsed(flagField({ ...FACE, default: true }), value)).toBe(false),
	);

	it.each(['', 'maybe', 2, -1, [], [true], {}, new Date()])('refuses %j', (value) =>
		expect(parsed(flagField(FACE), value)).toBeUndefined(),
	);

	it('is not set unless it says so', () => {
		expect(flagField(FACE).property).toMatchObject({ type: 'boolean', default: false });
		expect(flagField({ ...FACE, default: true }).property.default).toBe(true);
	});
});

describe('text', () => {
	it('is taken as it was typed, and numbers as text; everything else is refused', () => {
		const text = textField({ ...FACE, default: 'abc' });
		const isText = (value: unknown) => typeof value === 'string' || Number.isFinite(value);
		fc.assert(
			fc.property(fc.anything(), (value) => {
				expect(parsed(text, value)).toBe(isText(value) ? String(value) : undefined);
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
		const { property } = textField({ ...FACE, typeOptions: { rows: 2 } });
		expect(property).toMatchObject({ typeOptions: { rows: 2 } });
	});
});

describe('a date', () => {
	const date = dateField(FACE);
	const instant = new Date('2026-01-31T10:00:00Z');

	it.each([
		'2026-01-31T10:00:00Z',
		' 2026-01-31T11:00:00+01:00\u200b',
		instant,
		{ toISO: () => '2026-01-31T19:00:00.000+09:00' },
		instant.getTime(),
	])('may be an instant: %p', (value) => {
		expect(parsed(date, value)).toMatchObject({ kind: 'instant', date: instant });
	});

	it('may be without a zone, or without a time', () => {
		expect(parsed(date, '2026-01-31T10:00:00')).toMatchObject({ kind: 'local' });
		expect(parsed(date, '2026-01-31')).toMatchObject({ kind: 'day' });
	});

	it.each(['', '  '])('may be blank: %j', (value) => expect(date.parse(value, '')).toBeUndefined());

	it.each(['soon', '10:30', '2026-02-31', new Date(NaN), { toISO: () => null }, 1_769_853_600, true, [], {}])(
		'is refused otherwise, also as a number of seconds: %p',
		async (value) => await expectRefusal(() => date.parse(value, 'field Size'), 'field Size'),
	);

	it('has a picker in the editor', () => {
		expect(date.property).toMatchObject({ type: 'dateTime', default: '' });
	});
});

describe('a value', () => {
	it('is given as it is', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(valueField(FACE).parse(value, '')).toBe(value);
			}),
		);
	});

	it('is not NaN or Infinity, at any depth', () => {
		for (const value of [NaN, [Infinity], { a: { b: NaN } }])
			expect(() => valueField(FACE).parse(value, 'field Value')).toThrow(/field Value .*(NaN|Infinity)/);
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
	it('is read where it is text, and objects and lists are given as they are', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(json.parse(JSON.stringify(value), '')).toEqual(JSON.parse(JSON.stringify(value)));
				if (typeof value === 'object' && value !== null) expect(json.parse(value, '')).toBe(value);
			}),
		);
	});

	it.each(['', ' \n'])('is blank where there is no text: %j', (text) =>
		expect(json.parse(text, '')).toBeUndefined(),
	);

	it.each(['{', 'abc', "{'a': 1}", 5, true, new Date(), { toISO: () => '2026-01-31' }])(
		'is refused otherwise: %p',
		(value) => expect(parsed(json, value)).toBeUndefined(),
	);

	it('is not that of the example, which the user did not see', () => {
		expect(json.property).toMatchObject({ type: 'json', default: '{}' });
		expect(json.read(fakeForm({}), 0)).toBeUndefined();
		expect(json.readFrom({}, 'row 2')).toBeUndefined();
		expect(valueField({ ...FACE, type: 'json', default: '{}' }).read(fakeForm({}), 0)).toBe('');
	});
});

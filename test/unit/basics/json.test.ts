import {
	isTooDeep,
	isTooDeepJson,
	jsonIn,
	MOST_LEVELS,
	readJson,
	refuseUnsendable,
} from '../../../nodes/shared/basics/json';

const listOf = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const objectOf = (levels: number) => '{"a":'.repeat(levels - 1) + '{}' + '}'.repeat(levels - 1);

describe.each([
	['lists', listOf],
	['objects', objectOf],
])('JSON of nested %s', (_what, textOf) => {
	it('is read up to the limit, and not beyond', () => {
		expect(jsonIn(textOf(MOST_LEVELS))).toBeDefined();
		expect(isTooDeepJson(textOf(MOST_LEVELS))).toBe(false);
		expect(jsonIn(textOf(MOST_LEVELS + 1))).toBeUndefined();
		expect(isTooDeepJson(textOf(MOST_LEVELS + 1))).toBe(true);
	});

	it('is refused by name where a user wrote it, however deep', () => {
		expect(() => readJson(textOf(100_000), 'field Query', '')).toThrow(
			'The field Query is nested more than 200 levels deep',
		);
	});
});

describe('a value', () => {
	it('is too deep when it contains itself', () => {
		const value: Record<string, unknown> = {};
		value.self = value;
		expect(() => refuseUnsendable(value, 'field Query')).toThrow('The field Query');
	});

	it.each([
		['NaN', NaN],
		['-Infinity', { of: [1, { a: -Infinity }] }],
		['Infinity', JSON.parse('{"a":1e999}')],
	])('is not %s, wherever that is in it', (name, value) => {
		expect(() => refuseUnsendable(value, 'field Query')).toThrow(
			expect.objectContaining({
				kind: 'input',
				message: expect.stringContaining(`field Query contains ${name}`),
			}),
		);
	});

	it('may be a date or another object that writes itself as JSON', () => {
		const self = { toJSON: () => 'x', self: {} };
		self.self = self;
		expect(isTooDeep({ at: new Date(), self })).toBe(false);
	});

	it.each([undefined, null, 'text', 5, true, [], {}])('may be %j', (value) => {
		expect(isTooDeep(value)).toBe(false);
	});
});

it('a number that would be rounded is read as its digits', () => {
	expect(jsonIn('{"a":12345678901234567.89,"b":1.5}')).toEqual({ a: '12345678901234567.89', b: 1.5 });
	expect(readJson('[9007199254740993]', 'field Query', '')).toEqual(['9007199254740993']);
});

it('text that is not JSON is read as nothing', () => {
	expect(jsonIn('{"cut":')).toBeUndefined();
	expect(isTooDeepJson('[[')).toBe(false);
	expect(() => readJson('x', 'field Query', 'Write JSON.')).toThrow('The field Query is not JSON');
});

it('JSON behind a byte order mark is read as without it', () => {
	expect(jsonIn('\ufeff{"a":1}')).toEqual({ a: 1 });
	expect(readJson('\ufeff[1]', 'field Query', '')).toEqual([1]);
});

it.each([
	['```json\n{"a": 1}\n```', { a: 1 }],
	['  ```\n[1]```\n', [1]],
	['{"a": "```"}', { a: '```' }],
])('JSON may be in a block of code, as language models write it: %j', (text, value) => {
	expect(readJson(text, 'field Query', '')).toEqual(value);
});

it.each(['```', '```json', '```{"a":1}```', '```json\n{"a":1}'])('%j is not a block of JSON', (text) => {
	expect(() => readJson(text, 'field Query', '')).toThrow('not JSON');
});

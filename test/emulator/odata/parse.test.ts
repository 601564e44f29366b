import fc from 'fast-check';

import { decodeQuery, type Expression, parseFilter } from '..';
import { parseOrderBy } from './parse';
import { parseExpand, parseSelect } from './selectExpand';

function rightText(expression: Expression): string {
	if (expression.kind !== 'binary' || expression.right.kind !== 'literal')
		throw new Error('not a comparison');
	return expression.right.value;
}

const anyText = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({ unit: 'grapheme' }),
	fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
	fc
		.array(
			fc.constantFrom(
				"'",
				"''",
				'\\',
				'%27',
				'+',
				'&',
				')',
				' or ',
				"' eq '",
				'\0',
				'\r\n',
				'\u202e',
				'́',
				'é',
			),
		)
		.map((parts) => parts.join('')),
);

describe('text literals', () => {
	it('come back exactly, whatever they hold', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const filter = `Name eq '${text.replaceAll("'", "''")}'`;
				expect(rightText(parseFilter(filter))).toBe(text);
			}),
			{ numRuns: 3000 },
		);
	});

	it('come back exactly from between other terms and from function arguments', () => {
		fc.assert(
			fc.property(anyText, anyText, (first, second) => {
				const quoted = [first, second].map((text) => `'${text.replaceAll("'", "''")}'`);
				const parsed = parseFilter(
					`(contains(A/B,${quoted[0] ?? ''}) or not (Name ne ${quoted[1] ?? ''})) and Age gt 1`,
				);
				expect(parsed).toMatchObject({
					left: { left: { args: [{}, { value: first }] }, right: { operand: { right: { value: second } } } },
				});
			}),
			{ numRuns: 2000 },
		);
	});

	it('come back exactly through the query string', () => {
		const wellFormed = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
		fc.assert(
			fc.property(wellFormed, (text) => {
				const raw = `$top=1&$filter=${encodeURIComponent(`Name eq '${text.replaceAll("'", "''")}'`)}`;
				const filter = decodeQuery(raw).find((option) => option.name === '$filter')?.value ?? '';
				expect(rightText(parseFilter(filter))).toBe(text);
			}),
			{ numRuns: 2000 },
		);
	});

	it('may be 300 kB long', () => {
		const text = "it's ".repeat(60_000);
		expect(rightText(parseFilter(`Name eq '${text.replaceAll("'", "''")}'`))).toBe(text);
	});
});

describe('query strings', () => {
	it('are decoded once, a plus being a space', () => {
		expect(decodeQuery('a=1%2B1+2&b=%2525&c=%E2%82%AC&d=100%&e')).toEqual([
			{ name: 'a', value: '1+1 2' },
			{ name: 'b', value: '%25' },
			{ name: 'c', value: '€' },
			{ name: 'd', value: '100%' },
			{ name: 'e', value: '' },
		]);
	});
});

describe('precedence', () => {
	it('is that of OData: not, arithmetic, comparison, and, or', () => {
		const parsed = parseFilter('A eq 1 or not B and C add 2 mul 3 gt -4');
		expect(parsed).toMatchObject({
			op: 'or',
			left: { op: 'eq' },
			right: {
				op: 'and',
				left: { kind: 'unary', op: 'not', operand: { kind: 'path' } },
				right: { op: 'gt', left: { op: 'add', right: { op: 'mul' } }, right: { value: '-4' } },
			},
		});
	});

	it('lets names start with words of the language', () => {
		expect(parseFilter("notes eq 'x' and orders eq anyone and trueish eq nullable")).toMatchObject({
			op: 'and',
		});
	});
});

describe('what is not OData 4', () => {
	const quoted = (kind: string) => `${kind}'405947d0-2ffb-4ded-8675-0475f19f5a81'`;

	it.each([
		['', "Expression expected at position 0 in ''."],
		[' ', "Expression expected at position 1 in ' '."],
		["Name eq 'open", 'There is an unterminated string literal at position 13 in'],
		["Name eq 'O'Neil'", 'There is an unterminated literal at position 16 in'],
		[`Id eq ${quoted('guid')}`, `Unrecognized 'Edm.String' literal '${quoted('guid')}' at '6' in`],
		['Id eq 405947d0-2ffb-4ded-8675-0475f19f5a8', 'Syntax error at position 14 in'],
		["Name = 'x'", 'Syntax error at position 6 in'],
		["Name eq 'x' and", 'Expression expected at position 15 in'],
		['(Name eq null', "')' or operator expected at position 13 in"],
		['contains(Name', "')' or ',' expected at position 13 in"],
		['Coll/any(x eq 1)', 'Syntax error at position 13 in'],
		['Coll/any(x: x/Coll/any(x: x/A eq 1))', "The range variable 'x' has already been declared."],
		['CreatedOn gt 2024-01-01T00:00:00 02:00', "The DateTimeOffset text '2024-01-01T00:00:00' should be"],
		['CreatedOn gt 10000-01-01T00:00:00Z', 'Syntax error at position 21 in'],
		['A gt 1.', 'A digit was expected at position 7 in'],
		['A gt ‘1’', "Syntax error: character '‘' is not valid at position 5 in"],
		['A in 1', 'The right operand for the IN operation is not a collection value.'],
		['*', "An unsupported query token kind 'Star' was found."],
		['A eq {1', 'Found an unbalanced bracket expression.'],
		['('.repeat(115), 'Recursion depth exceeded allowed limit.'],
		['('.repeat(20_000), 'Recursion depth exceeded allowed limit.'],
		['not '.repeat(20_000), 'Recursion depth exceeded allowed limit.'],
	])('%.40s is refused', (filter, message) => {
		expect(() => parseFilter(filter)).toThrow(message);
	});
});

describe('numbers', () => {
	it.each([
		['5', 'Edm.Int32'],
		['-2147483648', 'Edm.Int32'],
		['2147483648', 'Edm.Int64'],
		['1.5', 'Edm.Single'],
		['1.23456789012', 'Edm.Double'],
		['123456789.123456789', 'Edm.Decimal'],
		['1e-7', 'Edm.Single'],
		['1.5M', 'Edm.Decimal'],
		['5d', 'Edm.Double'],
		['5L', 'Edm.Int64'],
		['NaN', 'Edm.Double'],
		['-INF', 'Edm.Double'],
	])('%s is an %s', (text, type) => {
		expect(parseFilter(`A gt ${text}`)).toMatchObject({ right: { type, value: text } });
	});
});

describe('any text', () => {
	it('is read or refused with 400', () => {
		const piece = fc.constantFrom(
			...[
				"'",
				"''",
				'(',
				')',
				'/',
				',',
				':',
				';',
				' ',
				'-',
				'.',
				'@',
				'{',
				'[',
				'$it',
				'$count',
				'a',
				'eq',
				'in',
				'not',
				'any',
			],
			...[
				'all',
				'null',
				'true',
				'contains',
				'guid',
				"duration'",
				'0x1',
				'1',
				'2.5',
				'1e',
				'2024-01-01',
				'T10:00Z',
				'*',
				'=',
				'\0',
			],
			'405947d0-2ffb-4ded-8675-0475f19f5a81',
		);
		const text = fc.oneof(
			fc.string(),
			fc.array(piece).map((pieces) => pieces.join('')),
		);
		fc.assert(
			fc.property(text, (filter) => {
				for (const parse of [parseFilter, parseOrderBy, parseSelect, parseExpand]) {
					try {
						parse(filter);
					} catch (cause) {
						expect(cause).toMatchObject({ status: 400 });
					}
				}
			}),
			{ numRuns: 3000 },
		);
	});
});

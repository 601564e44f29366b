import fc from 'fast-check';

import { decodeQuery, type Expression, parseFilter } from '..';

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
	it.each([
		['', 'Expression expected at position 0'],
		["Name eq 'open", 'Syntax error at position'],
		["Id in ('a','b')", 'Syntax error at position 3'],
		["Id eq guid'405947d0-2ffb-4ded-8675-0475f19f5a81'", 'Syntax error at position'],
		['Id eq 405947d0-2ffb-4ded-8675-0475f19f5a8', 'Syntax error at position'],
		["Name = 'x'", 'Syntax error at position 5'],
		["Name eq 'x' and", 'Syntax error at position'],
		['(Name eq null', 'Syntax error at position'],
		['CreatedOn gt 2024-01-01T00:00:00 02:00', 'Syntax error at position'],
		['('.repeat(20_000), 'Recursion limit'],
	])('%.40s is refused', (filter, message) => {
		expect(() => parseFilter(filter)).toThrow(message);
	});
});

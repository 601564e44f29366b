import fc from 'fast-check';

import { Unreadable } from './errors';
import { type JsonNode, readJson } from './json';
import { readAs } from './read';
import { dictionaryOf, listOf, nullable, type WcfType } from './types';
import { Dictionary, Duration, Moment, type WcfValue } from './values';
import { writeJson } from './write';

const TYPES = fc.letrec<{ type: WcfType }>((tie) => ({
	type: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.constantFrom<WcfType[]>(
			'string',
			'int',
			'long',
			'decimal',
			'double',
			'bool',
			'Guid',
			'DateTime',
			'byte[]',
			'object',
			{ kind: 'enum', name: 'Kind' },
			nullable('int'),
			nullable('Guid'),
		),
		tie('type').map(listOf),
		tie('type').map(dictionaryOf),
		fc
			.dictionary(fc.constantFrom('a', 'b', 'Key', '__proto__'), fc.tuple(tie('type'), fc.boolean()), {
				noNullPrototype: true,
			})
			.map((members) => ({
				kind: 'contract' as const,
				name: 'Line',
				members: Object.fromEntries(
					Object.entries(members).map(([name, [type, required]]) => [name, { type, required }]),
				),
			})),
	),
})).type;

/** Bodies near to JSON: whole ones, cut ones, with a letter put in. */
const BODIES = fc.oneof(
	fc.json(),
	fc.string({ unit: 'binary' }),
	fc
		.tuple(
			fc.json(),
			fc.nat(),
			fc.constantFrom('', ',', '"', '{', '[', '\\', "'", 'N', '-', '\u0000', '\uFEFF'),
		)
		.map(([text, at, put]) => `${text.slice(0, at % (text.length + 1))}${put}`),
);

/** What reading gave, or nothing where the body is refused. Any other exception fails the test. */
function taken<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (cause) {
		if (!(cause instanceof Unreadable)) throw cause;
		return undefined;
	}
}

it('reads or refuses any body for any type, with a sentence', () => {
	fc.assert(
		fc.property(BODIES, TYPES, (body, type) => {
			const node = taken(() => readJson(body));
			if (node) taken(() => readAs(type, node, 'value'));
		}),
		{ numRuns: 2000 },
	);
});

it('reads what it has written as the same value', () => {
	fc.assert(
		fc.property(fc.json(), TYPES, (body, type) => {
			const value = taken(() => readAs(type, readJson(body), 'value'));
			if (value === undefined) return;
			const written = writeJson(value);
			expect(writeJson(readAs(type, readJson(written), 'value'))).toBe(written);
		}),
		{ numRuns: 2000 },
	);
});

it('reads everything that JSON.stringify writes, as it is', () => {
	const plain = (node: JsonNode): unknown => {
		switch (node.kind) {
			case 'null':
				return null;
			case 'text':
				return node.source === 'string' ? node.text : (JSON.parse(node.text) as unknown);
			case 'list':
				return node.items.map(plain);
			case 'object':
				return Object.fromEntries(node.members.map(({ name, value }) => [name, plain(value)]));
		}
	};
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			expect(JSON.stringify(plain(readJson(JSON.stringify(value))))).toBe(JSON.stringify(value));
		}),
	);
});

it('writes any text as JSON', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			expect(JSON.parse(writeJson(text))).toBe(text);
		}),
	);
});

it.each<[string, WcfValue, string]>([
	['a time of the server, with its zone', new Moment(0, 'local'), String.raw`"\/Date(0-0330)\/"`],
	['a duration with days', new Duration(-90_061_500), '"-P1DT1H1M1.5S"'],
	['no duration', new Duration(0), '"PT0S"'],
	['whole days', new Duration(2 * 86_400_000), '"P2D"'],
	['a large number', 1e15, '1E+15'],
	['a small number', 0.000_012_5, '1.25E-05'],
	['-INF', Number.NEGATIVE_INFINITY, '-INF'],
	['a dictionary in an object', { of: new Dictionary([['a', 1n]]) }, '{"of":[{"Key":"a","Value":1}]}'],
])('writes %s', (_what, value, expected) => {
	expect(writeJson(value, -210)).toBe(expected);
});

const refusal = (type: WcfType, body: string) => {
	try {
		return readAs(type, readJson(body), 'value');
	} catch (cause) {
		return cause instanceof Unreadable ? cause.message : cause;
	}
};

it.each<[WcfType, string, unknown]>([
	['int', '"-2147483648"', -2_147_483_648],
	['decimal', '79228162514264337593543950336', 'Value was either too large or too small for a Decimal.'],
	['bool', '" true "', true],
	['bool', 'tru', "The token 'true' was expected but found 'tru'."],
	['string', '"a\nb"', "Encountered invalid character '\n'."],
	['string', '"ab', 'Unexpected end of file. Following elements are not closed: root.'],
	['Guid', '"(00000003-0000-4000-8000-00000000000A)"', '00000003-0000-4000-8000-00000000000a'],
	['DateTime', '"/Date(x)/"', "The value 'x' cannot be parsed as the type 'Int64'."],
	[
		'DateTime',
		'"/Date(999999999999999)/"',
		"The value '999999999999999' cannot be parsed as the type 'DateTime'.",
	],
	[dictionaryOf('int'), '[{"Key":"a","Value":1},{"Key":"a","Value":2}]', /same key/],
	[listOf('int'), '[null]', "ValueType 'System.Int32' cannot be null."],
	['object', `${'['.repeat(200)}`, /maximum read depth/],
])('%j of %s', (type, body, expected) => {
	const given = refusal(type, body);
	if (expected instanceof RegExp) expect(given).toMatch(expected);
	else expect(given).toBe(expected);
});

it('reads a number by all its digits, however many', () => {
	expect(refusal('int', `"1.${'0'.repeat(2000)}"`)).toBe(1);
	expect(refusal('int', `"${'0'.repeat(2000)}7"`)).toBe(7);
	expect(refusal('int', `"1${'0'.repeat(2000)}e-2000"`)).toBe(1);
	expect(refusal('double', '"e5"')).toBe("The input string 'e5' was not in a correct format.");
	expect(refusal('int', `"${' '.repeat(1_000_000)}x"`)).toMatch(/was not in a correct format/);
});

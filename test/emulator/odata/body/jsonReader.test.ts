import fc from 'fast-check';

import { type JsonNode, readJson } from './jsonReader';
import { UnreadableBody } from './unreadable';

/** The value as JSON.parse returns it. */
function plain(node: JsonNode | undefined): unknown {
	switch (node?.kind) {
		case undefined:
			return undefined;
		case 'object':
			return Object.fromEntries(node.members.map(([name, value]) => [name, plain(value)]));
		case 'array':
			return node.items.map(plain);
		case 'number':
			return Number(node.spelling);
		case 'text':
		case 'boolean':
			return node.value;
		case 'null':
			return null;
	}
}

function refusal(text: string): string {
	try {
		readJson(text);
	} catch (cause) {
		if (cause instanceof UnreadableBody) return cause.sentence;
		throw cause;
	}
	return '';
}

it('reads all JSON whose names are not empty', () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
			const text = JSON.stringify(value, undefined, indent);
			fc.pre(!/"":/.test(text));
			expect(plain(readJson(text))).toEqual(JSON.parse(text));
		}),
	);
});

it('answers any text with a value or a sentence', () => {
	const pieces = fc.array(
		fc.constantFrom(
			'{',
			'}',
			'[',
			']',
			',',
			':',
			'"',
			"'",
			'\\',
			'\\u00e9',
			'a',
			'1',
			'-',
			'.',
			'e',
			'null',
			' ',
		),
		{ maxLength: 30 },
	);
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string({ unit: 'binary' }),
				pieces.map((all) => all.join('')),
			),
			(text) => {
				expect(typeof refusal(text)).toBe('string');
			},
		),
	);
});

it.each([
	["{'a':'b'}", { a: 'b' }],
	['{a:1,_b$2:2}', { a: 1, _b$2: 2 }],
	['\uFEFF{"a":1}', { a: 1 }],
	['{"a":.5,"b":1.,"c":007}', { a: 0.5, b: 1, c: 7 }],
	["{'it\\'s':'line\nbreak'}", { "it's": 'line\nbreak' }],
	['{"a":"\\ud83e\\udd84 \\ud800"}', { a: '🦄 \ud800' }],
	['{"a":1},', { a: 1 }],
	[' \t\r\n', undefined],
	['', undefined],
])('reads %j, which not all readers do', (text, value) => {
	expect(plain(readJson(text))).toEqual(value);
});

const PROPERTY = 'A comma is only valid between properties of an object or between elements of an array.';
const COMMA = 'Every two elements in an array and properties of an object must be separated by commas.';

it.each([
	[
		'{"a":',
		'Unexpected end of input was found in JSON content. Not all object and array scopes were closed.',
	],
	['[1', 'Unexpected end of input was found in JSON content. Not all object and array scopes were closed.'],
	['{"a":1/**/}', `A comma character ',' was expected in scope 'Object'. ${COMMA}`],
	['[1 2]', `A comma character ',' was expected in scope 'Array'. ${COMMA}`],
	['{"a":1,}', `An unexpected comma was found in scope 'Object'. ${PROPERTY}`],
	['{,}', `An unexpected comma was found in scope 'Object'. ${PROPERTY}`],
	['[1,]', `An unexpected comma was found in scope 'Array'. ${PROPERTY}`],
	['{"a":,1}', `An unexpected comma was found in scope 'Property'. ${PROPERTY}`],
	[',{}', `An unexpected comma was found in scope 'Root'. ${PROPERTY}`],
	['{},{}', `An unexpected comma was found in scope 'Root'. ${PROPERTY}`],
	['{} x', 'More than one value was found at the root of the JSON content.'],
	['{"a" 1}', "A colon character ':' is expected after the property name 'a', but none was found."],
	['{"":1}', "The property name '' is not valid. The name of a property cannot be empty."],
	['{"a":nul}', "Unexpected token 'nul'."],
	['{"a":True}', 'A token was not recognized in the JSON content.'],
	['{"a":1-2}', "The value '1-2' is not a valid number."],
	['{"a":"\\x"}', "An unrecognized escape sequence '\\x' was found in a JSON string value."],
	['{"a":"b', 'Unexpected end of input reached while processing a JSON string value.'],
])('refuses %s', (text, sentence) => {
	expect(refusal(text)).toContain(`Invalid JSON. ${sentence}`);
});

it('refuses what is nested too deep', () => {
	expect(refusal('['.repeat(100_000))).toMatch(/^The maximum recursion depth limit was reached\./);
});

it('keeps the spelling of numbers, duplicates and the text of objects', () => {
	const text = '{"a":1.10,"a":{ "b":2e3 }}';
	expect(readJson(text)).toMatchObject({
		source: text,
		members: [
			['a', { spelling: '1.10' }],
			['a', { source: '{ "b":2e3 }', members: [['b', { spelling: '2e3' }]] }],
		],
	});
});

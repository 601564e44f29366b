import fc from 'fast-check';

import { type Column, loadModel } from '../../model/model';
import { type JsonNode, readJson } from './jsonReader';
import { UnreadableBody } from './unreadable';
import { readValue } from './values';

const { entities } = loadModel();

function columnOf(object: string, property: string): Column {
	const column = entities.get(object)?.byProperty.get(property);
	if (!column) throw new Error(property);
	return column;
}

const COLUMNS = {
	text: columnOf('Contact', 'Name'),
	integer: columnOf('Contact', 'Age'),
	decimal: columnOf('Case', 'SolutionRemains'),
	boolean: columnOf('Contact', 'DoNotUseEmail'),
	guid: columnOf('Contact', 'AccountId'),
	date: columnOf('Contact', 'BirthDate'),
	dateTime: columnOf('Contact', 'CreatedOn'),
	stream: columnOf('SysImage', 'Data'),
};
type Type = keyof typeof COLUMNS;

const SWITCHES = { serverZone: 120, dateWithoutZone: 'reject' as const };

function read(type: Type, node: JsonNode, decimalsAsText = false): unknown {
	try {
		return readValue(COLUMNS[type], node, { switches: SWITCHES, decimalsAsText });
	} catch (cause) {
		if (cause instanceof UnreadableBody) return cause;
		throw cause;
	}
}

function readText(type: Type, json: string, decimalsAsText = false): unknown {
	const node = readJson(json);
	if (!node) throw new Error(json);
	const value = read(type, node, decimalsAsText);
	return value instanceof UnreadableBody ? value.sentence : value;
}

const GUID = '00783ef6-f36b-1410-a883-16d83cab0980';

it.each<[Type, string, unknown]>([
	['text', '""', ''],
	['text', '"a\\u0000\\ud800"', 'a\0\ud800'],
	['integer', '5', 5],
	['integer', '-2147483648', -2147483648],
	['integer', '"5"', 5],
	['integer', '" +7\\t"', 7],
	['integer', 'null', 0],
	['decimal', '1.25', 1.25],
	['decimal', '1e2', 100],
	['decimal', '12345678901234567890.123456', '12345678901234567890.123456'],
	['decimal', '79228162514264337593543950335', '79228162514264337593543950335'],
	['decimal', '-0.0', 0],
	['boolean', 'true', 1],
	['boolean', '" False "', 0],
	['guid', `"${GUID.toUpperCase()}"`, GUID],
	['guid', `"${GUID.replaceAll('-', '')}"`, GUID],
	['guid', `" {${GUID}} "`, GUID],
	['guid', `"(${GUID})"`, GUID],
	['guid', '"{0x00783ef6,0xf36b,0x1410,{0xa8,0x83,0x16,0xd8,0x3c,0xab,0x9,0x80}}"', GUID],
	['guid', '"00000000-0000-0000-0000-000000000000"', null],
	['guid', 'null', null],
	['dateTime', '"2026-01-01T10:00:00.1234567Z"', '2026-01-01T10:00:00.1234567'],
	['dateTime', '"2026-01-01T10:00+03:00"', '2026-01-01T07:00:00.0000000'],
	['dateTime', '"2026-01-01"', '2025-12-31T22:00:00.0000000'],
	['dateTime', '"2026-01-01Z"', '2026-01-01T00:00:00.0000000'],
	['dateTime', '"0001-01-01T00:00:00Z"', null],
	['date', '"2026-01-01T10:00:00Z"', '2026-01-01T00:00:00.0000000'],
])('takes for %s %s', (type, json, value) => {
	expect(readText(type, json)).toEqual(value);
});

it.each<[string, unknown]>([
	['"1.25"', 1.25],
	['"12345678901234567890.123456"', '12345678901234567890.123456'],
	['" 1,234.50- "', -1234.5],
	['1.25', expect.stringContaining('because of conflict')],
	['5', expect.stringContaining('because of conflict')],
	['true', expect.stringContaining('because of conflict')],
	['"1e2"', "The input string '1e2' was not in a correct format."],
	['""', "The input string '' was not in a correct format."],
	['"99999999999999999999999999999"', 'Value was either too large or too small for a Decimal.'],
])('reads the decimal %s with IEEE754Compatible=true', (json, value) => {
	expect(readText('decimal', json, true)).toEqual(value);
});

const NULL_TEXT =
	"A null value was found for the property named 'Name', which has the expected type 'Edm.String[Nullable=False]'. The expected type 'Edm.String[Nullable=False]' does not allow null values.";
const CONFLICT =
	"Cannot convert a value to target type 'Edm.Decimal' because of conflict between input format string/number and parameter 'IEEE754Compatible' false/true.";
const convert = (from: string, to: string) =>
	`Cannot convert a value of type 'Edm.${from}' to the expected target type 'Edm.${to}'.`;
const noZone = (text: string) =>
	`The time zone information is missing on the DateTimeOffset value '${text}'. A DateTimeOffset value must contain the time zone information.`;
const notADate = (text: string) => `The string '${text}' is not a valid AllXsd value.`;

it.each<[Type, string, string]>([
	['text', 'null', NULL_TEXT],
	['text', '5', convert('Int32', 'String')],
	['text', '5.5', convert('Decimal', 'String')],
	['text', '5e5', convert('Double', 'String')],
	['text', 'true', convert('Boolean', 'String')],
	[
		'text',
		'{}',
		"An unexpected 'StartObject' node was found for property named 'Name' when reading from the JSON reader. A 'PrimitiveValue' node was expected.",
	],
	[
		'text',
		'[]',
		"An unexpected 'StartArray' node was found when reading from the JSON reader. A 'PrimitiveValue' node was expected.",
	],
	['integer', '""', "The input string '' was not in a correct format."],
	['integer', '"five"', "The input string 'five' was not in a correct format."],
	['integer', '"1.5"', "The input string '1.5' was not in a correct format."],
	['integer', '"99999999999"', 'Value was either too large or too small for an Int32.'],
	['integer', '1.5', convert('Decimal', 'Int32')],
	['integer', '99999999999', convert('Decimal', 'Int32')],
	['integer', '1e2', convert('Double', 'Int32')],
	['integer', 'true', convert('Boolean', 'Int32')],
	['decimal', '"1.25"', CONFLICT],
	['decimal', 'true', convert('Boolean', 'Decimal')],
	['decimal', '1e30', 'Value was either too large or too small for a Decimal.'],
	['boolean', '""', "String '' was not recognized as a valid Boolean."],
	['boolean', '1', convert('Int32', 'Boolean')],
	['guid', '""', 'Unrecognized Guid format.'],
	['guid', '"Accom"', 'Unrecognized Guid format.'],
	['guid', '5', convert('Int32', 'Guid')],
	[
		'guid',
		`"${GUID}0"`,
		'Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).',
	],
	['guid', `"${GUID.replace('a', 'x')}"`, 'Guid string should only contain hexadecimal characters.'],
	['guid', `"${GUID.replace('-f36b-', '-f36-b')}"`, 'Dashes are in the wrong position for GUID parsing.'],
	['dateTime', '"2026-01-01T00:00:00"', noZone('2026-01-01T00:00:00')],
	['dateTime', '"2026-01-01T00:00"', noZone('2026-01-01T00:00:00')],
	['dateTime', '"10:00:00"', noZone('10:00:00')],
	['dateTime', '"2026"', noZone('2026')],
	['dateTime', '""', notADate('')],
	['dateTime', '"2026-02-31T00:00:00Z"', notADate('2026-02-31T00:00:00Z')],
	['dateTime', '"01/31/2026"', notADate('01/31/2026')],
	['dateTime', '"2026-01-01t00:00:00z"', notADate('2026-01-01t00:00:00z')],
	['dateTime', '1767225600000', convert('Decimal', 'DateTimeOffset')],
	[
		'stream',
		'"AAAA"',
		'A stream property was found in a JSON Light request payload. Stream properties are only supported in responses.',
	],
])('refuses for %s %s', (type, json, sentence) => {
	expect(readText(type, json)).toBe(sentence);
});

/** What the database may hold in a column. */
const STORED: Record<Type, (value: unknown) => boolean> = {
	text: (value) => typeof value === 'string',
	integer: (value) => typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 2 ** 31,
	decimal: (value) =>
		(typeof value === 'number' && Number.isFinite(value)) ||
		(typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)),
	boolean: (value) => value === 0 || value === 1,
	guid: (value) => value === null || /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(String(value)),
	date: (value) => value === null || /^\d{4}-\d\d-\d\dT00:00:00\.0000000$/.test(String(value)),
	dateTime: (value) => value === null || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}$/.test(String(value)),
	stream: () => false,
};

const anyNode: fc.Arbitrary<JsonNode> = fc.oneof(
	fc.record({
		kind: fc.constant('text' as const),
		value: fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.uuid(),
			fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
			fc.double().map(String),
			fc.constantFrom('true', 'FALSE', '', ' 1 ', '2026-01-01', '10:00:00Z'),
		),
	}),
	fc.record({
		kind: fc.constant('number' as const),
		spelling: fc.oneof(
			fc.integer().map(String),
			fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
			fc.bigInt().map(String),
		),
	}),
	fc.record({ kind: fc.constant('boolean' as const), value: fc.boolean() }),
	fc.constant<JsonNode>({ kind: 'null' }),
	fc.constant<JsonNode>({ kind: 'array', items: [] }),
	fc.constant<JsonNode>({ kind: 'object', members: [], source: '{}' }),
);

it('gives each type a value that it can hold, or a sentence, for any value', () => {
	const types = Object.keys(COLUMNS) as Type[];
	fc.assert(
		fc.property(fc.constantFrom(...types), anyNode, fc.boolean(), (type, node, decimalsAsText) => {
			const value = read(type, node, decimalsAsText);
			if (value instanceof UnreadableBody) expect(value.sentence).not.toBe('');
			else expect([type, value, STORED[type](value)]).toEqual([type, value, true]);
		}),
		{ numRuns: 2000 },
	);
});

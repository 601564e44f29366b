import { parseGuid } from '../model/guid';
import { Unreadable } from './errors';
import { type JsonNode, unexpectedText } from './json';
import { readByte, readDecimal, readDouble, readInteger } from './numbers';
import { type ContractType, qualified, type ScalarType, typeName, type WcfType } from './types';
import { Dictionary, Moment, type WcfValue } from './values';

/**
 * The value of a node for a type, by the rules of .NET's DataContractJsonSerializer (contract 6.1). Much is
 * lost silently: an object for a list or a dictionary is an empty one, and unknown members are dropped.
 * `element` is the name in sentences. Throws `Unreadable`.
 */
export function readAs(type: WcfType, node: JsonNode, element: string): WcfValue {
	if (node.kind === 'null') return nullOf(type);
	if (typeof type === 'string') return readScalar(type, node, element);
	switch (type.kind) {
		case 'enum':
			// The number need not be one of the enumeration, and is cut to its size.
			return Number(BigInt.asIntN(32, readInteger(simpleContent(node), 'an Int64', 64)));
		case 'nullable':
			return readAs(type.of, node, element);
		case 'list':
			return itemsOf(node).map((item) => readAs(type.of, item, 'item'));
		case 'dictionary':
			return readDictionary(type.of, node);
		case 'contract':
			return readContract(type, node);
	}
}

/** The years 1 to 9999. */
const FIRST_MILLISECOND = -62_135_596_800_000;
const LAST_MILLISECOND = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** What a member has that is not given. */
export function emptyOf(type: WcfType): WcfValue {
	if (typeof type === 'string') return EMPTY[type];
	if (type.kind === 'enum') return 0;
	if (type.kind !== 'contract' || type.isStruct !== true) return null;
	return Object.fromEntries(Object.entries(type.members).map(([name, one]) => [name, emptyOf(one.type)]));
}

const EMPTY: Record<ScalarType, WcfValue> = {
	string: null,
	int: 0,
	long: 0n,
	decimal: readDecimal('0'),
	double: 0,
	bool: false,
	Guid: '00000000-0000-0000-0000-000000000000',
	DateTime: new Moment(FIRST_MILLISECOND, 'local'),
	'byte[]': null,
	object: null,
};

function nullOf(type: WcfType): null {
	const empty = emptyOf(type);
	if (empty !== null) throw new Unreadable(`ValueType '${typeName(type)}' cannot be null.`);
	return null;
}

type GivenNode = Exclude<JsonNode, { kind: 'null' }>;

function readScalar(type: ScalarType, node: GivenNode, element: string): WcfValue {
	switch (type) {
		case 'string':
			return textContent(node, element);
		case 'int':
			return Number(readInteger(simpleContent(node), 'an Int32', 32));
		case 'long':
			return readInteger(simpleContent(node), 'an Int64', 64);
		case 'decimal':
			return readDecimal(simpleContent(node));
		case 'double':
			return readDouble(simpleContent(node));
		case 'bool':
			return readBoolean(simpleContent(node));
		case 'Guid':
			return guidIn(textContent(node, element));
		case 'DateTime':
			return readMoment(textContent(node, element));
		case 'byte[]':
			return readBytes(node, element);
		case 'object':
			return readUntyped(node);
	}
}

/** Objects and lists have no text; numbers and booleans do not look at what is inside. */
function simpleContent(node: GivenNode): string {
	return node.kind === 'text' ? node.text : '';
}

/** As above, but nothing may be inside. */
function textContent(node: GivenNode, element: string): string {
	if (node.kind === 'text') return node.text;
	const inside = node.kind === 'object' ? node.members[0]?.name : node.items.length > 0 ? 'item' : undefined;
	if (inside !== undefined) throw endExpected(element, `element '${inside}' from namespace ''`);
	return '';
}

function endExpected(element: string, found: string): Unreadable {
	return new Unreadable(`End element '${element}' from namespace '' expected. Found ${found}.`);
}

function readBoolean(text: string): boolean {
	switch (text.trim()) {
		case 'true':
		case '1':
			return true;
		case 'false':
		case '0':
			return false;
		default:
			throw new Unreadable(`The string '${text}' is not a valid Boolean value.`);
	}
}

function guidIn(text: string): string {
	const parsed = parseGuid(text);
	if ('fault' in parsed) throw new Unreadable(parsed.fault);
	return parsed.guid;
}

/** Only `/Date(ms)/` and `/Date(ms+0300)/`. The offset says no more than that the value is local time. */
function readMoment(text: string): Moment {
	const inside = /^\/Date\(([^]*)\)\/$/.exec(text.trim())?.[1];
	if (inside === undefined) {
		throw new Unreadable(
			String.raw`DateTime content '${text}' does not start with '\/Date(' and end with ')\/' as required for JSON.`,
		);
	}
	const [, number = '', offset = ''] = /^(.[^+-]*)?([^]*)$/.exec(inside) ?? [];
	if (!/^\s*[+-]?\d+\s*$/.test(number)) {
		throw new Unreadable(`The value '${number}' cannot be parsed as the type 'Int64'.`);
	}
	const milliseconds = Number(number);
	if (milliseconds < FIRST_MILLISECOND || milliseconds > LAST_MILLISECOND) {
		throw new Unreadable(`The value '${number}' cannot be parsed as the type 'DateTime'.`);
	}
	return new Moment(milliseconds, offset === '' ? 'utc' : 'local');
}

/** A list of numbers, no Base64. */
function readBytes(node: GivenNode, element: string): Uint8Array {
	if (node.kind === 'text' && node.text.trim() !== '')
		throw endExpected(element, `text '${node.firstPiece}'`);
	if (node.kind === 'object' && node.members.length > 0) textContent(node, element);
	return Uint8Array.from(
		itemsOf(node).map((item) => {
			if (item.kind === 'null') throw new Unreadable("ValueType 'System.Byte' cannot be null.");
			return readByte(simpleContent(item));
		}),
	);
}

/** Numbers get the smallest type that holds them; objects lose their members. */
function readUntyped(node: JsonNode): WcfValue {
	switch (node.kind) {
		case 'null':
			return null;
		case 'object':
			return {};
		case 'list':
			return node.items.map(readUntyped);
		case 'text':
			if (node.source === 'string') return node.text;
			if (node.source === 'boolean') return node.text === 'true';
			return readNumber(node.text);
	}
}

function readNumber(text: string): WcfValue {
	const readers = /[.eE]/.test(text) ? [] : [() => readInteger(text, 'an Int64', 64)];
	for (const read of [...readers, () => readDecimal(text)]) {
		try {
			const value = read();
			// Too small for a decimal is not nothing.
			if (Number(value) !== 0 || readDouble(text) === 0) return value;
		} catch {
			// The next type may hold it.
		}
	}
	return readDouble(text);
}

/** An object has no items. */
function itemsOf(node: GivenNode): JsonNode[] {
	if (node.kind === 'text' && node.text.trim() !== '') throw unexpectedText();
	return node.kind === 'list' ? node.items : [];
}

/** A list of Key and Value; an object is an empty dictionary. */
function readDictionary(of: WcfType, node: GivenNode): Dictionary {
	const pair: ContractType = {
		kind: 'contract',
		name: `System.Runtime.Serialization.KeyValue\`2[[${qualified('string')}],[${qualified(of)}]]`,
		isStruct: true,
		members: { Key: { type: 'string', required: true }, Value: { type: of, required: true } },
	};
	const entries = new Map<string, WcfValue>();
	for (const item of itemsOf(node)) {
		const { Key, Value } = readAs(pair, item, 'item') as { Key: string | null; Value: WcfValue };
		if (Key === null) throw new Unreadable("Value cannot be null. (Parameter 'key')");
		if (entries.has(Key)) {
			throw new Unreadable(`An item with the same key has already been added. Key: ${Key}`);
		}
		entries.set(Key, Value);
	}
	return new Dictionary([...entries]);
}

function readContract({ name, members }: ContractType, node: GivenNode): { [member: string]: WcfValue } {
	if (node.kind === 'text' && node.text.trim() !== '') throw unexpectedText();
	const given = new Map<string, WcfValue>();
	for (const { name: member, value } of node.kind === 'object' ? node.members : []) {
		const known = Object.hasOwn(members, member) ? members[member] : undefined;
		if (!known) continue;
		if (given.has(member)) throw foundTwice(name, member);
		given.set(member, readAs(known.type, value, member));
	}
	const missing = Object.keys(members).filter(
		(member) => members[member]?.required === true && !given.has(member),
	);
	if (missing.length > 0) {
		const words = missing.length === 1 ? 'data member' : 'data members';
		const verb = missing.length === 1 ? 'was' : 'were';
		throw new Unreadable(
			`The data contract type '${name}' cannot be deserialized because the required ${words} '${missing.join(', ')}' ${verb} not found.`,
		);
	}
	return Object.fromEntries(
		Object.entries(members).map(([member, { type }]) => [member, given.get(member) ?? emptyOf(type)]),
	);
}

export function foundTwice(name: string, member: string): Unreadable {
	return new Unreadable(
		`The data contract type '${name}' cannot be deserialized because the data member '${member}' was found more than once in the input.`,
	);
}

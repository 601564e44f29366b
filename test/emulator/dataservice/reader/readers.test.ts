import fc from 'fast-check';

import { itemsOf, membersOf, nesting } from './document';
import { batchQuery, QUERIES } from './messages';
import {
	base64,
	dictionary,
	enumeration,
	flag,
	guid,
	list,
	object,
	type Reader,
	text,
	typed,
	whole,
} from './readers';

interface Node {
	name?: string;
	count?: number;
	isOn?: boolean;
	kind?: number;
	id?: string;
	child?: Node;
	children?: Node[];
	byName?: ReadonlyMap<string, Node | null>;
	words?: string[];
}

const COLOURS = { none: 0, darkRed: 1, blue: 2 };

const node: Reader<Node> = object<Node>(() => ({
	name: text,
	count: whole,
	isOn: flag,
	kind: enumeration(COLOURS),
	id: guid,
	child: node,
	children: list(node),
	byName: dictionary(node),
	words: list(text),
}));

const ID = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';

describe('what is read of a value of each type', () => {
	const cases: Array<[json: string, name: unknown, count: unknown, isOn: unknown, kind: unknown]> = [
		['"x"', 'x', undefined, undefined, undefined],
		['""', '', undefined, undefined, undefined],
		['null', undefined, undefined, undefined, undefined],
		['"null"', 'null', undefined, undefined, undefined],
		['5', '5', 5, undefined, 5],
		['"5"', '5', 5, undefined, 5],
		['-1', '-1', -1, undefined, -1],
		['1.0', '1.0', undefined, undefined, undefined],
		['1e2', '1e2', undefined, undefined, undefined],
		['2147483648', '2147483648', undefined, undefined, undefined],
		['true', 'true', undefined, true, undefined],
		['"False"', 'False', undefined, false, undefined],
		['1', '1', 1, undefined, 1],
		['"DarkRed"', 'DarkRed', undefined, undefined, 1],
		['"blue"', 'blue', undefined, undefined, 2],
		['{}', '{}', undefined, undefined, undefined],
		['[]', '[]', undefined, undefined, undefined],
		['[1, 2]', '[1, 2]', undefined, undefined, undefined],
		['"a\\"\\u00e9\\n\\\\"', 'a"é\n\\', undefined, undefined, undefined],
	];
	it.each(cases)('%s', (json, name, count, isOn, kind) => {
		const read = (member: string) => node(`{"${member}":${json}}`)?.[member as keyof Node];
		expect([read('name'), read('count'), read('isOn'), read('kind')]).toEqual([name, count, isOn, kind]);
	});

	it.each([`"${ID}"`, `"${ID.toUpperCase()}"`, `"{${ID}}"`, `"(${ID})"`, `"${ID.replaceAll('-', '')}"`])(
		'the guid %s',
		(json) => {
			expect(node(`{"id":${json}}`)).toEqual({ id: ID });
		},
	);

	it('objects, also as the text of one', () => {
		expect(node('{"child":{"name":"a"}}')).toEqual({ child: { name: 'a' } });
		expect(node(JSON.stringify({ child: '{"name":"a"}' }))).toEqual({ child: { name: 'a' } });
		for (const json of ['5', 'true', '"a"', '[]', '[{"name":"a"}]', '""'])
			expect(node(`{"child":${json},"count":1}`)).toEqual({ count: 1 });
	});

	it('lists, with what cannot be read spoiling all of it', () => {
		expect(node('{"children":[{"count":1},null,{}]}')).toEqual({ children: [{ count: 1 }, {}] });
		expect(node('{"children":[]}')).toEqual({ children: [] });
		expect(node('{"children":{"count":1}}')).toEqual({ children: [{ count: 1 }] });
		expect(node('{"children":[{"count":1},5]}')).toEqual({});
		expect(node('{"words":["a",5,true,"b,c"]}')).toEqual({ words: ['a', '5', 'true', 'b,c'] });
		expect(node('{"words":"a"}')).toEqual({ words: ['a'] });
	});

	it('dictionaries; whatever is not an object is an empty one', () => {
		const byName = (json: string) => {
			const map = node(`{"byName":${json}}`)?.byName;
			return map && Object.fromEntries(map);
		};
		expect(byName('{"A":{"count":1},"a":null}')).toEqual({ A: { count: 1 }, a: null });
		for (const json of ['{}', '[]', '[{"count":1}]', '5', '""']) expect(byName(json)).toEqual({});
		expect(byName('{"A":{"count":1},"B":5}')).toBeUndefined();
		expect(byName('null')).toBeUndefined();
	});

	it('Base64', () => {
		expect(base64('AQL/')).toEqual(Uint8Array.from([1, 2, 255]));
		expect([base64(''), base64('AQ'), base64('?')]).toEqual([new Uint8Array(), undefined, undefined]);
	});
});

describe('members', () => {
	it.each([
		['in any letter case', '{"NAME":"a","iSoN":true}', { name: 'a', isOn: true }],
		['of two the last', '{"name":"a","Name":"b"}', { name: 'b' }],
		['of two the last that can be read', '{"count":1,"count":"x"}', { count: 1 }],
		['unknown ones are passed over', '{"x":{"name":"a"},"y":[1,{"z":"}"}],"name":"b"}', { name: 'b' }],
		['no comma between them', '{"name":"a" "count":1}', { name: 'a', count: 1 }],
		['a comma at the end', '{"name":"a","count":1,}', { name: 'a', count: 1 }],
		['a comma too many costs the next one', '{"name":"a",,"count":1,"isOn":true}', { name: 'a', isOn: true }],
		['blanks', ' \n{ "name" :\t"a" , "count" : 1 } ', { name: 'a', count: 1 }],
		['rubbish behind the object', '{"name":"a"}},"count":1 {', { name: 'a' }],
		['the end is missing', '{"name":"a","child":{"count":1', { name: 'a', child: { count: 1 } }],
		['the end of a text is missing', '{"count":1,"name":"a', { count: 1, name: 'a' }],
		['names and texts in single quotes are not understood', "{'name':'a'}", {}],
		['nor are bare names', '{name:1}', {}],
		['bare words are texts', '{"name":abc}', { name: 'abc' }],
		['nothing', '{', {}],
	])('%s', (_case, json, expected) => {
		expect(node(json)).toEqual(expected);
	});

	it.each(['', ' ', '[]', '"{}"', 'null', 'x'])('%j is not an object', (json) => {
		expect(node(json)).toBeUndefined();
	});
});

describe('__type', () => {
	const item = typed<string[]>(
		(name) => (name === 'A' ? () => ['A'] : undefined),
		() => ['base'],
	);
	it.each([
		['{"__type":"A","x":1}', 'A'],
		['{"x":1,"__type":"A"}', 'base'],
		['{"__type":"B","__type":"A"}', 'A'],
		['{"__TYPE":"A"}', 'base'],
		['{"__type":null}', 'base'],
		['{}', 'base'],
	])('%s is %s', (json, expected) => {
		expect(item(json)).toEqual([expected]);
	});

	const batch = (type: string) =>
		batchQuery(JSON.stringify({ items: [{ __type: type, rootSchemaName: 'City' }] }))?.items?.[0];
	const NAMESPACE = 'Terrasoft.Nui.ServiceModel.DataContract';
	it.each([
		[`${NAMESPACE}.InsertQuery`, 'InsertQuery'],
		[`${NAMESPACE}.DeleteQuery, Terrasoft.Nui.ServiceModel`, 'DeleteQuery'],
		[`${NAMESPACE}.insertQuery`, 'BaseQuery'],
		[`${NAMESPACE}.toString`, 'BaseQuery'],
		['InsertQuery', 'BaseQuery'],
	])('%s in a batch is %s', (type, operation) => {
		expect(batch(type)).toEqual({ operation, query: { rootSchemaName: 'City' } });
	});
});

describe('any input', () => {
	/** Whether what was read is of the type, absent members aside. */
	const isNode = (value: unknown): boolean => {
		if (typeof value !== 'object' || value === null) return false;
		const { name, count, isOn, kind, id, child, children, byName, words } = value as Node;
		return (
			['string', 'undefined'].includes(typeof name) &&
			(count === undefined || Number.isInteger(count)) &&
			['boolean', 'undefined'].includes(typeof isOn) &&
			(kind === undefined || Number.isInteger(kind)) &&
			(id === undefined || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) &&
			(child === undefined || isNode(child)) &&
			(children ?? []).every(isNode) &&
			[...(byName?.values() ?? [])].every((one) => one === null || isNode(one)) &&
			(words ?? []).every((word) => typeof word === 'string')
		);
	};
	const MEMBERS = ['name', 'count', 'isOn', 'kind', 'id', 'child', 'children', 'byName', 'words', 'other'];
	const value = fc.letrec<{ any: unknown }>((tie) => ({
		any: fc.oneof(
			{ depthSize: 'small' },
			fc.constantFrom('true', '5', 'blue', ID, '{"name":5}', '[]', 'null', ''),
			fc.string(),
			fc.double(),
			fc.integer(),
			fc.boolean(),
			fc.constant(null),
			fc.array(tie('any'), { maxLength: 4 }),
			fc.dictionary(fc.constantFrom(...MEMBERS), tie('any')),
			fc.dictionary(fc.string(), tie('any')),
		),
	})).any;

	it('any value for any member: a value of its type, or nothing', () => {
		fc.assert(
			fc.property(fc.constantFrom(...MEMBERS), value, (member, given) => {
				const read = node(JSON.stringify({ [member]: given, other: given }));
				return isNode(read);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('well-formed JSON is cut as JSON.parse reads it', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.string(), value)), (entries) => {
				const json = `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${JSON.stringify(one)}`).join(',')}}`;
				// Numbers that JSON does not have are written as null.
				const cut = (one: unknown) => {
					const written = JSON.stringify(one);
					return typeof one === 'string' ? one : written === 'null' ? null : written;
				};
				expect(membersOf(json)).toEqual(entries.map(([name, one]) => [name, cut(one)]));
				const values = entries.map(([, one]) => one);
				expect(itemsOf(JSON.stringify(values))).toEqual(values.map(cut).filter((one) => one !== null));
			}),
		);
	});

	it('any text is read or not, and ends', () => {
		const piece = fc.constantFrom(
			'{',
			'}',
			'[',
			']',
			'"',
			':',
			',',
			'\\',
			'null',
			'1',
			'items',
			'"items":',
			' ',
		);
		const scrap = fc.oneof(
			fc.string(),
			fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
		);
		fc.assert(
			fc.property(scrap, (given) => {
				for (const read of [node, batchQuery, ...Object.values(QUERIES)]) {
					expect(['object', 'undefined']).toContain(typeof read(given));
					expect(['object', 'undefined']).toContain(typeof read(`{"items":${given}`));
				}
				expect(nesting(given)).toBeGreaterThanOrEqual(0);
			}),
			{ numRuns: 2_000 },
		);
	});
});

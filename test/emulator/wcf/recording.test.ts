import { sampleLines } from '../testSupport';
import { Unreadable } from './errors';
import { readJson } from './json';
import { readAs } from './read';
import { type ContractType, dictionaryOf, listOf, nullable, qualified, type WcfType } from './types';
import { Decimal, Dictionary, Duration, Moment, MomentWithOffset, type WcfValue } from './values';
import { writeJson } from './write';

/** One line of what .NET's DataContractJsonSerializer did; see the README.md beside the recording. */
interface Case {
	way: 'read' | 'write' | 'body';
	type: string;
	json: string;
	value?: string;
	taken?: string | null;
	refused?: string | null;
}

const CASES = sampleLines<Case>('library/datacontract-json.jsonl');

const LINE: ContractType = {
	kind: 'contract',
	name: 'Line',
	members: { amount: { type: 'decimal' }, name: { type: 'string' }, needed: { type: 'int', required: true } },
};

const TYPES: Readonly<Record<string, WcfType>> = {
	string: 'string',
	int: 'int',
	'int?': nullable('int'),
	long: 'long',
	decimal: 'decimal',
	double: 'double',
	bool: 'bool',
	'bool?': nullable('bool'),
	Guid: 'Guid',
	'Guid?': nullable('Guid'),
	DateTime: 'DateTime',
	'DateTime?': nullable('DateTime'),
	enum: { kind: 'enum', name: 'Kind' },
	'byte[]': 'byte[]',
	'List<string>': listOf('string'),
	'List<int>': listOf('int'),
	object: 'object',
	'Dictionary<string,string>': dictionaryOf('string'),
	'contract with a required member': LINE,
	'list of contracts': listOf(LINE),
	'plain class': {
		kind: 'contract',
		name: 'Plain',
		members: { Count: { type: 'int' }, Name: { type: 'string' } },
	},
};

const NEW_YEAR = Date.UTC(2026, 0, 1);

/** What the recording writes, by its words for it. */
const WRITTEN: Readonly<Record<string, WcfValue>> = {
	'DateTime 2026-01-01T00:00:00 UTC': new Moment(NEW_YEAR),
	'DateTime 2026-01-01T00:00:00 unspecified': new Moment(NEW_YEAR, 'local'),
	'DateTime 0001-01-01': new Moment(-62_135_596_800_000, 'local'),
	'DateTime? null': null,
	'decimal 1.50': new Decimal('1.50'),
	'double 0.1+0.2': 0.1 + 0.2,
	'double NaN': Number.NaN,
	'double Infinity': Number.POSITIVE_INFINITY,
	'Guid empty': '00000000-0000-0000-0000-000000000000',
	'string special characters': 'a/b"\\\u0001\u2028ї😀<',
	'enum Second': 1,
	'byte[] 1 2 3': new Uint8Array([1, 2, 3]),
	'Dictionary<string,string> a: b': new Dictionary([['a', 'b']]),
	'TimeSpan 90 minutes': new Duration(90 * 60_000),
	'DateTimeOffset 2026-01-01T03:00+03:00': new MomentWithOffset(NEW_YEAR, 180),
	'char x': 'x',
	'object 5': 5,
};

function holder(type: WcfType): ContractType {
	return { kind: 'contract', name: `Holder\`1[[${qualified(type)}]]`, members: { value: { type } } };
}

/** What a body with the member `value` gives, as the recording notes it. */
function outcome(body: string, type: WcfType): Pick<Case, 'taken' | 'refused'> {
	try {
		const root = readAs(holder(type), readJson(body), 'root') as { value: WcfValue } | null;
		return { taken: root === null ? 'null' : writeJson(root.value), refused: null };
	} catch (cause) {
		if (!(cause instanceof Unreadable)) throw cause;
		return { taken: null, refused: cause.message };
	}
}

it.each(CASES.filter(({ way }) => way === 'read'))('a member of type $type: $json', (one) => {
	const type = TYPES[one.type];
	expect(type).toBeDefined();
	const { taken, refused } = one;
	expect(outcome(`{"value":${one.json}}`, type ?? 'object')).toEqual({ taken, refused });
});

it.each(CASES.filter(({ way }) => way === 'body'))('a body $json', (one) => {
	expect(outcome(one.json, 'int')).toEqual({ taken: one.taken, refused: one.refused });
});

it.each(CASES.filter(({ way }) => way === 'write'))('$type $value is written $json', (one) => {
	const key = `${one.type} ${one.value ?? ''}`;
	expect(Object.keys(WRITTEN)).toContain(key);
	expect(writeJson(WRITTEN[key] ?? null)).toBe(one.json);
});

it('has all cases', () => {
	expect(CASES).toHaveLength(995);
});

import fc from 'fast-check';

import { type Emulator, startEmulator } from '..';
import { compileFilter } from './filter';
import { parseFilter } from './parse';
import { readOptions } from './query';
import { type Reader, selectRows } from './read';
import { Aliases, Scope } from './scope';

let site: Emulator;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
});
afterAll(() => site.stop());

const ID = '405947d0-2ffb-4ded-8675-0475f19f5a81';
const MAX_NODES = 100;

/** A condition with what it costs by the table of contract 2.5. */
interface Term {
	text: string;
	nodes: number;
	/** Comparisons are nullable, text functions and `in` are not. */
	nullable: boolean;
}

const path = fc.constantFrom(
	{ lookups: '', hops: 0 },
	{ lookups: 'Account/', hops: 1 },
	{ lookups: 'Account/PrimaryContact/', hops: 2 },
);

/** `row` and column are two nodes, each lookup is one more. */
function term(text: (column: string) => string, column: string, nodes: number, nullable: boolean) {
	return path.map(({ lookups, hops }): Term => ({
		text: text(lookups + column),
		nodes: 2 + hops + nodes,
		nullable,
	}));
}

const leaf = fc.oneof(
	term((column) => `${column} eq ${ID}`, 'Id', 3, true),
	term((column) => `${column} gt 2026-01-01T00:00:00Z`, 'CreatedOn', 3, true),
	term((column) => `${column} ne 'x'`, 'Name', 3, true),
	term((column) => `${column} eq null`, 'Name', 4, true),
	term((column) => `${column} eq null`, 'CreatedOn', 3, true),
	term((column) => `year(${column}) eq 2026`, 'CreatedOn', 3, false),
	term((column) => `contains(${column},'x')`, 'Name', 3, false),
	term((column) => `tolower(${column}) eq 'x'`, 'Name', 4, true),
	term((column) => `length(${column}) gt 3`, 'Name', 4, false),
	term((column) => `${column} eq null`, 'Owner', 3, true),
	fc.constant<Term>({ text: 'Age gt 5', nodes: 4, nullable: true }),
	fc.constant<Term>({ text: 'Age gt 99999999999', nodes: 5, nullable: true }),
	fc.constant<Term>({ text: 'Age add 1 gt 5', nodes: 6, nullable: true }),
	fc.constant<Term>({ text: 'DoNotUseEmail', nodes: 2, nullable: true }),
	fc.constant<Term>({ text: `Id in (${ID},${ID})`, nodes: 1, nullable: false }),
	fc.constant<Term>({ text: 'ActivityCollectionByContact/any()', nodes: 3, nullable: true }),
	fc.constant<Term>({
		text: `ActivityCollectionByContact/any(x: x/Id eq ${ID})`,
		nodes: 8,
		nullable: true,
	}),
);

const { condition } = fc.letrec<{ condition: Term }>((tie) => ({
	condition: fc.oneof(
		{ depthSize: 'small' },
		leaf,
		fc
			.tuple(fc.constantFrom('and', 'or'), tie('condition'), tie('condition'))
			.map(([operator, left, right]) => ({
				text: `(${left.text} ${operator} ${right.text})`,
				nodes: 1 + left.nodes + right.nodes + (left.nullable === right.nullable ? 0 : 1),
				nullable: left.nullable || right.nullable,
			})),
		tie('condition').map((inner) => ({ ...inner, text: `not (${inner.text})`, nodes: 1 + inner.nodes })),
	),
}));

function compile(filter: string) {
	const aliases = new Aliases();
	const { store, switches } = site;
	const scope = new Scope(store.entity('Contact'), store, aliases);
	return compileFilter(parseFilter(filter), scope, store, aliases, { switches, refusesNul: true });
}

it('the nodes of a filter are the sum of those of its terms', () => {
	fc.assert(
		fc.property(condition, ({ text, nodes }) => {
			if (nodes > MAX_NODES) expect(() => compile(text)).toThrow(`The node count limit of '${MAX_NODES}'`);
			else expect([text, compile(text).nodes]).toEqual([text, nodes]);
		}),
		{ numRuns: 500 },
	);
});

describe('any filter', () => {
	const operand = fc.constantFrom(
		...['Id', 'Name', 'Age', 'CreatedOn', 'Account', 'AccountId', 'Account/Id', 'Account/Type/Name', 'Nope'],
		...[
			'ActivityCollectionByContact',
			'ActivityCollectionByContact/$count',
			'$it',
			'null',
			'true',
			"'x'",
			'5',
		],
		...[
			'-1.5',
			'1e400',
			'NaN',
			'-INF',
			'99999999999',
			'2026-01-01',
			'10:00',
			'2026-01-01T00:00Z',
			ID,
			"'\0'",
		],
		...["duration'P1D'", '{a}', '@p', 'Edm.String', 'now()', '0x1F', 'PhotoId', 'x', 'x/Name'],
	);
	const call = fc.constantFrom(
		...['contains', 'length', 'year', 'hour', 'concat', 'substring', 'round', 'date', 'cast', 'isof', 'foo'],
	);
	const binary = fc.constantFrom(
		...['eq', 'ne', 'gt', 'le', 'and', 'or', 'add', 'div', 'mod', 'has'].map((one) => ` ${one} `),
	);
	const { expression } = fc.letrec<{ expression: string }>((tie) => ({
		expression: fc.oneof(
			{ depthSize: 'small' },
			operand,
			fc.tuple(tie('expression'), binary, tie('expression')).map((parts) => `(${parts.join('')})`),
			fc
				.tuple(call, fc.array(tie('expression'), { maxLength: 3 }))
				.map(([name, args]) => `${name}(${args.join(',')})`),
			fc.tuple(fc.constantFrom('not ', '-'), tie('expression')).map((parts) => parts.join('')),
			tie('expression').map((inner) => `ActivityCollectionByContact/any(x: ${inner})`),
			fc.tuple(tie('expression'), operand).map(([left, item]) => `${left} in (${item})`),
		),
	}));

	it('is answered, or refused by one of the two layers', () => {
		const { store, switches } = site;
		const reader = {
			store,
			switches,
			options: { database: 'postgres', pageCap: 10 },
			spelling: {},
		} as unknown as Reader;
		const entity = store.entity('Contact');
		fc.assert(
			fc.property(expression, fc.constantFrom('$filter', '$orderby', '$expand', '$select'), (text, name) => {
				const value =
					name === '$expand'
						? `Account($filter=${text}),ActivityCollectionByContact($orderby=${text})`
						: text;
				try {
					selectRows(reader, { entity }, readOptions([{ name, value }], entity, store.model));
				} catch (cause) {
					const known = cause as { status?: number; constructor: { name: string } };
					expect([undefined, 400, 500]).toContain(known.status);
					if (known.status === undefined) expect(known.constructor.name).toBe('UnhandledFault');
				}
			}),
			{ numRuns: 2000 },
		);
	});
});

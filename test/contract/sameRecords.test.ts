import fc from 'fast-check';

import { attempt } from '../../nodes/shared/basics/attempt';
import type { Connection } from '../../nodes/shared/connection/serviceCall';
import type { ConnectionSettings } from '../../nodes/shared/connection/settings';
import {
	bindConditionTree,
	type ConditionNode,
	type GroupNode,
} from '../../nodes/shared/creatio/conditions/bindTree';
import {
	allOperatorsFor,
	type Operator,
	takesNoValue,
} from '../../nodes/shared/creatio/conditions/operators';
import { withExactTypes } from '../../nodes/shared/creatio/dataservice/exactTypes';
import { selectRows } from '../../nodes/shared/creatio/dataservice/selectRows';
import { createMetadata } from '../../nodes/shared/creatio/metadata/metadata';
import type { ColumnType } from '../../nodes/shared/creatio/model/objectModel';
import { resolvePath } from '../../nodes/shared/creatio/model/paths';
import { queryRecords } from '../../nodes/shared/creatio/odata/queryRecords';
import { splitFilter } from '../../nodes/shared/creatio/odata/splitFilter';
import { type Emulator, startEmulator, USERS } from '../emulator';
import { directConnection } from '../support/directConnection';
import type { FilterSpelling } from '../../nodes/shared/creatio/odata/filterText';

/** Of an account, or of its contacts: what a path leads to, and values that occur there, or nearly. */
const TEXTS = ['Alpha', 'alpha', 'Beta', "O'Neil & 100%", '_x', '', 'ß', 'Alphabet'];

const WHOLE_DAYS = ['2026-03-01', '2026-03-02', '2026-03-03'];

const MOMENTS = ['2026-03-01T00:00:00Z', '2026-03-01T12:30:00Z', '2026-03-02T23:59:59Z'];

const COLUMNS: ReadonlyArray<readonly [string, ColumnType, readonly unknown[]]> = [
	['Name', 'text', TEXTS],
	['Email', 'text', TEXTS],
	['Age', 'integer', [0, 1, 18, 40]],
	['Confirmed', 'boolean', [true, false]],
	['BirthDate', 'date', WHOLE_DAYS],
	['CreatedOn', 'dateTime', MOMENTS],
	['Account', 'lookup', ['Alpha', 'Beta', 'Nobody']],
	['Account.Name', 'text', TEXTS],
	['Account.Type', 'lookup', ['Customer', 'Partner']],
	['Account.Type.Name', 'text', ['Customer', 'cust', '']],
];

const RELATED_COLUMNS = [
	['Title', 'text', TEXTS],
	['DurationInMinutes', 'integer', [0, 30]],
	['StartDate', 'dateTime', MOMENTS],
] as const;

type Choice = readonly [string, ColumnType, readonly unknown[]];

/** The signed-in user is known to DataService alone. */
const bothKnow = (operator: Operator) => operator !== 'isCurrentUser' && operator !== 'isNotCurrentUser';

function rowOf(choices: readonly Choice[]): fc.Arbitrary<ConditionNode> {
	return fc.constantFrom(...choices).chain(([path, type, values]) =>
		fc.constantFrom(...allOperatorsFor(type).filter(bothKnow)).chain((operator) =>
			fc.record({
				kind: fc.constant('row' as const),
				row: fc.record({
					path: fc.constant(path),
					operator: fc.constant(operator),
					value: valueFor(operator, values),
					valueTo: fc.constantFrom(...filled(values)),
				}),
			}),
		),
	);
}

/** An empty value is refused, since it may come from an expression that found nothing. */
const filled = (values: readonly unknown[]) => values.filter((value) => value !== '');

function valueFor(operator: Operator, values: readonly unknown[]): fc.Arbitrary<unknown> {
	if (takesNoValue(operator)) return fc.constant(undefined);
	if (/(Days|Hours)$/.test(operator)) return fc.integer({ min: 0, max: 400 });
	const one = fc.constantFrom(...filled(values));
	return operator === 'isAnyOf' || operator === 'isNoneOf'
		? fc.array(one, { minLength: 1, maxLength: 3 })
		: one;
}

const combine = fc.constantFrom('all', 'any', 'none' as const) as fc.Arbitrary<GroupNode['combine']>;

const related: fc.Arbitrary<ConditionNode> = fc.record({
	kind: fc.constant('related' as const),
	path: fc.constant('[Activity:Contact]'),
	test: fc.constantFrom('exists' as const, 'notExists' as const),
	operator: fc.constant('equals' as const),
	value: fc.constant(undefined),
	where: fc.option(
		fc.record({
			kind: fc.constant('group' as const),
			combine,
			parts: fc.array(rowOf(RELATED_COLUMNS), { minLength: 1, maxLength: 2 }),
		}),
		{ nil: undefined },
	),
});

const { tree } = fc.letrec<{ tree: GroupNode; node: ConditionNode }>((tie) => ({
	node: fc.oneof({ depthSize: 'small', withCrossShrink: true }, rowOf(COLUMNS), related, tie('tree')),
	tree: fc.record({
		kind: fc.constant('group' as const),
		combine,
		parts: fc.array(tie('node'), { minLength: 1, maxLength: 3, depthIdentifier: 'tree' }),
	}),
}));

const isRefusedSize = (error: unknown) =>
	error instanceof Error && /more than Creatio accepts/.test(error.message);

let site: Emulator;
let connection: Connection;
let older: Connection;
beforeAll(async () => {
	// Without collections in its description, OData 3 has no conditions on related records.
	site = await startEmulator({ sampleData: false, switches: { odata3Collections: true } });
	const settings: ConnectionSettings = {
		baseUrl: site.url,
		hosting: 'auto',
		allowUnauthorizedCerts: false,
		signIn: { kind: 'password', username: USERS.supervisor.name, password: USERS.supervisor.password },
		timeoutMs: 20_000,
		retries: 0,
	};
	connection = directConnection(settings);
	older = directConnection({ ...settings, odataVersion: '3' });
});
afterAll(() => site.stop());

/** Numbers that look random and are the same in every run. */
function scattered(seed: number): number {
	return Math.imul((seed + 7) ^ ((seed + 7) >>> 15), 0x85ebca6b) >>> 0;
}

/** Contacts with and without values, some with activities. */
function fill(seed: number): void {
	const pick = <T>(values: readonly T[], step: number) =>
		values[scattered(seed * 131 + step) % values.length];
	const types = ['Customer', 'Partner'].map(
		(name) => site.store.rows('AccountType', '"Name" = ?', name)[0]?.Id,
	);
	const accounts = ['Alpha', 'Beta'].map((Name, index) =>
		site.store.insert('Account', { Name, TypeId: pick([...types, null], index) ?? null }),
	);
	for (let index = 0; index < 12; index++) {
		const step = index * 17;
		const contact = site.store.insert('Contact', {
			Name: pick(TEXTS, step) || 'nameless',
			Email: pick(TEXTS, step + 1) ?? '',
			Age: pick([0, 1, 18, 40], step + 2) ?? 0,
			Confirmed: pick([1, 0], step + 3) ?? 0,
			BirthDate: pick([...WHOLE_DAYS.map((day) => `${day}T00:00:00.000Z`), null], step + 4) ?? null,
			CreatedOn: pick(MOMENTS, step + 5) ?? null,
			AccountId: pick([...accounts, null], step + 6) ?? null,
		});
		for (let count = scattered(step + seed) % 3; count > 0; count--) {
			site.store.insert('Activity', {
				Title: pick(TEXTS, step + count) || 'untitled',
				DurationInMinutes: pick([0, 30], step + count) ?? 0,
				StartDate: pick([...MOMENTS, null], step + count) ?? null,
				ContactId: contact,
			});
		}
	}
}

it('one condition tree selects the same records through OData 4, OData 3 and DataService', async () => {
	const metadata = createMetadata(connection);
	const exact = withExactTypes(metadata);
	const clock = { now: new Date('2026-03-03T10:00:00Z'), zone: 'Europe/Berlin' };
	const key = await resolvePath(exact, 'Contact', 'Id', 'Object');
	const shape = { columns: [], labels: [], related: [], simplify: true };
	const olderMetadata = createMetadata(older);
	const viaOData = async (node: GroupNode, at = connection, metadataAt = metadata) => {
		const condition = await bindConditionTree(node, {
			metadata: metadataAt,
			object: 'Contact',
			zone: clock.zone,
		});
		const filter = {
			compile: (spelling: FilterSpelling) => splitFilter(condition, { ...spelling, clock }, 1),
			hasEmptyLookup: false,
		};
		const query = { model: await metadataAt.object('Contact'), filter, order: [], limit: Infinity, shape };
		return await queryRecords(at, query);
	};
	const viaDataService = async (node: GroupNode) => {
		const filter = await bindConditionTree(node, { metadata: exact, object: 'Contact', zone: clock.zone });
		const source = { kind: 'path', path: key } as const;
		return await selectRows(
			connection,
			{ object: 'Contact', columns: [{ alias: 'Id', source }], filter },
			{
				limit: Infinity,
				pageSize: 5_000,
				paging: 'keyset',
				clock,
				key,
				shape: { lookups: 'id', zone: 'UTC', addedColumns: 'drop', missingColumns: 'refuse' },
			},
		);
	};
	let cases = 0;
	let selective = 0;
	for (let seed = 0; seed < 10; seed++) {
		fill(seed);
		// What "not equal" and an empty key mean by themselves differs between sites; ours is the same on each.
		site.switches.lookupNotEqualOrNull = { dataService: seed % 2 === 0, odata: seed % 3 === 0 };
		site.switches.emptyLookupKey = seed % 5 === 0 ? 'neverMatches' : 'null';
		const total = site.store.count('Contact');
		await fc.assert(
			fc.asyncProperty(tree, async (node) => {
				const outcome = await attempt(viaOData(node));
				// OData takes 100 parts of a filter, and looks into one connection at a time; DataService has no such limits.
				fc.pre(outcome.done || !isRefusedSize(outcome.error));
				if (!outcome.done) throw outcome.error;
				cases++;
				const a = outcome.value;
				const ids = (rows: typeof a) => rows.map(({ Id }) => Id).sort();
				expect(ids(await viaDataService(node))).toEqual(ids(a));
				expect(ids(await viaOData(node, older, olderMetadata))).toEqual(ids(a));
				if (a.length > 0 && a.length < total) selective++;
			}),
			{ numRuns: 200, maxSkipsPerRun: 50 },
		);
	}
	expect(cases).toBe(2_000);
	// Trees that match all or nothing would show little.
	expect(selective).toBeGreaterThan(600);
}, 240_000);

import fc from 'fast-check';

import { bindConditions, type ConditionRow } from '../../nodes/shared/creatio/conditions/bindRow';
import { compileFilter as compileForSite, MAX_NODES } from '../../nodes/shared/creatio/odata/filterText';
import { type Emulator, parseFilter, startEmulator } from '../emulator';
import { compileFilter } from '../emulator/odata/filter';
import { Aliases, Scope } from '../emulator/odata/scope';
import { fakeMetadata } from '../unit/creatio/fakes';

const GUID = '405947d0-2ffb-4ded-8675-0475f19f5a81';
const dialect = { clock: { now: new Date(), zone: 'UTC' }, emptyLookup: 'key' } as const;

let site: Emulator;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
});
afterAll(() => site.stop());

const row = fc.oneof(
	fc.record({
		path: fc.constantFrom('Name', 'Account.Name', 'Account.Type.Name'),
		operator: fc.constantFrom(
			'equals',
			'notEquals',
			'contains',
			'notContains',
			'startsWith',
			'isEmpty',
			'isNotEmpty',
		),
		value: fc.constant('x'),
	}),
	fc.record({
		path: fc.constantFrom('Account', 'Account.Type', 'Id'),
		operator: fc.constantFrom('equals', 'notEquals', 'isEmpty'),
		value: fc.constant(GUID),
	}),
	fc.record({
		path: fc.constantFrom('Age'),
		operator: fc.constantFrom('greater', 'equals', 'isEmpty'),
		value: fc.nat(),
	}),
	fc.record({
		path: fc.constantFrom('CreatedOn'),
		operator: fc.constantFrom('greater', 'less', 'isNotEmpty'),
		value: fc.constant('2026-01-31T10:00:00Z'),
	}),
) as fc.Arbitrary<ConditionRow>;

/** What the library counts (contract 2.5). */
function nodesOf(filter: string): number {
	const aliases = new Aliases();
	const { store, switches } = site;
	const scope = new Scope(store.entity('Contact'), store, aliases);
	return compileFilter(parseFilter(filter), scope, store, aliases, { switches, refusesNul: true }).nodes;
}

it('the site never counts more nodes than we do', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(row, { minLength: 1, maxLength: 14 }),
			fc.constantFrom('all' as const, 'any' as const),
			async (rows, combine) => {
				const context = { metadata: fakeMetadata(), object: 'Contact', zone: 'UTC' };
				const condition = await bindConditions(rows, combine, context);
				const compiled = compileForSite(condition, dialect);
				if (!compiled || compiled.nodes > MAX_NODES) return;
				expect(nodesOf(compiled.text)).toBeLessThanOrEqual(compiled.nodes);
				// The second page of a long read.
				const next = `(${compiled.text}) and Id gt ${GUID} and Id le ${GUID}`;
				expect(() => nodesOf(next)).not.toThrow();
			},
		),
		{ numRuns: 500 },
	);
});

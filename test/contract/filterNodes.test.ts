import fc from 'fast-check';

import { bindConditions, type ConditionRow } from '../../nodes/shared/creatio/conditions/bindRow';
import { fitsBeside } from '../../nodes/shared/creatio/odata/filterCost';
import { compileFilter as compileForSite } from '../../nodes/shared/creatio/odata/filterText';
import { type Emulator, parseFilter, startEmulator } from '../emulator';
import { compileFilter } from '../emulator/odata/filter';
import { Aliases, Scope } from '../emulator/odata/scope';
import { fakeMetadata } from '../unit/creatio/fakes';
import { odata4 } from '../../nodes/shared/creatio/odata4/odata4';

const GUID = '405947d0-2ffb-4ded-8675-0475f19f5a81';
const dialect = { clock: { now: new Date(), zone: 'UTC' }, protocol: odata4, emptyLookup: 'key' } as const;

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

it('the site counts as many nodes as we do', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(row, { minLength: 1, maxLength: 14 }),
			fc.constantFrom('all' as const, 'any' as const),
			async (rows, combine) => {
				const context = { metadata: fakeMetadata(), object: 'Contact', zone: 'UTC' };
				const condition = await bindConditions(rows, combine, context);
				const compiled = compileForSite(condition, dialect);
				if (!compiled || !fitsBeside(compiled, 0)) return;
				expect(nodesOf(compiled.text)).toBe(compiled.nodes);
				// The second page of a long read, and one of its ranges.
				const next = [`(${compiled.text}) and Id gt ${GUID}`, ` and Id le ${GUID}`];
				for (const count of [1, 2]) {
					const text = next.slice(0, count).join('');
					if (fitsBeside(compiled, count)) expect(() => nodesOf(text)).not.toThrow();
					else expect(() => nodesOf(text)).toThrow();
				}
			},
		),
		{ numRuns: 500 },
	);
});

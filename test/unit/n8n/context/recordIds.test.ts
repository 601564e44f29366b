import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import { derivedGuid, isGuid } from '../../../../nodes/shared/basics/guid';
import { recordIdOf, recordIds } from '../../../../nodes/shared/n8n/context/recordIds';

const HOUR = 3_600_000;

const RUN = {
	instance: 'instance',
	workflow: 'workflow',
	execution: '57' as string | undefined,
	establishedAt: (500_000 * HOUR) as number | undefined,
	node: 'node',
	runIndex: 0,
	parameters: { Name: '={{ $json.name }} {{ $now }}' } as object,
	items: [{ name: 'Ann' }, { name: 'Ann' }] as object[],
	runOf: 'Node',
};

function idOf(more: Partial<typeof RUN> = {}, itemIndex = 0, part = 0): string {
	const run = { ...RUN, ...more };
	const n8n = {
		getInstanceId: () => run.instance,
		getWorkflow: () => ({ id: run.workflow }),
		getExecutionId: () => run.execution,
		getExecuteData: () => ({ node: { name: run.runOf } }),
		getExecutionContext: () => run.establishedAt && { establishedAt: run.establishedAt },
		getNode: () => ({ id: run.node, name: 'Node', parameters: run.parameters }),
		getWorkflowDataProxy: () => ({ $runIndex: run.runIndex }),
		getInputData: () => run.items.map((json) => ({ json })),
	} as unknown as IExecuteFunctions;
	return recordIdOf(n8n, recordIds(n8n), itemIndex, part);
}

it('a derived GUID has the form of version 5, and depends on each part and on where it ends', () => {
	fc.assert(
		fc.property(fc.array(fc.string(), { minLength: 1 }), fc.string({ minLength: 1 }), (parts, more) => {
			const id = derivedGuid(...parts);
			expect(isGuid(id)).toBe(true);
			expect(id).toMatch(/^.{14}5.{4}[89ab]/);
			expect(derivedGuid(...parts)).toBe(id);
			expect(derivedGuid(...parts, more)).not.toBe(id);
			expect(derivedGuid(...parts.slice(0, -1), `${parts.at(-1)}${more}`)).not.toBe(id);
		}),
	);
});

it('an item has the same Id when n8n begins the execution again, minutes later', () => {
	expect(idOf()).toBe(idOf({ establishedAt: 500_000 * HOUR + 600_000 }));
	const dates = [new Date(0), '1970-01-01T00:00:00.000Z'];
	const [before, after] = dates.map((date) => idOf({ items: [{ date }] }));
	expect(before).toBe(after);
});

it.each<[string, () => string]>([
	['another execution', () => idOf({ execution: '58' })],
	['another n8n', () => idOf({ instance: 'other' })],
	['an n8n that lost its database', () => idOf({ establishedAt: 500_001 * HOUR })],
	['another workflow', () => idOf({ workflow: 'other' })],
	['another node', () => idOf({ node: 'other' })],
	['a further pass of a loop', () => idOf({ runIndex: 1 })],
	['a node that was changed', () => idOf({ parameters: {} })],
	['an item with other data', () => idOf({ items: [{ name: 'Bob' }] })],
	['another item with the same data', () => idOf({}, 1)],
	['another record of the item', () => idOf({}, 0, 1)],
])('%s has another Id', (_, other) => {
	expect(other()).not.toBe(idOf());
});

it.each<[string, Partial<typeof RUN>]>([
	['n8n has no number for the execution', { execution: undefined }],
	['the execution is not stored', { execution: '__UNKNOWN__' }],
	['an agent calls the node as its tool, perhaps several times', { runOf: 'Agent' }],
])('Ids are random where %s', (_, more) => {
	expect(idOf(more)).not.toBe(idOf(more));
});

it('an older n8n that does not keep the beginning, and an item that is not JSON, have Ids all the same', () => {
	expect(idOf({ establishedAt: undefined })).toBe(idOf({ establishedAt: undefined }));
	const circular: { self?: object } = {};
	circular.self = circular;
	expect(isGuid(idOf({ items: [circular] }))).toBe(true);
});

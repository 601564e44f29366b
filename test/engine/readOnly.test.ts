import type { INodeProperties } from 'n8n-workflow';

import { builtPackage } from '../package/builtPackage';
import { ANDREW, failure, object, type Parameters, record, useBench } from './setup';
import { watch } from './triggerSetup';

/** What n8n demands before it starts a node. */
const FILLED: Parameters = {
	object: object('Contact'),
	recordId: record(ANDREW),
	text: 'Andrew',
	process: { __rl: true, mode: 'name', value: 'UsrSum' },
	processId: ANDREW,
	elementId: ANDREW,
	column: { __rl: true, mode: 'name', value: 'Photo' },
	setting: { __rl: true, mode: 'code', value: 'MaxFileSize' },
	fileId: { __rl: true, mode: 'id', value: ANDREW },
};

/** All operations of all nodes, as the built package has them. */
const OPERATIONS = builtPackage().nodes.flatMap(({ description }) =>
	description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			(displayOptions?.show?.resource ?? []).flatMap((resource) =>
				(options as INodeProperties[]).map((operation) => ({
					node: description.name,
					resource: String(resource),
					operation: String((operation as unknown as { value: string }).value),
				})),
			),
		),
);

/** Operations that change nothing. Whoever adds one to a node decides here. */
const READS = new Set([
	'creatio file download',
	'creatio file getAll',
	'creatio object describe',
	'creatio object getAll',
	'creatio record count',
	'creatio record exportFile',
	'creatio record get',
	'creatio record getAll',
	'creatio record search',
	'creatio record splitRanges',
	'creatio site check',
	'creatio systemSetting get',
	'creatioDataService row select',
	'creatioProcess process getMany',
	'creatioProcess process getStatus',
]);

/** Operations that may only read, by a call that writes and one that reads. */
const BY_REQUEST: Record<string, { readonly writes: readonly Parameters[]; readonly reads: Parameters }> = {
	'creatioDataService row raw': {
		writes: ['InsertQuery', 'BatchQuery'].map((kind) => ({ kind, query: rawQuery(kind) })),
		reads: { kind: 'SelectQuery', query: rawQuery('SelectQuery') },
	},
	'creatio site call': {
		writes: [
			{ httpMethod: 'POST', address: 'odata/ContactType' },
			{ httpMethod: 'PUT', address: 'odata/ContactType', options: { mayRepeat: true } },
			{ address: 'ServiceModel/ProcessEngineService.svc/UsrSum/Execute' },
			{ address: '/0/DataService/json/SyncReply/DeleteQuery' },
			{ address: 'DataService/json/SyncReply/DeleteQuery/SelectQuery' },
			{ address: 'dataservice/JSON/syncreply/insertquery', options: { mayRepeat: true } },
			{ address: '0/DataService/json/SyncReply/UpdateQuery', below: 'root' },
			{ address: 'ServiceModel/ProcessEngineService.svc/UsrSum/Execute', options: { mayRepeat: true } },
		],
		reads: { address: 'odata/ContactType?$top=1' },
	},
	'creatioWebService webService call': {
		writes: [
			{ service: 'UsrIntegrationService', method: 'Increment' },
			{ service: 'UsrIntegrationService', method: 'Increment', options: { mayRepeat: true } },
		],
		reads: { service: 'UsrIntegrationService', method: 'GetText', verb: 'GET' },
	},
};

function rawQuery(kind: string): string {
	const query = {
		rootSchemaName: 'ContactType',
		...(kind === 'InsertQuery' && { columnValues: { items: {} } }),
	};
	const __type = 'Terrasoft.Nui.ServiceModel.DataContract.InsertQuery';
	return JSON.stringify(
		kind === 'BatchQuery' ? { items: [{ __type, ...query, columnValues: { items: {} } }] } : query,
	);
}

describe('a credential that only allows reading', () => {
	const bench = useBench();
	const run = async ({ node, resource, operation }: (typeof OPERATIONS)[number], more: Parameters = {}) =>
		await bench.engine.run({
			node,
			parameters: { authentication: 'userPassword', resource, operation, ...FILLED, ...more },
			items: [{}],
			credentials: bench.credential({ readOnly: true }),
		});

	it.each(OPERATIONS.map((one) => [Object.values(one).join(' '), one] as const))('%s', async (name, one) => {
		const refused = failure('input', 'Read Only');
		if (READS.has(name)) {
			expect((await run(one)).error?.message ?? '').not.toContain('Read Only');
		} else if (BY_REQUEST[name]) {
			const { writes, reads } = BY_REQUEST[name];
			for (const parameters of writes) {
				expect((await run(one, parameters)).error).toMatchObject(refused);
				expect(bench.site.stats.requests).toEqual([]);
			}
			expect((await run(one, reads)).error).toBeUndefined();
		} else {
			expect((await run(one)).error).toMatchObject(refused);
			expect(bench.site.stats.requests).toEqual([]);
		}
		expect(bench.site.stats.writes).toEqual({});
	});

	it('takes a batch of raw queries that all read, and no other', async () => {
		const batch = (...kinds: string[]) => ({
			kind: 'BatchQuery',
			query: JSON.stringify({
				items: kinds.map((kind) => ({
					__type: `Terrasoft.Nui.ServiceModel.DataContract.${kind}`,
					rootSchemaName: 'ContactType',
					columnValues: { items: {} },
				})),
			}),
		});
		const one = { node: 'creatioDataService', resource: 'row', operation: 'raw' };
		expect((await run(one, batch('SelectQuery', 'SelectQuery'))).error).toBeUndefined();
		expect((await run(one, batch('SelectQuery', 'InsertQuery'))).error).toMatchObject(
			failure('input', 'Read Only'),
		);
		expect(bench.site.stats.writes).toEqual({});
	});

	it('serves triggers and lists of the editor', async () => {
		const credentials = bench.credential({ readOnly: true });
		const trigger = watch(bench, {});
		trigger.credentials = credentials;
		await trigger.items();
		const id = bench.site.store.insert('Contact', { Name: 'New' });
		expect((await trigger.items()).map(({ Id }) => Id)).toEqual([id]);
		const parameters = { authentication: 'userPassword', resource: 'record', operation: 'create' };
		const { results } = await bench.engine.listSearch('searchObjects', {
			node: 'creatio',
			parameters,
			credentials,
			filter: 'contact',
		});
		expect(results[0]?.value).toBe('Contact');
	});
});

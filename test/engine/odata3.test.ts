import { keepsConnections } from '../support/engine';
import {
	autoMap,
	conditions,
	failure,
	itemsOf,
	map,
	object,
	openSite,
	record,
	type SiteOptions,
	useBench,
} from './setup';

/** What only old sites do. Everything else is in the tests that run on every kind of site. */
const OLD: SiteOptions = {
	hosting: 'framework',
	version: '7.18',
	odataVersion: '3',
	switches: { odata4: false },
};
const bench = useBench(OLD);
const old = async (switches: SiteOptions['switches'], more: SiteOptions = {}) =>
	await openSite(bench.engine, { ...OLD, ...more, switches: { ...OLD.switches, ...switches } });

const contacts = { object: object('Contact') };
const all = { operation: 'getAll', ...contacts, returnAll: true, options: { allColumns: true } };
const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ Name: `Many ${index}`, Account: 'Accom (sample)' }));

describe('a thousand records over OData 3', () => {
	it('are created over four connections where it has none', async () => {
		const site = await old({ odata3Batch: false });
		const run = await site.creatio(
			{ operation: 'create', ...contacts, columns: autoMap() },
			{ items: people(1_000) },
		);
		expect(itemsOf(run)).toHaveLength(1_000);
		expect(site.site.stats.writes.Contact?.created).toHaveLength(1_000);
		if (keepsConnections()) expect(site.site.stats.connections).toBeLessThanOrEqual(4);
	});
});

describe('50,000 records over OData 3', () => {
	const COUNT = 50_000;

	it.each([false, true])(
		'are read with 55 requests at most, each once; answers with a next link: %s',
		async (next) => {
			const site = await old({ odata3Paging: next ? 'nextLink' : 'cut' }, { sampleData: false });
			expect(site.site.store.count('Contact')).toBeGreaterThan(0);
			site.site.store.db.exec(
				`INSERT INTO "Contact" ("Id", "Name", "CreatedOn", "ModifiedOn")
			WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < ${COUNT - 1})
			SELECT printf('%08x-0000-4000-8000-000000000001', n * 85899), printf('Person %06d', n), stamp, stamp
			FROM number, (SELECT '2026-01-01T00:00:00.000000' AS stamp)`,
			);
			const total = site.site.store.count('Contact');
			site.site.resetStats();
			const run = await site.creatio({
				operation: 'getAll',
				...contacts,
				returnAll: true,
				options: { outputColumns: ['Name'] },
			});
			const ids = new Set(itemsOf(run).map(({ Id }) => Id));
			expect([run.items.length, ids.size]).toEqual([total, total]);
			expect(site.odata().length).toBeLessThanOrEqual(55);
		},
	);
});

describe('answers of an old site', () => {
	it.each<[string, SiteOptions['switches']]>([
		['in Atom, whatever was asked for', { odata3Format: 'atomAlways' }],
		['with dates as ticks', { odata3Dates: 'ticks' }],
		['with dates as text', { odata3Dates: 'iso' }],
		['with columns that take null', { odata3Nullable: true }],
	])('%s, give the items of OData 4', async (_, switches) => {
		const [older, newer] = [await old(switches), await openSite(bench.engine, { hosting: 'framework' })];
		const read = async (site: typeof older, more: Record<string, unknown>) =>
			itemsOf(await site.creatio({ ...all, ...more }));
		const someone = { limit: 50, returnAll: false };
		for (const more of [
			someone,
			{ ...someone, simplify: false },
			{ object: object('Activity'), returnAll: false, limit: 20 },
			{ object: object('Order'), returnAll: false, limit: 20 },
		]) {
			const [one, other] = [await read(older, more), await read(newer, more)];
			expect(one.length).toBeGreaterThan(3);
			expect(one.map(comparable)).toEqual(other.map(comparable));
		}
	});

	it('do not lead to another host by their next link', async () => {
		const site = await old(
			{ odata3Paging: 'nextLink', odata3NextOrigin: 'http://127.0.0.1:9' },
			{ pageCap: 300 },
		);
		const run = await site.creatio(all);
		expect(new Set(itemsOf(run).map(({ Id }) => Id)).size).toBe(site.site.store.count('Contact'));
	});
});

/** Times that the two sites gave to their sample data differ by the moment of their start. */
function comparable(item: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(item).map(([name, value]) => [name, isTime(name, value) ? 'time' : value]),
	);
}

function isTime(name: string, value: unknown): boolean {
	return (
		/On$|Date$/.test(name) &&
		typeof value === 'string' &&
		/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)
	);
}

describe('a host in front of an old site', () => {
	const update = (id: string) => ({
		operation: 'update',
		...contacts,
		recordId: record(id),
		columns: map({ JobTitle: 'Changed' }),
	});

	it.each<[string, SiteOptions['switches']]>([
		['the WebDAV module of IIS', { webDav: true }],
		['a gateway that knows neither MERGE nor DELETE', { refusedMethods: ['MERGE', 'DELETE'] }],
	])('%s refuses methods, and updates and deletes go on', async (_, switches) => {
		const site = await old({ ...switches, odata3Batch: false });
		const id = site.site.store.insert('Contact', { Name: 'To change' });
		expect(itemsOf(await site.creatio(update(id)))).toEqual([{ Id: id, JobTitle: 'Changed' }]);
		expect(site.site.store.rows('Contact', '"Id" = ?', id)).toMatchObject([
			{ Name: 'To change', JobTitle: 'Changed' },
		]);
		const remove = { operation: 'delete', ...contacts, recordId: record(id) };
		expect(itemsOf(await site.creatio(remove))).toEqual([{ deleted: true, Id: id }]);
		expect(site.site.store.rows('Contact', '"Id" = ?', id)).toEqual([]);
	});

	it('that refuses the methods in every form is named', async () => {
		const site = await old({ refusedMethods: ['MERGE'], odata3MethodOverride: false, odata3Batch: false });
		const id = site.site.store.insert('Contact', { Name: 'Stays' });
		const run = await site.creatio(update(id));
		expect(run.error).toMatchObject({ perhapsDone: false });
		expect(site.site.store.rows('Contact', '"Id" = ?', id)).toMatchObject([{ Name: 'Stays' }]);
		expect(site.site.stats.writes).toEqual({});
	});
});

describe('a text of 4,000 characters in a condition', () => {
	const wanted = 'ä'.repeat(3_999);
	const find = {
		operation: 'getAll',
		...contacts,
		returnAll: true,
		conditions: conditions(['Notes', 'contains', wanted]),
		options: { outputColumns: ['Name'] },
	};

	it('travels in a batch', async () => {
		const id = bench.site.store.insert('Contact', { Name: 'Long', Notes: `${wanted}!` });
		expect(itemsOf(await bench.creatio(find)).map(({ Id }) => Id)).toEqual([id]);
	});

	it('is too long for a site without batches, which is said', async () => {
		const site = await old({ odata3Batch: false });
		const run = await site.creatio(find);
		expect(run.items).toEqual([]);
		expect(run.error).toMatchObject(failure('invalid', 'characters'));
	});
});

describe('conditions on related records', () => {
	it('need their connection in the description of the site, or DataService', async () => {
		const where = JSON.stringify({ related: '[Activity:Contact]', test: 'exists' });
		const parameters = { ...all, filterMode: 'json', conditionsJson: where };
		const without = await bench.creatio(parameters);
		expect(without.error).toMatchObject(failure('input', 'DataService'));
		const site = await old({ odata3Collections: true });
		const found = itemsOf(await site.creatio(parameters));
		expect(found.length).toBeGreaterThan(0);
		expect(found.length).toBeLessThan(site.site.store.count('Contact'));
	});
});

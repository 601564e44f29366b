import { itemsOf, map, object, record, SITES, useBench } from './setup';

const OLD_METHODS = ['MERGE', 'DELETE'];
const METHODS = ['PATCH', 'DELETE'];

describe.each(SITES)('%s behind a gateway that refuses methods', (_, site) => {
	const bench = useBench({
		...site,
		sampleData: false,
		switches: {
			...site.switches,
			refusedMethods: site.odataVersion === '3' ? OLD_METHODS : METHODS,
			odata3MethodOverride: false,
		},
	});

	it('a record alone is changed and deleted in a batch, as several are', async () => {
		const id = bench.site.store.insert('Contact', { Name: 'Behind a gateway' });
		const contact = { object: object('Contact'), recordId: record(id) };
		const columns = map({ JobTitle: 'Changed' });
		const changed = await bench.creatio({ operation: 'update', ...contact, columns });
		expect(itemsOf(changed)[0]).toMatchObject({ Id: id, JobTitle: 'Changed' });
		expect(bench.site.stats.requests.at(-1)?.path).toMatch(/\$batch$/);
		const deleted = await bench.creatio({ operation: 'delete', ...contact });
		expect(itemsOf(deleted)).toEqual([{ deleted: true, Id: id }]);
		expect(bench.site.store.rows('Contact', '"Id" = ?', id)).toEqual([]);
	});
});

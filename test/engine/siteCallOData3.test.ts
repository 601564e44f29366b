import { itemsOf, type Parameters, useBench } from './setup';

const ROOT = 'ServiceModel/EntityDataService.svc';

const bench = useBench({
	hosting: 'framework',
	version: '7.18',
	sampleData: false,
	switches: { odata4: false },
});
const call = async (address: string, more: Parameters = {}) =>
	itemsOf(
		await bench.creatio({ resource: 'site', operation: 'call', address: `${ROOT}/${address}`, ...more }),
	);

it('a call of OData 3 reads and writes JSON', async () => {
	const [created] = await call('ContactTypeCollection', {
		httpMethod: 'POST',
		bodyJson: '{"Name": "By call"}',
	});
	const [row] = bench.site.store.rows('ContactType', '"Name" = ?', 'By call');
	expect(created).toMatchObject({ d: { Id: row?.Id, Name: 'By call' } });
	const address = `ContactTypeCollection(guid'${String(row?.Id)}')`;
	await call(address, { httpMethod: 'PATCH', bodyJson: { Name: 'Changed' } });
	expect(await call(address)).toEqual([{ d: expect.objectContaining({ Name: 'Changed' }) }]);
	await call(address, { httpMethod: 'DELETE' });
	expect(bench.site.store.rows('ContactType', '"Id" = ?', String(row?.Id))).toEqual([]);
});

it('a call of OData 3 reads the description of its objects, which is XML', async () => {
	expect(JSON.stringify(await call('$metadata'))).toContain('ContactCollection');
});

import { HOSTINGS } from '../emulator';
import { ANDREW, failure, openSite, type Parameters, useBench } from './setup';

const call = (address: string, more: Parameters = {}) => ({
	resource: 'site',
	operation: 'call',
	address,
	...more,
});

describe.each(HOSTINGS)('a call of %s', (hosting) => {
	const bench = useBench({ hosting, sampleData: false });
	const pairs = (values: Record<string, unknown>) => ({
		parameter: Object.entries(values).map(([name, value]) => ({ name, value })),
	});

	it.each(['odata/ContactType', '/0/odata/ContactType'])('reads %s on either host', async (address) => {
		const { items, error } = await bench.creatio(
			call(address, { query: pairs({ $top: 1, $select: 'Name' }) }),
		);
		expect(error).toBeUndefined();
		expect(items[0]?.json.value).toEqual(
			[{ Id: undefined, Name: expect.any(String) }].map(({ Name }) => expect.objectContaining({ Name })),
		);
	});

	it('takes an address copied from the browser', async () => {
		const address = `${bench.site.url}/odata/Contact(${ANDREW})?$select=Name`;
		expect((await bench.creatio(call(address))).items[0]?.json.Name).toContain('Andrew');
	});

	it('reaches what is directly below the site', async () => {
		const { error } = await bench.creatio(call('api/HealthCheck/Ping', { below: 'root' }));
		expect(error).toBeUndefined();
		expect(bench.site.stats.requests.at(-1)?.path).toBe('/api/HealthCheck/Ping');
	});

	it('creates, changes and deletes', async () => {
		const created = await bench.creatio(
			call('odata/ContactType', { httpMethod: 'POST', bodyJson: '{"Name": "By call"}' }),
		);
		const id = String(created.items[0]?.json.Id);
		const address = `odata/ContactType(${id})`;
		const changed = await bench.creatio(
			call(address, { httpMethod: 'PATCH', bodyJson: { Name: 'Changed' } }),
		);
		expect(changed.items[0]?.json).toEqual({ success: true });
		expect((await bench.creatio(call(address))).items[0]?.json.Name).toBe('Changed');
		expect((await bench.creatio(call(address, { httpMethod: 'DELETE' }))).error).toBeUndefined();
		expect((await bench.creatio(call(address))).error).toMatchObject({ kind: 'notFound' });
	});

	it('calls built-in services', async () => {
		const service = 'ServiceModel/UserInfoService.svc/GetCurrentUserInfo';
		const { items } = await bench.creatio(call(service, { httpMethod: 'POST' }));
		expect(items[0]?.json.userInfo).toMatchObject({ contactName: 'Supervisor' });
	});

	it('does not send a write again whose answer was lost, and says so', async () => {
		const site = await openSite(bench.engine, { hosting, sampleData: false });
		await site.creatio(call('odata/ContactType?$top=1'));
		site.site.faults.add({ match: { method: 'POST', path: /ContactType/ }, fault: { kind: 'resetAfter' } });
		const { error } = await site.creatio(
			call('odata/ContactType', { httpMethod: 'POST', bodyJson: '{"Name": "Once"}' }),
		);
		expect(error).toMatchObject({ perhapsDone: true });
		expect(site.site.stats.writes.ContactType?.created).toHaveLength(1);
	});

	it.each(['https://other.example/', '../x', '={{ undefined }}', '={{ ["odata"] }}', ''])(
		'refuses the address %j',
		async (address) => {
			const { error } = await bench.creatio(call(address || '={{ "" }}'));
			expect(error).toMatchObject(failure('input', 'Address'));
			expect(bench.site.stats.requests).toEqual([]);
		},
	);
});

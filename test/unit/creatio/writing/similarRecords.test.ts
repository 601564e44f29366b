import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { createSimilarRecords } from '../../../../nodes/shared/creatio/writing/similarRecords';
import { fakeMetadata, fakeModel } from '../fakes';
import { inJson, keyOf, siteOf } from '../odata/batchSite';

/** A site with these records, which searches as OData does, and whose searches `search` may end. */
function site(names: readonly string[], search: () => void = () => undefined, metadata = fakeMetadata()) {
	const rows = names.map((Name, index) => ({ Id: keyOf(index), Name }));
	const read = (url: string) => {
		const query = new URLSearchParams(url.split('?')[1]);
		const [, test = '', value = ''] = /^(\w+)\(Name,'(.*)'\)$/.exec(query.get('$filter') ?? '') ?? [];
		const wanted = value.replaceAll("''", "'").toLowerCase();
		const tests: Record<string, (name: string) => boolean> = {
			'': () => true,
			contains: (name) => name.includes(wanted),
			startswith: (name) => name.startsWith(wanted),
			endswith: (name) => name.endsWith(wanted),
		};
		return rows
			.filter(({ Name }) => tests[test]?.(Name.toLowerCase()))
			.slice(0, Number(query.get('$top') ?? rows.length));
	};
	const { connection, requests } = siteOf((request) => {
		if (request.path !== '$batch') return { json: { value: read(request.path) } };
		search();
		return inJson(({ url }) => ({ status: 200, body: { value: read(url) } }))(request);
	});
	const records = createSimilarRecords(connection, metadata);
	const like = async (text: string) => (await records.like('Account', text)).map((record) => record.text);
	return { like, requests };
}

const MANY = Array.from({ length: 500 }, (_, index) => `Company of number ${index}`);

describe('similar records', () => {
	it('of a short lookup are all of them, the similar ones first', async () => {
		const { like, requests } = site(['Employee', 'Customer', 'Supplier']);
		expect(await like('Suplier')).toEqual(['Supplier', 'Customer', 'Employee']);
		expect(await like('Nonsense')).toEqual(['Customer', 'Employee', 'Supplier']);
		expect(requests).toHaveLength(1);
	});

	it('of a lookup with some records are found without a search', async () => {
		const { like, requests } = site(MANY.slice(0, 40));
		expect(await like('Company of nmuber 7')).toEqual(expect.arrayContaining(['Company of number 7']));
		expect(await like('Nonsense')).toEqual([]);
		expect(requests).toHaveLength(1);
	});

	it.each([
		'Alpha Horzon Ltd',
		'Alhpa Horizon Ltd',
		'alpha horizon',
		'Alpha Horizon Lt',
		"Alpha'Horizon Ltd",
	])('of a large lookup are searched by parts of the text (%s)', async (typed) => {
		const { like, requests } = site([...MANY, 'Alpha Horizon Ltd']);
		expect(await like(typed)).toEqual(['Alpha Horizon Ltd']);
		expect(requests).toHaveLength(2);
		expect(JSON.stringify(requests[1]?.json).match(/"GET"/g)?.length).toBeLessThanOrEqual(7);
	});

	it('of a large lookup are none where nothing is similar', async () => {
		expect(await site(MANY).like('Nonsense Ltd')).toEqual([]);
		expect(await site(MANY).like('x'.repeat(300_000))).toEqual([]);
	});

	it('cost the same for hundreds of texts', async () => {
		const { like, requests } = site(MANY);
		await Promise.all(Array.from({ length: 300 }, (_, index) => like(`Nobody ${index}`)));
		expect(requests).toHaveLength(2);
	});

	it.each(['network', 'timeout', 'forbidden', 'credentials'] as const)(
		'are none where the search fails (%s), and the next text asks again',
		async (kind) => {
			let fails = true;
			const { like } = site([...MANY, 'Alpha Horizon Ltd'], () => {
				if (fails) throw new CreatioError(kind, 'No');
			});
			expect(await like('Alpha Horzon Ltd')).toEqual([]);
			fails = false;
			expect(await like('Alpha Horzon Ltd')).toEqual(['Alpha Horizon Ltd']);
		},
	);

	it('are not looked for when the run is cancelled', async () => {
		const { like } = site(MANY, () => {
			throw new CreatioError('cancelled', 'Stopped');
		});
		await expect(like('Alpha')).rejects.toMatchObject({ kind: 'cancelled' });
	});

	it('have a text: IDs of an object without a display column are not shown', async () => {
		const bare = { ...fakeMetadata([fakeModel('Account', {})]), displayColumn: async () => 'Id' };
		expect(await site(['A', 'B'], undefined, bare).like('A')).toEqual([]);
		expect(await site(['', ' ', 'B']).like('A')).toEqual(['B']);
	});
});

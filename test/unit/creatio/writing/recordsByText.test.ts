import { createRecordsByText } from '../../../../nodes/shared/creatio/writing/recordsByText';
import { fakeMetadata } from '../fakes';
import { inJson, keyOf, siteOf } from '../odata/batchSite';

/** A site that compares as `isEqual` says, and counts the requests. */
function site(names: readonly string[], isEqual: (one: string, other: string) => boolean) {
	const rows = names.map((Name, index) => ({ Id: keyOf(index), Name }));
	const read = (url: string) => {
		const query = new URLSearchParams(url.split('?')[1]);
		const filter = query.get('$filter') ?? '';
		const wanted = [...filter.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) => value);
		const found = rows.filter(({ Name }) => wanted.some((text) => isEqual(Name, text)));
		return found.slice(0, Number(query.get('$top') ?? found.length));
	};
	const { connection, requests } = siteOf((request) => {
		if (request.path !== '$batch') return { json: { value: read(request.path) } };
		return inJson(({ url }) => ({ status: 200, body: { value: read(url) } }))(request);
	});
	return { records: createRecordsByText(connection, fakeMetadata()), requests };
}

const exactly = (one: string, other: string) => one === other;
const withoutMarks = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');

describe('records by text', () => {
	it('are found together, in whichever spelling the site has them', async () => {
		const names = ['Plain', 'Blank ', '\u00a0Web', '\ufeffFile', 'Cafe\u0301'];
		const { records, requests } = site(names, exactly);
		const typed = ['Plain\t', 'Blank', 'Web', 'File', 'Caf\u00e9', 'Nobody'];
		const found = await Promise.all(typed.map((text) => records.equal('Account', text)));
		expect(found.map((some) => some.map(({ text }) => text))).toEqual([...names.map((name) => [name]), []]);
		expect(requests).toHaveLength(2);
	});

	it('that a site finds by its own idea of equality are asked for by themselves, a hundred in a request', async () => {
		const { records, requests } = site(
			['Cafe', 'Zurich'],
			(one, other) => withoutMarks(one) === withoutMarks(other),
		);
		const typed = ['Caf\u00e9', 'Z\u00fcrich', ...Array.from({ length: 98 }, (_, index) => `New ${index}`)];
		const found = await Promise.all(typed.map((text) => records.equal('Account', text)));
		expect(found.map(([first]) => first?.text)).toEqual([
			'Cafe',
			'Zurich',
			...Array<undefined>(98).fill(undefined),
		]);
		expect(requests).toHaveLength(3);
	});

	it('that are thousands of one name are not all read, and hide no others', async () => {
		const names = [...Array<string>(5_000).fill('Call'), 'Mail', 'Talk '];
		const { records, requests } = site(names, exactly);
		const found = await Promise.all(['Call', 'Mail', 'Talk'].map((text) => records.equal('Account', text)));
		expect(found.map(({ length }) => length)).toEqual([6, 1, 1]);
		expect(requests.length).toBeLessThanOrEqual(3);
	});
});

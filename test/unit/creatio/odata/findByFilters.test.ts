import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { Connection, ServiceRequest } from '../../../../nodes/shared/connection/serviceCall';
import {
	existingIds,
	idsPassing,
	readByIds,
	rowsMatching,
} from '../../../../nodes/shared/creatio/odata/findByFilters';
import { bind } from '../dataservice/fakes';
import type { Column } from '../../../../nodes/shared/creatio/model/objectModel';
import { CONTACT } from '../fakes';
import { type Answer, fakeSite } from '../fakeSite';

let sites = 0;

const keyOf = (index: number) => `ABCDEF00-0000-4000-8000-${String(index).padStart(12, '0')}`;
const keys = (count: number) => Array.from({ length: count }, (_, index) => keyOf(index));
const lower = (ids: readonly string[]) => ids.map((id) => id.toLowerCase());

const only = (...columns: readonly Column[]) => ({ columns, labels: [], related: [] });

const queryOf = (path: string) => new URLSearchParams(path.split('?')[1]);
const partsOf = ({ json }: ServiceRequest) =>
	(json as { requests: Array<{ id: string; url: string }> }).requests;

/** Answers reads, alone or in a batch, by their query. */
function siteOf(rows: (query: URLSearchParams) => object[] | CreatioError) {
	const answer = (path: string): Answer => {
		const found = rows(queryOf(path));
		return found instanceof CreatioError ? found : { json: { value: found } };
	};
	const { connection, requests } = fakeSite((request) => {
		if (request.path !== '$batch') return answer(request.path);
		const responses = partsOf(request).map(({ id, url }) => {
			const one = answer(url);
			if (one instanceof CreatioError) return { id, status: 400, body: { error: { message: one.message } } };
			return { id, status: 200, body: one.json };
		});
		return { json: { responses } };
	});
	const site = { ...connection, site: `https://find${++sites}.example` } as Connection;
	return { connection: site, requests };
}

const idsIn = (query: URLSearchParams) =>
	[...(query.get('$filter') ?? '').matchAll(/Id eq (\S+)/g)].map(([, id]) => ({ Id: id }));

describe('reading by keys', () => {
	it('takes 15 keys in a filter, each once, and returns what there is in lower case', async () => {
		const { connection, requests } = siteOf((query) => idsIn(query).filter(({ Id }) => Id !== keyOf(3)));
		const ids = keys(30);
		const found = await readByIds(
			connection,
			'Contact',
			[...ids, ...ids],
			only(CONTACT.columns.get('Name')!),
		);
		expect([...found.keys()]).toEqual(lower(ids.filter((id) => id !== keyOf(3))));
		expect(found.get(keyOf(5).toLowerCase())).toEqual({ Id: keyOf(5) });
		expect(requests).toHaveLength(1);
		const queries = partsOf(requests[0]!).map(({ url }) => queryOf(url));
		expect(queries.map((query) => idsIn(query).length)).toEqual([15, 15]);
		expect(queries[1]?.get('$filter')?.split(' or ')).toEqual(
			keys(30)
				.slice(15)
				.map((id) => `Id eq ${id}`),
		);
		expect(queries.map((query) => query.get('$select'))).toEqual(Array(2).fill('Id,Name'));
		expect(requests[0]?.repeat).toBe('read');
	});

	it('takes a hundred filters in a batch', async () => {
		const { connection, requests } = siteOf(idsIn);
		const ids = keys(100 * 15 + 16);
		const found = await existingIds(connection, 'Contact', ids);
		expect([...found]).toEqual(lower(ids));
		expect(requests.map((request) => partsOf(request).length)).toEqual([100, 2]);
	});

	it('sends nothing for no keys', async () => {
		const { connection, requests } = siteOf(() => []);
		expect(await existingIds(connection, 'Contact', [])).toEqual(new Set());
		expect(requests).toEqual([]);
	});

	it('fails with the first part that fails', async () => {
		const { connection } = siteOf((query) =>
			idsIn(query).length === 15 ? idsIn(query) : new CreatioError('invalid', 'no such object'),
		);
		await expect(readByIds(connection, 'Contact', keys(20), only())).rejects.toThrow('no such object');
	});

	it('does not take an answer without a list for none', async () => {
		const { connection } = fakeSite(() => ({ json: {} }));
		await expect(readByIds(connection, 'Contact', keys(1), only())).rejects.toMatchObject({
			kind: 'unreadable',
			message: expect.stringContaining('Contact'),
		});
	});
});

describe('reading by filters', () => {
	it('returns the keys that pass one of them', async () => {
		const { connection, requests } = siteOf((query) => [{ Id: 'X1' }, { Id: query.get('$filter') ?? 'All' }]);
		expect(await idsPassing(connection, 'Contact', [{ text: 'A' }, undefined])).toEqual(
			new Set(['x1', 'a', 'all']),
		);
		expect(partsOf(requests[0]!).map(({ url }) => url)).toEqual([
			'Contact?$select=Id&$filter=A',
			'Contact?$select=Id',
		]);
	});

	it('reads on where an answer may be cut, under the filter of that answer', async () => {
		const some = (from: number, count: number) =>
			keys(from + count)
				.slice(from)
				.map((Id) => ({ Id }));
		const { connection, requests } = siteOf((query) => {
			const filter = query.get('$filter') ?? '';
			if (filter === 'A') return some(0, 1);
			return filter.includes('Id gt') ? some(60, 3) : some(10, 50);
		});
		const found = await idsPassing(connection, 'Contact', [{ text: 'A' }, { text: 'B' }]);
		expect(found.size).toBe(1 + 50 + 3);
		const [, first, second] = requests.map(({ path }) => queryOf(path).get('$filter'));
		expect([first, second]).toEqual(['B', `(B) and Id gt ${keyOf(59)}`]);
	});

	it('returns the rows of a long condition, each once', async () => {
		const values = Array.from({ length: 60 }, (_, index) => `n${index}`);
		const condition = await bind([{ path: 'Name', operator: 'isAnyOf', value: values }]);
		const { connection, requests } = siteOf((query) => [
			{ Id: 'same', Name: 'x' },
			{ Id: query.get('$filter')?.slice(0, 20), Name: 'y' },
		]);
		const rows = await rowsMatching(connection, 'Contact', condition, [CONTACT.columns.get('Name')!]);
		const parts = partsOf(requests[0]!).length;
		expect(parts).toBeGreaterThan(1);
		expect(rows).toHaveLength(1 + parts);
		expect(new Set(rows.map(({ Id }) => Id)).size).toBe(1 + parts);
	});

	it('tests for an empty lookup by its name', async () => {
		const condition = await bind([{ path: 'Account', operator: 'isEmpty', value: undefined }]);
		const { connection, requests } = siteOf(() => []);
		expect(await rowsMatching(connection, 'Contact', condition, [])).toEqual([]);
		expect(queryOf(requests[0]!.path).get('$filter')).toBe('Account eq null');
	});
});

import fc from 'fast-check';

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { ReadQuery } from '../../../../nodes/shared/creatio/odata/pageReader';
import { readRows } from '../../../../nodes/shared/creatio/odata/readRows';
import { CONTACT } from '../fakes';
import {
	type Answer,
	asText,
	collectionOf,
	fakeSite,
	type KeyOrder,
	lastGroupFirst,
	pageOf,
} from '../fakeSite';

interface Person {
	readonly Id: string;
	readonly Age: number;
}

const shape = { columns: [CONTACT.columns.get('Age')!], labels: [], related: [] };
const all = (more: Partial<ReadQuery> = {}): ReadQuery => ({
	object: 'Contact',
	shape,
	limit: Infinity,
	...more,
});
const BY_AGE = [{ property: 'Age', direction: 'asc' }] as const;

/** Numbers that look random and are the same in every run. */
function scattered(seed: number): number {
	let x = (seed + 1) * 0x9e3779b1;
	x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
	x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
	return (x ^ (x >>> 16)) >>> 0;
}

function personOf(seed: number): Person {
	const digits = [0, 1, 2, 3]
		.map((part) =>
			scattered(seed * 4 + part)
				.toString(16)
				.padStart(8, '0'),
		)
		.join('');
	const Id = [0, 8, 12, 16, 20]
		.map((start, index) => digits.slice(start, [8, 12, 16, 20, 32][index]))
		.join('-');
	return { Id, Age: scattered(seed) % 90 };
}

const people = (count: number) => Array.from({ length: count }, (_, index) => personOf(index));
const idsOf = (rows: ReadonlyArray<{ readonly Id?: unknown }>) => rows.map(({ Id }) => Id);
const sorted = (rows: readonly Person[], compare: KeyOrder = asText) =>
	[...rows].sort((a, b) => compare(a.Id, b.Id));

describe('reading all rows', () => {
	it('takes one request where they fit into one page', async () => {
		const data = people(437);
		const { connection, requests } = fakeSite((_, query) => collectionOf(data, query));
		expect(await readRows(connection, all())).toEqual(sorted(data));
		expect(requests).toHaveLength(1);
	});

	it('goes on behind the last key, never by offset', async () => {
		const data = people(2_345);
		const { connection, requests } = fakeSite((_, query) => collectionOf(data, query));
		expect(await readRows(connection, all({ filter: { text: 'a or b' } }))).toEqual(sorted(data));
		expect(requests).toHaveLength(3);
		const [, second] = requests.map(({ path }) => decodeURIComponent(path));
		expect(second).toContain(`$filter=(a or b) and Id gt ${sorted(data)[999]?.Id}&$orderby=Id asc&$top=1000`);
		expect(connection.meter.rows).toBe(2_345);
	});

	it.each([
		['as text', asText],
		['by their last group', lastGroupFirst],
	])('reads ranges of keys at the same time where keys are ordered %s', async (_, compare) => {
		const data = people(20_000);
		let [underWay, most] = [0, 0];
		const site = fakeSite((__, query) => collectionOf(data, query, compare));
		const { call } = site.connection;
		const connection = {
			...site.connection,
			call: async (request: Parameters<typeof call>[0]) => {
				most = Math.max(most, ++underWay);
				await new Promise(setImmediate);
				underWay--;
				return await call(request);
			},
		};
		const found = await readRows(connection, all({ paging: { size: 1_000, parallel: 4 } }));
		expect(found).toEqual(sorted(data, compare));
		expect(most).toBe(4);
		expect(site.requests.length).toBeLessThanOrEqual(25);
	});

	it('reads one page after the other where the order of keys is none that is known', async () => {
		const data = people(5_000);
		const reversed: KeyOrder = (a, b) => asText([...a].reverse().join(''), [...b].reverse().join(''));
		const { connection, requests } = fakeSite((_, query) => collectionOf(data, query, reversed));
		const found = await readRows(connection, all({ paging: { size: 1_000, parallel: 4 } }));
		expect(found).toEqual(sorted(data, reversed));
		expect(requests.length).toBeLessThanOrEqual(7);
	});

	it('opens no ranges for the few rows behind the first page', async () => {
		const data = people(1_200);
		const { connection, requests } = fakeSite((_, query) => collectionOf(data, query));
		const found = await readRows(connection, all({ paging: { size: 1_000, parallel: 4 } }));
		expect(idsOf(found)).toEqual(idsOf(sorted(data)));
		// 200 rows may be the cap of a site, so it is asked once more.
		expect(requests).toHaveLength(3);
	});

	it('goes on by offset where a site does not compare keys, and says so', async () => {
		const data = people(2_600);
		const { connection } = fakeSite((_, query) =>
			query.get('$filter')?.includes('Id gt')
				? new CreatioError('invalid', 'no such operator', { status: 400 })
				: collectionOf(data, query),
		);
		const found = await readRows(connection, all({ paging: { size: 1_000, parallel: 2 } }));
		expect(idsOf(found)).toEqual(idsOf(sorted(data)));
		expect([...connection.notes]).toEqual([expect.stringContaining('could not continue after a key')]);
	});

	it('fails when a later page fails', async () => {
		const data = people(2_600);
		const { connection } = fakeSite((_, query) =>
			query.get('$filter') ? new CreatioError('network', 'gone') : collectionOf(data, query),
		);
		await expect(readRows(connection, all())).rejects.toThrow('gone');
	});
});

describe('a limit', () => {
	it('of 50 asks for 50', async () => {
		const { connection, requests } = fakeSite((_, query) => collectionOf(people(5_000), query));
		expect(await readRows(connection, all({ limit: 50 }))).toHaveLength(50);
		expect(requests.map(({ path }) => path)).toEqual([expect.stringContaining('$top=50')]);
	});

	it('of 2,500 asks for 1,000, 1,000 and 500', async () => {
		const { connection, requests } = fakeSite((_, query) => collectionOf(people(5_000), query));
		expect(await readRows(connection, all({ limit: 2_500 }))).toHaveLength(2_500);
		expect(requests.map(({ path }) => /\$top=(\d+)/.exec(path)?.[1])).toEqual(['1000', '1000', '500']);
	});
});

describe('an order', () => {
	it('is kept over pages, some of them asked for at the same time', async () => {
		const data = people(7_321);
		const { connection } = fakeSite((_, query) => collectionOf(data, query));
		const query = all({ order: BY_AGE, paging: { size: 1_000, parallel: 4 } });
		const found = await readRows(connection, query);
		expect(found).toEqual([...data].sort((a, b) => a.Age - b.Age || asText(a.Id, b.Id)));
	});

	it('with a limit gives the first rows of that order', async () => {
		const data = people(5_000);
		const { connection, requests } = fakeSite((_, query) => collectionOf(data, query));
		const found = await readRows(connection, all({ order: BY_AGE, limit: 2_200 }));
		expect(found).toEqual([...data].sort((a, b) => a.Age - b.Age || asText(a.Id, b.Id)).slice(0, 2_200));
		// Three pages, and one read of the keys.
		expect(requests).toHaveLength(4);
	});
});

describe('rows that come, change and go while they are read', () => {
	/** What happens before each answer: how many rows are added, changed and deleted, chosen by a seed. */
	const happenings = fc.array(
		fc.record({ seed: fc.nat(1e6), added: fc.nat(20), changed: fc.nat(40), deleted: fc.nat(20) }),
		{ minLength: 5, maxLength: 60 },
	);
	const cases: Array<[string, Partial<ReadQuery>, KeyOrder]> = [
		['by key', {}, asText],
		['in ranges of keys', { paging: { size: 100, parallel: 4 } }, asText],
		['in ranges of keys of SQL Server', { paging: { size: 100, parallel: 4 } }, lastGroupFirst],
		['in an order', { order: BY_AGE }, asText],
		['in an order, several pages at once', { order: BY_AGE, paging: { size: 100, parallel: 3 } }, asText],
	];

	it.each(cases)('are never doubled, and what stays is never missed: %s', async (_, more, compare) => {
		await fc.assert(
			fc.asyncProperty(happenings, fc.integer({ min: 1, max: 1_500 }), async (script, count) => {
				const data = new Map(people(count).map((person) => [person.Id, person]));
				const stayed = new Set(data.keys());
				let asked = 0;
				const live = fakeSite((__, query) => {
					const now = asked++ === 0 ? undefined : script[asked % script.length];
					const ids = [...data.keys()];
					const pick = (step: number) =>
						ids[scattered((now?.seed ?? 0) + asked * 101 + step) % ids.length] ?? '';
					for (let step = 0; step < (now?.added ?? 0); step++) {
						const person = personOf(1_000_000 + asked * 100 + step);
						data.set(person.Id, person);
					}
					for (let step = 0; step < (now?.changed ?? 0); step++) {
						const person = data.get(pick(1_000 + step));
						if (person) data.set(person.Id, { ...person, Age: scattered(asked * 7 + step) % 90 });
					}
					for (let step = 0; step < (now?.deleted ?? 0); step++) {
						const id = pick(2_000 + step);
						data.delete(id);
						stayed.delete(id);
					}
					return collectionOf([...data.values()], query, compare);
				});
				const found = idsOf(
					await readRows(live.connection, all({ paging: { size: 100, parallel: 1 }, ...more })),
				);
				expect(new Set(found).size).toBe(found.length);
				expect([...stayed].filter((id) => !found.includes(id))).toEqual([]);
			}),
			{ numRuns: 60 },
		);
	});
});

describe('a site that gives less than it is asked for', () => {
	const capped =
		(data: readonly Person[], cap: number, nextLink: boolean) =>
		(_: unknown, query: URLSearchParams): Answer => {
			const top = Math.min(cap, Number(query.get('$top')));
			query.set('$top', String(top));
			const answer = collectionOf(data, query) as { json: { value: unknown[] } };
			const link = nextLink &&
				answer.json.value.length === top && { '@odata.nextLink': 'https://elsewhere.example/x' };
			return { json: { ...answer.json, ...link } };
		};

	it.each([true, false])('is asked until nothing is left; next link: %s', async (nextLink) => {
		const data = people(2_345);
		for (const more of [{}, { order: BY_AGE }, { paging: { size: 1_000, parallel: 3 } }]) {
			const { connection } = fakeSite(capped(data, 300, nextLink));
			const found = await readRows(connection, all(more));
			expect([...found].sort((a, b) => asText(String(a.Id), String(b.Id)))).toEqual(sorted(data));
			expect([...connection.notes]).toEqual([expect.stringContaining('300 records at once')]);
		}
	});

	it('is not suspected because of a round number of rows', async () => {
		const { connection, requests } = fakeSite(capped(people(250), 20_000, false));
		expect(await readRows(connection, all())).toHaveLength(250);
		expect(requests).toHaveLength(2);
		expect([...connection.notes]).toEqual([]);
	});

	it('because it runs out of memory is asked for smaller pages', async () => {
		const data = people(1_500);
		const { connection, requests } = fakeSite((_, query) =>
			Number(query.get('$top')) > 300
				? new CreatioError('server', 'Too large', { status: 500, reason: 'outOfMemory' })
				: collectionOf(data, query),
		);
		expect(await readRows(connection, all())).toEqual(sorted(data));
		expect(requests.map(({ path }) => /\$top=(\d+)/.exec(path)?.[1]).slice(0, 4)).toEqual([
			'1000',
			'500',
			'250',
			'250',
		]);
		expect([...connection.notes]).toEqual([expect.stringContaining('ran out of memory')]);
	});

	it('and never enough, fails with what the site says', async () => {
		const { connection } = fakeSite(
			() => new CreatioError('server', 'Too large', { status: 500, reason: 'outOfMemory' }),
		);
		await expect(readRows(connection, all())).rejects.toMatchObject({
			reason: 'outOfMemory',
		});
	});

	it('leaves out columns that it cannot serialise, and says which', async () => {
		const { connection } = fakeSite((_, query) =>
			query.get('$select')?.includes('Age')
				? new CreatioError('server', "The EDM instance of type '[X.Contact]' is missing the property 'Age'.")
				: pageOf([{ Id: '1' }], query),
		);
		expect(await readRows(connection, all({ limit: 1 }))).toHaveLength(1);
		expect([...connection.notes]).toEqual([expect.stringContaining('the column Age of Contact')]);
	});

	it('and what is not a list is unreadable', async () => {
		const { connection } = fakeSite(() => ({ json: { success: true } }));
		await expect(readRows(connection, all({ limit: 1 }))).rejects.toThrow(/without a list of records/);
	});
});

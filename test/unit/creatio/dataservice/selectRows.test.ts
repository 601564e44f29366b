import type { SelectPlan } from '../../../../nodes/shared/creatio/dataservice/selectPlan';
import { type SelectOptions, selectRows } from '../../../../nodes/shared/creatio/dataservice/selectRows';
import type { Row } from '../../../../nodes/shared/creatio/model/rows';
import { fakeSite } from '../fakeSite';
import { context, pathOf } from './fakes';

const LIMIT_OF_REQUESTS = 1_100;

/** Answers whatever page is asked for by what `page` returns for its place among the requests. */
async function reading(
	page: (index: number) => readonly Row[],
	more: Partial<SelectOptions & SelectPlan> = {},
) {
	let index = 0;
	const { connection, requests } = fakeSite(() => {
		if (index > LIMIT_OF_REQUESTS) throw new Error('read for ever');
		return { json: { success: true, rows: page(index++), rowConfig: {} } };
	});
	const plan: SelectPlan = {
		object: 'Contact',
		columns: [{ alias: 'Name', source: { kind: 'path', path: await pathOf('Name') } }],
		...(more.distinct && { distinct: true }),
	};
	const options: SelectOptions = {
		limit: Infinity,
		pageSize: 2,
		paging: 'keyset',
		clock: context.clock,
		key: await pathOf('Id'),
		shape: { lookups: 'both', zone: 'UTC', addedColumns: 'drop', missingColumns: 'ignore' },
		...more,
	};
	return { requests, rows: selectRows(connection, plan, options) };
}

const keyOf = (index: number) => `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;

const named = (...names: string[]): Row[] => names.map((Name) => ({ Name }));

describe('the rows of a Select', () => {
	it.each<[string, (index: number) => readonly Row[], Partial<SelectOptions & SelectPlan>]>([
		['without keys, by key', () => named('a', 'b'), {}],
		['without keys, by offset', () => named('a', 'b'), { paging: 'offset' }],
		['that are no records', () => named('a', 'b'), { distinct: true }],
		[
			'of two pages that take turns',
			(index) => (index % 2 === 0 ? named('a', 'b') : named('c', 'd')),
			{ distinct: true },
		],
		['of one row on each page', () => named('a'), { distinct: true, pageSize: 1 }],
	])('end where the same ones come again: %s', async (_, page, more) => {
		const { rows } = await reading(page, more);
		await expect(rows).rejects.toMatchObject({ kind: 'unreadable' });
	});

	it('may be equal, and continue on the next page', async () => {
		const pages = [named('a', 'a'), named('a', 'a'), named('a', 'b'), named('b')];
		const { rows } = await reading((index) => pages[index] ?? [], { distinct: true });
		expect((await rows).map(({ Name }) => Name)).toEqual(['a', 'a', 'a', 'a', 'a', 'b', 'b']);
	});

	it.each([{}, { paging: 'offset' }, { distinct: true }] as const)(
		'go on behind a page of a round number of rows, at which sites cut answers: %j',
		async (more) => {
			const people = Array.from({ length: 120 }, (_, index) => ({ Id: keyOf(index), Name: `N${index}` }));
			const pages = [people.slice(0, 50), people.slice(50, 100), people.slice(100)];
			const { rows } = await reading((index) => pages[index] ?? [], { ...more, pageSize: 1_000 });
			expect((await rows).map(({ Name }) => Name)).toEqual(people.map(({ Name }) => Name));
		},
	);

	it('have those at their end that moved while pages were read', async () => {
		const [first, second, moved] = [0, 1, 2].map((index) => ({ Id: keyOf(index), Name: `N${index}` }));
		const keys = [first, second, moved].map((row) => ({ Id: row?.Id }));
		// The first page, an empty one as the third record moved ahead, all keys, and the record that is missing.
		const answers: ReadonlyArray<readonly (Row | undefined)[]> = [[first, second], [], keys, [moved]];
		const { rows, requests } = await reading((index) => (answers[index] ?? []) as readonly Row[], {
			paging: 'offset',
		});
		expect((await rows).map(({ Name }) => Name)).toEqual(['N0', 'N1', 'N2']);
		expect(requests).toHaveLength(4);
	});

	it.each([{}, { paging: 'offset' }, { distinct: true }] as const)(
		'are at most as many as wanted, whatever the site returns: %j',
		async (more) => {
			const { rows } = await reading(() => named('a', 'b', 'c', 'd'), { ...more, limit: 1 });
			expect(await rows).toEqual([{ Name: 'a' }]);
		},
	);
});

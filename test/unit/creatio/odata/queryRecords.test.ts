import { CreatioError, type ErrorKind } from '../../../../nodes/shared/basics/errors';
import { textFilter } from '../../../../nodes/shared/creatio/odata/filterCost';
import { LARGEST_PAGE } from '../../../../nodes/shared/creatio/odata/pageReader';
import {
	countMatching,
	inEitherSpelling,
	queryRecords,
	type RecordQuery,
} from '../../../../nodes/shared/creatio/odata/queryRecords';
import type { QueryFilter, SplitFilter } from '../../../../nodes/shared/creatio/odata/splitFilter';
import { CONTACT } from '../fakes';
import { type Answer, fakeSite, pageOf } from '../fakeSite';
import { ODATA4 } from '../fakes';

const column = (name: string) => CONTACT.columns.get(name)!;

const filterOf = (
	filters: ReadonlyArray<string | undefined>,
	{ disjoint = false, hasEmptyLookup = false } = {},
): QueryFilter => ({ compile: () => ({ filters: filters.map(textFilter), disjoint }), hasEmptyLookup });

const query = (more: Partial<RecordQuery> = {}): RecordQuery => ({
	model: CONTACT,
	filter: filterOf(['a']),
	order: [],
	limit: Infinity,
	shape: { columns: [column('Name')], labels: [], related: [], simplify: true },
	...more,
});

type Rows = ReadonlyArray<{ readonly Id: string; readonly [name: string]: unknown }>;

/** Answers each filter with its rows, page by page. */
function siteOf(byFilter: Readonly<Record<string, Rows | CreatioError>>) {
	const site = fakeSite((_, asked): Answer => {
		const found = byFilter[asked.get('$filter') ?? ''] ?? [];
		return found instanceof CreatioError ? found : pageOf(found, asked);
	});
	return { ...site, queries: () => site.requests.map(({ path }) => new URLSearchParams(path.split('?')[1])) };
}

const rows = (...ids: string[]): Rows => ids.map((Id) => ({ Id, Name: `n${Id}` }));
const idsOf = (found: ReadonlyArray<{ readonly Id?: unknown }>) => found.map(({ Id }) => Id);

const BY_AGE = [{ column: column('Age'), direction: 'desc' }] as const;

describe('records of one filter', () => {
	it('are requested as the query says, and shown', async () => {
		const { connection, queries } = siteOf({ a: [{ Id: '1', Name: '', '@odata.id': 'x' }] });
		const paging = { size: 7, parallel: 1 };
		expect(await queryRecords(connection, query({ paging, counts: true }))).toEqual([
			{ Id: '1', Name: null },
		]);
		expect(queries().map((asked) => Object.fromEntries(asked))).toEqual([
			{ $select: 'Id,Name', $filter: 'a', $orderby: 'Id asc', $top: '7', $count: 'true' },
		]);
	});

	it('may be all records', async () => {
		const { connection, queries } = siteOf({ '': rows('1', '2') });
		expect(await queryRecords(connection, query({ filter: filterOf([undefined]) }))).toHaveLength(2);
		expect(queries()[0]?.has('$filter')).toBe(false);
	});

	it('have an order, whose columns are read and not shown', async () => {
		const found = [
			{ Id: '2', Name: 'b', Age: 9 },
			{ Id: '1', Name: 'a', Age: 5 },
		];
		const { connection, queries } = siteOf({ a: found });
		expect(await queryRecords(connection, query({ order: BY_AGE, limit: 5 }))).toEqual([
			{ Id: '2', Name: 'b' },
			{ Id: '1', Name: 'a' },
		]);
		expect(
			queries().map((asked) => [asked.get('$select'), asked.get('$orderby'), asked.get('$top')]),
		).toEqual([['Id,Name,Age', 'Age desc,Id asc', '5']]);
	});

	it('keep their key where they are sorted by it', async () => {
		const { connection } = siteOf({ a: rows('2', '1') });
		const order = [{ column: column('Id'), direction: 'desc' }] as const;
		expect(idsOf(await queryRecords(connection, query({ order })))).toEqual(['2', '1']);
	});

	it('show the columns of the order where they are wanted', async () => {
		const { connection, queries } = siteOf({ a: [{ Id: '1', Age: 5 }] });
		const shape = { columns: [column('Age')], labels: [], related: [], simplify: true };
		expect(await queryRecords(connection, query({ order: BY_AGE, shape }))).toEqual([{ Id: '1', Age: 5 }]);
		expect(queries()[0]?.get('$select')).toBe('Id,Age');
	});
});

describe('records of several filters', () => {
	const filter = filterOf(['a', 'b', 'c']);

	it('are each there once, and no more are read than are wanted', async () => {
		const { connection, queries } = siteOf({ a: rows('1', '2'), b: rows('2', '3'), c: rows('4') });
		expect(idsOf(await queryRecords(connection, query({ filter })))).toEqual(['1', '2', '3', '4']);
		expect(queries()).toHaveLength(3);
		expect(idsOf(await queryRecords(connection, query({ filter, limit: 2 })))).toEqual(['1', '2']);
		expect(queries()).toHaveLength(4);
		expect(idsOf(await queryRecords(connection, query({ filter, limit: 3 })))).toEqual(['1', '2', '3']);
		expect(queries()).toHaveLength(6);
	});

	it('are read to the end and sorted where there is an order', async () => {
		const at = (Id: string, Age: number) => ({ Id, Age });
		const { connection, queries } = siteOf({
			a: [at('1', 3), at('2', 1)],
			b: [at('3', 9), at('1', 3)],
			c: [at('0', 3)],
		});
		const found = await queryRecords(connection, query({ filter, order: BY_AGE, limit: 3 }));
		expect(found).toEqual([{ Id: '3' }, { Id: '0' }, { Id: '1' }]);
		expect(queries()).toHaveLength(3);
	});
});

describe('counting', () => {
	it('adds the counts of filters that share nothing', async () => {
		const { connection, requests } = fakeSite(({ path }) => ({ text: path.endsWith('=a') ? '3' : '4' }));
		expect(await countMatching(connection, 'Contact', filterOf(['a', 'b'], { disjoint: true }))).toBe(7);
		expect(requests.map(({ path }) => path)).toEqual([
			'Contact/$count?$filter=a',
			'Contact/$count?$filter=b',
		]);
	});

	it('reads the keys of filters that overlap, in the largest pages', async () => {
		const { connection, queries } = siteOf({ a: rows('1', '2'), b: rows('2', '3', '4') });
		expect(await countMatching(connection, 'Contact', filterOf(['a', 'b']))).toBe(4);
		for (const asked of queries()) {
			expect(asked.get('$select')).toBe('Id');
			expect(asked.get('$top')).toBe(String(LARGEST_PAGE));
		}
		expect(queries().map((asked) => asked.get('$filter'))).toEqual(['a', 'b']);
	});
});

describe('the spelling of an empty lookup', () => {
	const spelled = (hasEmptyLookup: boolean): QueryFilter => ({
		compile: ({ emptyLookup }) => ({ filters: [textFilter(emptyLookup)], disjoint: true }),
		hasEmptyLookup,
	});

	/** Which forms are tried when these errors come, and the result. */
	async function tried(errors: readonly unknown[], hasEmptyLookup = true) {
		const forms: unknown[] = [];
		const work = async ({ filters }: SplitFilter) => {
			const error = errors[forms.push(filters[0]?.text) - 1];
			if (error !== undefined) throw error;
			return 'done';
		};
		const result: unknown = await inEitherSpelling(ODATA4, spelled(hasEmptyLookup), work).catch(
			(error: unknown) => error,
		);
		return { forms, result };
	}
	const failure = (kind: ErrorKind) => new CreatioError(kind, kind);

	it('is the usual one where the site takes it', async () => {
		expect(await tried([])).toEqual({ forms: ['navigation'], result: 'done' });
	});

	it.each(['invalid', 'server'] as const)('is the other one after a refusal (%s)', async (kind) => {
		expect(await tried([failure(kind)])).toEqual({ forms: ['navigation', 'key'], result: 'done' });
		const first = failure(kind);
		expect(await tried([first, failure('network')])).toEqual({ forms: ['navigation', 'key'], result: first });
		expect(await tried([first], false)).toEqual({ forms: ['navigation'], result: first });
	});

	it.each([
		failure('network'),
		failure('unavailable'),
		failure('forbidden'),
		new CreatioError('server', 'compiling', { reason: 'reloading' }),
		new CreatioError('server', 'memory', { reason: 'outOfMemory' }),
		new CreatioError('invalid', 'long', { reason: 'addressTooLong' }),
		new Error('invalid'),
	])('does not change after another failure', async (error) => {
		expect(await tried([error])).toEqual({ forms: ['navigation'], result: error });
	});
});

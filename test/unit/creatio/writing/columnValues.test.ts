import { newGuid } from '../../../../nodes/shared/basics/guid';
import {
	bodyOf,
	readColumnValues,
	type WriteContext,
} from '../../../../nodes/shared/creatio/writing/columnValues';
import { createPairResolver, type LookupPair } from '../../../../nodes/shared/creatio/writing/lookupPairs';
import { createLookupResolver } from '../../../../nodes/shared/creatio/writing/lookupTexts';
import { matchKey } from '../../../../nodes/shared/creatio/writing/matches';
import { CONTACT, fakeMetadata } from '../fakes';
import { fakeSite, pageOf } from '../fakeSite';

const ACCOM = '405947d0-2ffb-4ded-8675-0475f19f5a81';
const OTHER = 'e308b781-3c5b-4ecb-89ef-5c1ed4da488e';

function site(accounts: ReadonlyArray<{ Id: string; Name: string }>) {
	return fakeSite(({ method, json }, query) => {
		if (method === 'POST') return { json };
		const filter = query.get('$filter') ?? '';
		const wanted = /'(.*)'/.exec(filter)?.[1]?.replaceAll("''", "'").toLowerCase() ?? '';
		const matches = accounts.filter(({ Name }) =>
			filter.startsWith('contains')
				? Name.toLowerCase().includes(wanted)
				: !filter || Name.toLowerCase() === wanted,
		);
		return pageOf(matches, query);
	});
}

function context(
	server = site([{ Id: ACCOM, Name: 'Accom' }]),
	more: Partial<WriteContext> = {},
): WriteContext {
	const metadata = fakeMetadata();
	const lookups = createLookupResolver(server.connection, metadata, newGuid);
	return {
		metadata,
		lookups,
		pairs: createPairResolver(server.connection, metadata, lookups),
		lookupOptions: { createIfMissing: false },
		object: 'Contact',
		zone: 'UTC',
		source: 'form',
		ownId: 'new',
		field: 'Columns',
		unknownColumns: 'refuse',
		leaveOut: () => undefined,
		blankValues: 'skip',
		...more,
	};
}

const body = async (mapped: Record<string, unknown>, ctx = context()) =>
	bodyOf(await readColumnValues(mapped, ctx));

describe('mapped values', () => {
	it('become a body by type, lookups under their flat key', async () => {
		expect(
			await body({
				Name: "O'Brien",
				Age: '44',
				Confirmed: 'yes',
				BirthDate: '2024-02-29',
				Account: 'Accom',
				Type: null,
			}),
		).toEqual({
			Name: "O'Brien",
			Age: 44,
			Confirmed: true,
			BirthDate: '2024-02-29T00:00:00.000Z',
			AccountId: ACCOM,
		});
	});

	it('empty columns only when asked to, each in its way', async () => {
		const blank = { Name: '', Age: null, Account: null, BirthDate: '', Email: undefined };
		expect(await body(blank)).toEqual({});
		expect(await body(blank, context(undefined, { blankValues: 'clear' }))).toEqual({
			Name: '',
			Age: null,
			AccountId: null,
			BirthDate: null,
		});
		await expect(body({ Confirmed: '' }, context(undefined, { blankValues: 'clear' }))).rejects.toThrow(
			/cannot be empty/,
		);
	});

	it('take the record of a lookup that comes by its Id and by its text', async () => {
		const resolve = jest.fn(async ({ id }: LookupPair) => (id === OTHER ? undefined : id));
		const leaveOut = jest.fn();
		const shared = context(undefined, { pairs: { resolve }, leaveOut });
		expect(await body({ Account: 'Accom', AccountId: ACCOM, Name: 'A' }, shared)).toEqual({
			AccountId: ACCOM,
			Name: 'A',
		});
		expect(await body({ AccountId: OTHER, Account: 'Accom', Name: 'A' }, shared)).toEqual({ Name: 'A' });
		expect(leaveOut.mock.calls).toEqual([['Account', 'picture']]);
		expect(resolve.mock.calls.map(([pair]) => pair)).toMatchObject([
			{ target: 'Account', id: ACCOM, text: 'Accom' },
			{ target: 'Account', id: OTHER, text: 'Accom' },
		]);
	});

	it('take the text of a lookup whose Id is blank or the same text, and refuse two texts', async () => {
		for (const AccountId of [null, '', 'accom']) {
			expect(await body({ AccountId, Account: 'Accom' })).toEqual({ AccountId: ACCOM });
		}
		await expect(body({ AccountId: 'Beta', Account: 'Accom' })).rejects.toThrow(
			/column Account.*"Beta".*"Accom"/,
		);
	});

	it.each([
		[{ Nmae: 'x' }, /Contact has no column "Nmae"/],
		[{ Age: 'old' }, /takes a number/],
		[{ BirthDate: '2026-02-31' }, /takes a date/],
	])('are refused before anything is sent: %j', async (mapped, message) => {
		const server = site([]);
		await expect(body(mapped, context(server))).rejects.toThrow(message);
		expect(server.requests).toHaveLength(0);
	});

	it('do not take object keys for columns', async () => {
		await expect(body(JSON.parse('{"__proto__": "x"}'))).rejects.toThrow(/no column "__proto__"/);
	});
});

describe('display texts', () => {
	it('are asked for once in a run', async () => {
		const server = site([{ Id: ACCOM, Name: 'Accom' }]);
		const shared = context(server);
		await Promise.all([1, 2, 3].map(() => body({ Account: 'Accom' }, shared)));
		expect(server.requests).toHaveLength(1);
	});

	it('are exact before they are caseless', async () => {
		const twins = site([
			{ Id: OTHER, Name: 'ACCOM' },
			{ Id: ACCOM, Name: 'Accom' },
		]);
		expect(await body({ Account: 'Accom' }, context(twins))).toEqual({ AccountId: ACCOM });
		expect(await body({ Account: 'accom' }, context(site([{ Id: ACCOM, Name: 'Accom' }])))).toEqual({
			AccountId: ACCOM,
		});
		await expect(body({ Account: 'accom' }, context(twins))).rejects.toThrow(
			new RegExp(`^Several records of Account are named "accom" .*${OTHER}, ${ACCOM}`),
		);
	});

	it('that name nothing are refused with what there is', async () => {
		await expect(body({ Account: 'Acco' })).rejects.toMatchObject({
			message: expect.stringContaining('No Account is named "Acco" for the column Account'),
			cure: expect.stringContaining('"Accom"'),
		});
	});

	it.each([false, true])(
		'are refused under the column of each request (create: %p)',
		async (createIfMissing) => {
			const server = fakeSite(({ method }, query) =>
				method === 'POST' ? { status: 403 } : pageOf([], query),
			);
			const { lookups } = context(server);
			for (const label of ['column Account', 'column Partner']) {
				const request = { target: 'Account', text: 'Acco', label };
				await expect(lookups.resolve(request, { createIfMissing })).rejects.toThrow(`for the ${label}`);
			}
		},
	);

	it('that name nothing are looked up once for all columns', async () => {
		const server = site([]);
		const shared = context(server);
		await expect(body({ Account: 'Acco' }, shared)).rejects.toThrow();
		const { length } = server.requests;
		await expect(body({ Account: 'Acco' }, shared)).rejects.toThrow();
		expect(server.requests).toHaveLength(length);
	});

	it('create a record once where that is asked for', async () => {
		const server = site([]);
		const shared = context(server, { lookupOptions: { createIfMissing: true } });
		const [first, second] = [
			await body({ Account: "New 'n co" }, shared),
			await body({ Account: "New 'n co" }, shared),
		];
		expect(first).toEqual(second);
		const posts = server.requests.filter(({ method }) => method === 'POST');
		expect(posts.map(({ json }) => json)).toEqual([{ Id: first.AccountId, Name: "New 'n co" }]);
	});
});

it('items mean the same record when their match values differ in order and case only', () => {
	const match = (name: string, value: string) => ({
		column: CONTACT.columns.get(name)!,
		value: { type: 'text' as const, value },
	});
	const key = matchKey('Contact', [match('Name', 'Ann'), match('Email', 'a@x.y')]);
	expect(matchKey('Contact', [match('Email', 'A@X.Y'), match('Name', 'ANN')])).toBe(key);
	expect(matchKey('Contact', [match('Email', 'a@x.y')])).not.toBe(key);
});

describe('what Creatio says of a column without a value', () => {
	const EMPTY = {
		Name: 'A',
		AccountId: '00000000-0000-0000-0000-000000000000',
		BirthDate: '0001-01-01T00:00:00Z',
		EntityId: '00000000-0000-0000-0000-000000000000',
	};

	it('is left out or clears the column, as blanks do', async () => {
		expect(await body(EMPTY)).toEqual({ Name: 'A' });
		expect(await body(EMPTY, context(undefined, { blankValues: 'clear' }))).toEqual({
			Name: 'A',
			AccountId: null,
			BirthDate: null,
			EntityId: null,
		});
	});

	it('does not stand above the text of the same lookup', async () => {
		expect(await body({ Account: 'Accom', AccountId: EMPTY.AccountId })).toEqual({ AccountId: ACCOM });
	});

	it('is kept for a column to match on, unlike a blank', async () => {
		const matching = context(undefined, { matchColumns: ['Account', 'Email'] });
		expect(await body({ ...EMPTY, Email: '' }, matching)).toEqual({ Name: 'A', AccountId: null });
		const clearing = context(undefined, { matchColumns: ['Account', 'Email'], blankValues: 'clear' });
		expect(await body({ Account: '', Email: 'a@b' }, clearing)).toEqual({ Email: 'a@b' });
	});
});

it('decimals keep their digits, and equal ones have one match key', async () => {
	const [amount] = await readColumnValues({ Amount: '12345678901234567.890' }, context());
	expect(String(amount?.value?.value)).toBe('12345678901234567.89');
	const keyOf = async (Amount: unknown) => matchKey('Contact', await readColumnValues({ Amount }, context()));
	expect(await keyOf('12345678901234567.890')).toBe(await keyOf('12345678901234567.89'));
	expect(await keyOf('12345678901234567.88')).not.toBe(await keyOf('12345678901234567.89'));
	expect(await keyOf('1.50')).toBe(await keyOf(1.5));
});

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { countRecords, readRecord } from '../../../../nodes/shared/creatio/odata/oneRecord';
import { queryRecords } from '../../../../nodes/shared/creatio/odata/queryRecords';
import { createRecord } from '../../../../nodes/shared/creatio/odata/writeRecords';
import { CONTACT } from '../fakes';
import { fakeSite, lostAnswer, notFound, pageOf } from '../fakeSite';
import type { FilterSpelling } from '../../../../nodes/shared/creatio/odata/filterText';

const ID = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
const NAME = [CONTACT.columns.get('Name')!];
const shape = { columns: NAME, labels: [], related: [] };
const rows = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ Id: String(index), Name: `n${index}` }));

describe('one record', () => {
	it('is undefined when there is none, and an answer without a key is refused', async () => {
		expect(await readRecord(fakeSite(notFound).connection, 'Contact', ID, shape)).toBeUndefined();
		const strange = fakeSite(() => ({ json: { hello: 1 } })).connection;
		await expect(readRecord(strange, 'Contact', ID, shape)).rejects.toThrow(/without its Id/);
	});

	it('is counted by a number and nothing else', async () => {
		expect(await countRecords(fakeSite(() => ({ text: '\ufeff12' })).connection, 'Contact', undefined)).toBe(
			12,
		);
		await expect(
			countRecords(fakeSite(() => ({ text: '' })).connection, 'Contact', undefined),
		).rejects.toThrow(/without a number/);
	});
});

describe('the request for one record', () => {
	it('has the shape that is wanted, and counts as a row', async () => {
		const { connection, requests } = fakeSite(() => ({ json: { Id: ID } }));
		expect(await readRecord(connection, 'Contact', ID, shape)).toEqual({ Id: ID });
		expect(requests).toEqual([
			{ method: 'GET', service: 'odata', path: `Contact(${ID})?$select=Id%2CName`, repeat: 'read' },
		]);
		expect(connection.meter.rows).toBe(1);
	});

	it('does not count where there is no record, and fails where the site fails', async () => {
		const missing = fakeSite(notFound).connection;
		await readRecord(missing, 'Contact', ID, shape);
		expect(missing.meter.rows).toBe(0);
		const error = new CreatioError('forbidden', 'no', { status: 403 });
		await expect(readRecord(fakeSite(() => error).connection, 'Contact', ID, shape)).rejects.toBe(error);
		const other = new Error('notFound');
		const broken = { ...missing, call: () => Promise.reject(other) };
		await expect(readRecord(broken, 'Contact', ID, shape)).rejects.toBe(other);
	});

	it('leaves out a column that the site cannot return', async () => {
		const { connection, requests } = fakeSite(({ path }) =>
			path.includes('Name')
				? new CreatioError('server', "The item is missing the property 'Name'")
				: { json: { Id: ID } },
		);
		expect(await readRecord(connection, 'Contact', ID, shape)).toEqual({ Id: ID });
		expect(requests.at(-1)?.path).toBe(`Contact(${ID})?$select=Id`);
	});

	it.each([null, [], 'text', {}, { id: ID }])('is not answered by %j', async (json) => {
		const { connection } = fakeSite(() => ({ json, status: 201 }));
		await expect(readRecord(connection, 'Contact', ID, shape)).rejects.toMatchObject({
			kind: 'unreadable',
			status: 201,
			perhapsDone: false,
			message: expect.stringContaining('Contact'),
		});
	});
});

describe('the count of records', () => {
	it.each([
		['0', 0],
		[' 7\n', 7],
	])('is read from "%s"', async (text, count) => {
		const { connection, requests } = fakeSite(() => ({ text }));
		expect(await countRecords(connection, 'Contact', 'a or b')).toBe(count);
		expect(requests).toEqual([
			{ method: 'GET', service: 'odata', path: 'Contact/$count?$filter=a%20or%20b', repeat: 'read' },
		]);
	});

	it.each(['', ' ', '1.5', 'many', '{}', '9007199254740993'])('is not read from "%s"', async (text) => {
		const { connection } = fakeSite(() => ({ text }));
		await expect(countRecords(connection, 'Contact', undefined)).rejects.toMatchObject({
			kind: 'unreadable',
			perhapsDone: false,
			message: expect.stringContaining('Contact'),
		});
	});
});

describe('a create whose answer got lost', () => {
	const body = { Id: ID, Name: 'X' };

	it('is not sent again when the record is there', async () => {
		const { connection, requests } = fakeSite(({ method }) =>
			method === 'POST' ? lostAnswer() : { json: body },
		);
		expect(await createRecord(connection, 'Contact', body, shape)).toEqual(body);
		expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
	});

	it('is sent again under the same key when it is not there', async () => {
		let posts = 0;
		const { connection, requests } = fakeSite(({ method }) => {
			if (method === 'GET') return notFound();
			return ++posts === 1 ? lostAnswer() : { json: body, status: 201 };
		});
		expect(await createRecord(connection, 'Contact', body, shape)).toEqual(body);
		expect(requests.filter(({ method }) => method === 'POST').map(({ json }) => json)).toEqual([body, body]);
		expect(connection.meter.retries).toBe(1);
	});

	it('says that the outcome is unknown, and the key to look for, when looking fails as well', async () => {
		const { connection } = fakeSite(lostAnswer);
		await expect(createRecord(connection, 'Contact', body, shape)).rejects.toMatchObject({
			message: expect.stringMatching(/created is not known/),
			cure: expect.stringContaining(ID),
			perhapsDone: true,
		});
	});

	it('says the same when no attempt was answered, since the last one may still arrive', async () => {
		const { connection, requests } = fakeSite(({ method }) => (method === 'GET' ? notFound() : lostAnswer()));
		await expect(createRecord(connection, 'Contact', body, shape)).rejects.toMatchObject({
			message: expect.stringMatching(/created is not known/),
			cure: expect.stringContaining(ID),
		});
		expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(4);
	});

	it('does not look when the server refused', async () => {
		const { connection, requests } = fakeSite(() => new CreatioError('invalid', 'no'));
		await expect(createRecord(connection, 'Contact', body, shape)).rejects.toThrow('no');
		expect(requests).toHaveLength(1);
	});
});

describe('a query in pieces', () => {
	const piece = (name: string | undefined) => (query: URLSearchParams) => query.get('$filter') === name;
	const filter = {
		compile: () => ({ filters: [{ text: 'a' }, { text: 'b' }], disjoint: false }),
		hasEmptyLookup: false,
	};
	const query = {
		model: CONTACT,
		filter,
		order: [{ column: CONTACT.columns.get('Age')!, direction: 'desc' as const }],
		limit: 3,
		shape: { ...shape, simplify: true },
	};

	it('is put in order, without doubles and without columns that nobody asked for', async () => {
		const a = [
			{ Id: '1', Name: 'x', Age: 9 },
			{ Id: '2', Name: 'y', Age: 1 },
		];
		const b = [
			{ Id: '3', Name: 'z', Age: 5 },
			{ Id: '1', Name: 'x', Age: 9 },
		];
		const { connection } = fakeSite((_, asked) => pageOf(piece('a')(asked) ? a : b, asked));
		expect(await queryRecords(connection, query)).toEqual([
			{ Id: '1', Name: 'x' },
			{ Id: '3', Name: 'z' },
			{ Id: '2', Name: 'y' },
		]);
	});

	it('tries the other spelling of an empty lookup when the site refuses the first', async () => {
		const spelled = {
			compile: ({ emptyLookup }: FilterSpelling) => ({ filters: [{ text: emptyLookup }], disjoint: true }),
			hasEmptyLookup: true,
		};
		const { connection } = fakeSite((_, asked) =>
			asked.get('$filter') === 'key'
				? pageOf(rows(2), asked)
				: new CreatioError('server', 'An error has occurred.'),
		);
		expect(await queryRecords(connection, { ...query, filter: spelled, order: [] })).toHaveLength(2);
	});
});

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { type RawQuery, sendRaw } from '../../../../nodes/shared/creatio/dataservice/rawQuery';
import { fakeSite } from '../fakeSite';

const insert = {
	__type: 'Terrasoft.Nui.ServiceModel.DataContract.InsertQuery',
	rootSchemaName: 'Contact',
	columnValues: { items: {} },
};
const refused = { success: false, responseStatus: { ErrorCode: 'X', Message: '23503: violates' } };
const send = (kind: RawQuery, query: unknown, answer: unknown = { success: true }) => {
	const { connection, requests } = fakeSite(() => ({ json: answer }));
	return { connection, requests, sent: sendRaw(connection, kind, query) };
};

describe('a raw query', () => {
	it('goes out as it is', async () => {
		const query = { RootSchemaName: 'Contact', Columns: { Items: {} }, rowCount: 1 };
		const { requests, sent } = send('SelectQuery', query, { rows: [{}], success: true });
		expect(await sent).toEqual({ rows: [{}], success: true });
		expect(requests).toMatchObject([{ path: 'SelectQuery', json: query, repeat: 'read' }]);
	});

	it('may be the recorded batch, with a lookup as an object and a number left to the site', async () => {
		// The sample breaks off after the third column of the first item.
		const recorded = readFileSync(
			path.join(__dirname, '../../../fixtures/wire-samples/dataservice/batch-request-two-cases-head.json'),
			'utf8',
		);
		const query: unknown = JSON.parse(`${recorded}}}}]}`);
		const { requests, sent } = send('BatchQuery', query, { queryResults: [{ success: true, id: '1' }] });
		await sent;
		expect(requests).toMatchObject([{ path: 'BatchQuery', parts: 1, repeat: 'once' }]);
		expect(requests[0]?.json).toEqual(query);
	});

	it('may name the assembly of a type, which says nothing about its kind', async () => {
		const item = { ...insert, __type: `${insert.__type}, Terrasoft.SelectQuery` };
		const { requests, sent } = send('BatchQuery', { items: [item] });
		await sent;
		expect(requests).toMatchObject([{ repeat: 'once' }]);
	});

	it('is not answered by an object without members', async () => {
		await expect(send('InsertQuery', insert, {}).sent).rejects.toMatchObject({
			kind: 'unreadable',
			perhapsDone: true,
		});
	});

	it('reports columns that the site ignored', async () => {
		const answer = { rows: [], notFoundColumns: ['Nmae'], success: true };
		const { connection, sent } = send('SelectQuery', { rootSchemaName: 'Contact' }, answer);
		expect(await sent).toEqual(answer);
		expect([...connection.notes].join()).toContain('Nmae');
	});

	it.each<[RawQuery, unknown, RegExp]>([
		['SelectQuery', [1], /not a JSON object/],
		['SelectQuery', { columns: {} }, /does not name an object/],
		['SelectQuery', { rootSchemaName: 'Contact', columns: ['Name'] }, /no "items" in "columns"/],
		['InsertQuery', { rootSchemaName: 'Contact' }, /no "items" in "columnValues"/],
		['InsertQuery', { rootSchemaName: 'Contact', columnValues: { Name: 'X' } }, /no "items"/],
		['DeleteQuery', { rootSchemaName: 'Contact' }, /every record of Contact/],
		[
			'DeleteQuery',
			{ rootSchemaName: 'Contact', filters: { items: { a: { isEnabled: false } } } },
			/every record/,
		],
		['SelectQuery', { rootSchemaName: 'Contact', RootSchemaName: 'Account' }, /two members .*rootschemaname/],
		['BatchQuery', { items: [insert], Items: [insert] }, /two members .*items/],
		['BatchQuery', { items: [{ ...insert, __type: 'InsertQuery:#X.SelectQuery' }] }, /its type/],
		['BatchQuery', { items: [] }, /no items/],
		['BatchQuery', { items: [insert, 'x'] }, /not a JSON object \(field Query, items 2\)/],
		['BatchQuery', { items: [{ ...insert, columnValues: 1 }] }, /no "items" .*\(field Query, items 1\)/],
	])('%s %j is refused before it is sent', async (kind, query, message) => {
		const { requests, sent } = send(kind, query);
		await expect(sent).rejects.toMatchObject({ kind: 'input', message: expect.stringMatching(message) });
		expect(requests).toEqual([]);
	});

	const answer = { queryResults: [{ success: true, id: '1' }, refused], hasErrors: true, success: true };
	it('a batch with a failure is one, under a success of the whole as well', async () => {
		await expect(send('BatchQuery', { items: [insert, insert] }, answer).sent).rejects.toMatchObject({
			message: '1 of 2 queries of the batch failed (query 2: 23503: violates)',
			perhapsDone: true,
		});
	});

	it('but not where the batch continues after failures: the results are the answer, and the run reports them', async () => {
		const query = { items: [insert, insert], continueIfError: true };
		const { connection, sent } = send('BatchQuery', query, answer);
		expect(await sent).toEqual(answer);
		expect([...connection.notes].join()).toContain('query 2: 23503');
	});
});

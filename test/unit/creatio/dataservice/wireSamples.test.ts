import { readFileSync } from 'node:fs';
import path from 'node:path';

import { isCreatioError } from '../../../../nodes/shared/basics/errors';
import { batchQuery, readBatch } from '../../../../nodes/shared/creatio/dataservice/batchQuery';
import { rawRows, readRows } from '../../../../nodes/shared/creatio/dataservice/selectAnswer';
import type { SelectPlan } from '../../../../nodes/shared/creatio/dataservice/selectPlan';
import { selectQuery } from '../../../../nodes/shared/creatio/dataservice/selectQuery';
import {
	insertQuery,
	readAffected,
	readInserted,
} from '../../../../nodes/shared/creatio/dataservice/writeQuery';
import type { Column } from '../../../../nodes/shared/creatio/model/objectModel';
import type { ColumnValue } from '../../../../nodes/shared/creatio/model/values';
import { context, pathOf } from './fakes';

const FOLDER = path.join(__dirname, '../../../fixtures/wire-samples/dataservice');

const sample = (name: string) => readFileSync(path.join(FOLDER, name), 'utf8');

const jsonIn = (text: string) =>
	JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as unknown;

/** Member by member; the server ignores case in their names (contract 4). */
function expectMembers(ours: unknown, recorded: unknown): void {
	if (typeof recorded !== 'object' || recorded === null) {
		expect(ours).toEqual(recorded);
		return;
	}
	const members = Object.entries((ours ?? {}) as object);
	for (const [name, value] of Object.entries(recorded)) {
		const found = members.filter(([own]) => own.toLowerCase() === name.toLowerCase());
		expect([name, found.length]).toEqual([name, 1]);
		expectMembers(found[0]?.[1], value);
	}
}

const shape = {
	lookups: 'text',
	zone: context.zone,
	addedColumns: 'drop',
	missingColumns: 'refuse',
} as const;

const plan = async (object: string, columns: Readonly<Record<string, string>>): Promise<SelectPlan> => ({
	object,
	columns: await Promise.all(
		Object.entries(columns).map(async ([alias, name]) => ({
			alias,
			source: { kind: 'path', path: await pathOf(name, object) } as const,
		})),
	),
});

describe('recorded requests are what the client sends', () => {
	it('the read of accounts', async () => {
		const [request = ''] = sample('select-account-200.http').split('Status:');
		const recorded = jsonIn(request);
		const ours = selectQuery(await plan('Account', { Name: 'Name' }), context);
		expectMembers(ours, recorded);
		expect(Object.keys(ours.columns.items)).toEqual(['Name']);
	});

	it('the batch with a new case', () => {
		// The sample breaks off after the third column of the first item.
		const recorded = JSON.parse(`${sample('batch-request-two-cases-head.json')}}}}]}`) as {
			items: Array<{ columnValues: { items: { CreatedBy: { parameter: { value: { value: string } } } } } }>;
		};
		const parameter = recorded.items[0]?.columnValues.items.CreatedBy.parameter;
		const creator = parameter?.value.value ?? '';
		// A lookup may be sent as its key alone (contract 4.4).
		Object.assign(parameter ?? {}, { value: creator });

		const column = (name: string, type: Column['type']): Column => ({ name, property: name, type });
		const values: ColumnValue[] = [
			{ column: column('CreatedBy', 'lookup'), value: { type: 'guid', value: creator } },
			{ column: column('Number', 'text'), value: null },
			{ column: column('Subject', 'text'), value: { type: 'text', value: 'Test (from Postman 1)' } },
		];
		const query = insertQuery('Case', values, context.zone);
		const ours = batchQuery({ items: [{ queryId: creator, query }], continueIfError: false });
		expectMembers(ours, recorded);
		expect(Object.keys(ours.items[0] ?? {})[0]).toBe('__type');
		expect(Object.keys(query.columnValues.items)).toEqual(['CreatedBy', 'Number', 'Subject']);
	});
});

describe('recorded answers are read', () => {
	it('accounts, with what the server added', async () => {
		const [, answer = ''] = sample('select-account-200.http').split('Status:');
		const accounts = await plan('Account', { Name: 'Name' });
		expect(readRows(jsonIn(answer), accounts, shape)).toEqual([
			{ Name: 'Accom (sample)' },
			{ Name: 'Our company' },
		]);
		expect(readRows(jsonIn(answer), accounts, { ...shape, addedColumns: 'keep' })[0]).toEqual({
			Name: 'Accom (sample)',
			Id: '405947d0-2ffb-4ded-8675-0475f19f5a81',
			AccountLogo: null,
		});
		expect(rawRows(jsonIn(answer), 'Account')).toHaveLength(2);
	});

	it('contacts of 7.x under names with blanks', async () => {
		const recorded = JSON.parse(sample('select-contact-7x.json')) as object;
		const contacts = await plan('Contact', { 'Contact Email': 'Email', 'Contact Name': 'Name' });
		const [row] = readRows({ ...recorded, success: true }, contacts, shape);
		expect(Object.entries(row ?? {})).toEqual([
			['Contact Email', 'tester@developer.dev'],
			['Contact Name', 'Developer Tester Testerovich'],
		]);
		// Its author made it say that it is not a success, so it is a failure, whatever rows it has.
		expect(() => readRows(recorded, contacts, shape)).toThrow(expect.objectContaining({ kind: 'invalid' }));
	});

	it('a new record', () => {
		const answer = JSON.parse(sample('insert-syssetting-200.json')) as unknown;
		expect(readInserted(answer, 'SysSettings')).toBe('acf40078-ba48-4285-9f3b-44ebafa28cac');
		expect(readAffected(answer, 'SysSettings')).toBe(1);
	});

	it('a batch of 7.x', () => {
		const query = insertQuery('Contact', [], 'UTC');
		const items = ['a', 'b'].map((queryId) => ({ queryId, query }));
		const outcomes = readBatch(JSON.parse(sample('batch-two-inserts-7x.json')), {
			items,
			continueIfError: false,
		});
		expect(outcomes.map((outcome) => outcome.done && readInserted(outcome.value, 'Contact'))).toEqual([
			'fa056b6e-2991-43ad-be24-05155cd090a4',
			'fe613228-2ed1-40ee-8e24-ad31a4904992',
		]);
	});

	const failures = sample('errors.jsonl')
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as { where: string; body?: object; body_text?: string })
		// The one that is elided in the source is not JSON without a replacement for the elision.
		.map(({ where, body, body_text }) => ({
			where,
			body: body ?? jsonIn(String(body_text).replace(',...', '')),
		}));
	it.each(failures)('the failure of a $where, in every kind of request', async ({ body }) => {
		const said = /"[mM]essage":"([^"]+)"/.exec(JSON.stringify(body))?.[1];
		const contacts = await plan('Contact', { Name: 'Name' });
		const query = insertQuery('Contact', [], 'UTC');
		const readers = [
			() => readRows(body, contacts, shape),
			() => readInserted(body, 'Contact'),
			() => readAffected(body, 'Contact'),
		];
		for (const reader of readers) {
			try {
				reader();
				throw new Error('was read');
			} catch (error) {
				if (!isCreatioError(error)) throw error;
				expect(error.reason === 'unexplained').toBe(said === undefined);
				// Without the type of the exception before it.
				if (said !== undefined) expect(said.endsWith(error.message)).toBe(true);
			}
		}
		const batch = {
			items: ['a', 'b'].map((queryId) => ({ queryId, query })),
			continueIfError: true,
		};
		expect(() => readBatch(body, batch)).toThrow(expect.objectContaining({ name: 'CreatioError' }));
		expect(readBatch({ queryResults: [body, body] }, batch)).toMatchObject([
			{ done: false, error: { message: expect.any(String), perhapsDone: false } },
			{ done: false },
		]);
	});
});

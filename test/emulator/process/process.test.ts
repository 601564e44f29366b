import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { odata, type Send, signedIn } from '../testSupport';
import { type Emulator, FIXED, startEmulator, USERS } from '..';

let site: Emulator;
let call: Send;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
	call = await signedIn(site);
});
afterAll(() => site.stop());
beforeEach(() => site.resetStats());

const SERVICE = '/0/ServiceModel/ProcessEngineService.svc';
const ZERO = '00000000-0000-0000-0000-000000000000';
const RUNNING = 'ed2ae277-b6e2-df11-971b-001d60e938c6';
const COMPLETED = '815c9586-b6e2-df11-971b-001d60e938c6';
const FAILED = 'f942c08d-b6e2-df11-971b-001d60e938c6';
const CANCELED = '1be78f3e-234d-4d6a-869a-dc07253fd2f3';
const CANCELLING = '006f6d7a-6d9a-4e8c-bf5f-2ddac8b3df9a';

interface RunAnswer {
	processId: string;
	processStatus: number;
	resultParameterValues: Record<string, unknown> | null;
	executionData: unknown;
	success: boolean;
	errorInfo: { errorCode: string | null; message: string; stackTrace: string | null } | null;
}

/** Parameters as the wire wants them: a list of names and texts. */
function body(schemaName: string, values: Record<string, string> = {}, resultParameterNames?: string[]) {
	const parameterValues = Object.entries(values).map(([name, value]) => ({ name, value }));
	return { schemaName, parameterValues, ...(resultParameterNames ? { resultParameterNames } : {}) };
}

async function run(
	schemaName: string,
	values: Record<string, string> = {},
	results?: string[],
	send = call,
): Promise<RunAnswer> {
	const answer = await send('POST', `${SERVICE}/RunProcess`, { body: body(schemaName, values, results) });
	expect(answer.status).toBe(200);
	return answer.json<RunAnswer>();
}

const logRow = (id: string) => site.store.rows('SysProcessLog', 'Id = ?', id)[0];

function refusal(errorCode: string) {
	return {
		processId: ZERO,
		processStatus: 0,
		resultParameterValues: null,
		executionData: null,
		success: false,
		errorInfo: { errorCode, message: expect.any(String) as string, stackTrace: null },
	};
}

describe('RunProcess', () => {
	it('runs to the end and gives the results that are asked for', async () => {
		const answer = await run(
			'UsrAddNewExternalContact',
			{ ContactName: 'Ada Lovelace', MobilePhone: '123' },
			['ContactId', 'ContactName'],
		);
		const id = String(answer.resultParameterValues?.ContactId);
		expect(answer).toEqual({
			processId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
			processStatus: 2,
			resultParameterValues: { ContactId: id, ContactName: 'Ada Lovelace' },
			executionData: null,
			success: true,
			errorInfo: null,
		});
		expect(site.store.rows('Contact', 'Id = ?', id)[0]).toMatchObject({
			Name: 'Ada Lovelace',
			MobilePhone: '123',
			CreatedById: FIXED.supervisorContact,
		});
		expect(site.stats.writes.Contact?.created).toEqual([id]);
		expect(site.stats.processStarts).toEqual({ UsrAddNewExternalContact: 1 });
		expect(logRow(answer.processId)).toMatchObject({
			Name: 'Add new external contact',
			StatusId: COMPLETED,
			ErrorDescription: '',
			OwnerId: FIXED.supervisorContact,
		});
	});

	it('gives no results when none are asked for', async () => {
		expect(await run('UsrSum', { FirstNumber: '40' })).toMatchObject({
			processStatus: 2,
			resultParameterValues: null,
			success: true,
		});
	});

	it('drops unknown names and other letter case, and knows defaults', async () => {
		const { resultParameterValues } = await run(
			'UsrSum',
			{ FirstNumber: '40', secondNumber: '2', Nope: 'x', Sum: '99' },
			['Sum'],
		);
		expect(resultParameterValues).toEqual({ Sum: 41 });
	});

	it('goes by UId, and by the actual version when an old one is named', async () => {
		const [old] = site.store.rows('VwProcessLib', "Name = 'UsrGreet'");
		const ask = async (method: string, schemaUId: unknown) =>
			(
				await call('POST', `${SERVICE}/${method}`, {
					body: { schemaUId, resultParameterNames: ['Greeting'] },
				})
			).json<RunAnswer>().resultParameterValues;
		expect(await ask('RunProcess', old?.UId)).toEqual({ Greeting: 'Hello' });
		expect(await ask('RunSpecifiedProcessVersion', old?.UId)).toEqual({ Greeting: 'Good day' });
		expect((await run('UsrGreet', {}, ['Greeting'])).resultParameterValues).toEqual({ Greeting: 'Hello' });
		expect(site.stats.processStarts).toEqual({ UsrGreet1: 2, UsrGreet: 1 });
	});

	it.each([
		['UsrDisabled', {}, [], 'ProcessCannotBeManuallyStartedException'],
		['UsrOnContactSaved', {}, [], 'ProcessCannotBeManuallyStartedException'],
		['UsrNotCompiled', {}, [], 'KeyNotFoundException'],
		['UsrNope', {}, [], 'ItemNotFoundException'],
		['usrsum', { FirstNumber: '1' }, [], 'ItemNotFoundException'],
		['', {}, [], 'ArgumentNullOrEmptyException'],
		['UsrSum', { FirstNumber: '1' }, ['Sum', 'sum'], 'ItemNotFoundException'],
		['UsrEveryType', {}, ['Secret'], 'ItemNotFoundException'],
		['UsrSum', {}, [], 'ArgumentNullOrEmptyException'],
		['UsrSum', { FirstNumber: '1,5' }, [], 'FormatException'],
		['UsrSum', { FirstNumber: '' }, [], 'FormatException'],
		['UsrChangeContact', { Contact: 'Andrew Baker' }, [], 'FormatException'],
		['UsrPriceLines', { Lines: '{"Title":"x"}' }, [], 'FormatException'],
	] as Array<[string, Record<string, string>, string[], string]>)(
		'refuses to start %s %j %j: %s',
		async (code, values, results, errorCode) => {
			const before = site.store.count('SysProcessLog');
			expect(await run(code, values, results)).toEqual(refusal(errorCode));
			expect(site.stats.processStarts).toEqual({});
			expect(site.store.count('SysProcessLog')).toBe(before);
		},
	);

	it('refuses users who may not start processes', async () => {
		const answer = await run('UsrSum', { FirstNumber: '1' }, ['Sum'], await signedIn(site, USERS.readOnly));
		expect(answer).toEqual(refusal('SecurityException'));
	});

	it('hides what went wrong inside an element; the log has it', async () => {
		const answer = await run('UsrFailInside', { Message: 'No stock.' }, ['Reached']);
		expect(answer).toMatchObject({
			processStatus: 3,
			resultParameterValues: { Reached: 'before the failure' },
			success: false,
			errorInfo: {
				errorCode: null,
				message:
					'An error has occurred during the process execution. Please check the process log for details',
			},
		});
		const row = logRow(answer.processId);
		expect(row?.StatusId).toBe(FAILED);
		expect(String(row?.ErrorDescription).split(/\r?\n/)[0]).toBe(
			'System.InvalidOperationException: No stock.',
		);
		const elements = await call(
			'GET',
			odata('SysProcessElementLog', {
				$filter: `SysProcess/Id eq ${answer.processId}`,
				$orderby: 'StartDate',
				$select: 'Caption,StatusId',
			}),
		);
		expect(elements.json<{ value: Array<{ Caption: string; StatusId: string }> }>().value).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ Caption: 'Note the progress', StatusId: COMPLETED }),
				expect.objectContaining({ Caption: 'Check the credit limit', StatusId: FAILED }),
			]),
		);
	});

	it('leaves success alone when the feature is off', async () => {
		site.switches.failedProcessClearsSuccess = false;
		const answer = await run('UsrFailInside');
		site.switches.failedProcessClearsSuccess = true;
		expect(answer).toMatchObject({ processStatus: 3, success: true, errorInfo: null });
	});

	it('fails inside when the record to change is missing, and undoes that element', async () => {
		const answer = await run('UsrChangeContact', { Contact: FIXED.accom, JobTitle: 'x' });
		expect(answer.processStatus).toBe(3);
		expect(logRow(answer.processId)?.ErrorDescription).toMatch(/^Terrasoft\.Common\.ItemNotFoundException: /);
	});

	it('changes a contact: only what is given', async () => {
		const answer = await run(
			'UsrChangeContact',
			{
				Contact: FIXED.andrewBaker.toUpperCase(),
				JobTitle: 'Captain',
				DoNotUseEmail: 'True',
				BirthDate: '1980-05-06',
			},
			['Changed'],
		);
		expect(answer.resultParameterValues).toEqual({ Changed: 3 });
		expect(site.store.rows('Contact', 'Id = ?', FIXED.andrewBaker)[0]).toMatchObject({
			JobTitle: 'Captain',
			DoNotUseEmail: true,
			BirthDate: '1980-05-06T00:00:00.0000000Z',
			MobilePhone: '+1 617 221 5187',
		});
	});

	it('takes and returns collections, nested ones as well', async () => {
		const lines = [
			{ Title: 'Laptop', Quantity: 2, Price: 100.5, Tags: [{ Name: 'new' }], Unknown: 1 },
			{ Title: 'Mouse', Quantity: '3', Price: '10' },
		];
		const values = { Lines: JSON.stringify(lines), Discount: '10' };
		const answer = await run('UsrPriceLines', values, ['PricedLines', 'Total']);
		const priced = [
			{ Title: 'Laptop', Amount: 180.9, Tags: [{ Name: 'new' }] },
			{ Title: 'Mouse', Amount: 27, Tags: [] },
		];
		expect(answer.resultParameterValues).toEqual({ PricedLines: priced, Total: 207.9 });
		site.switches.collectionResults = 'text';
		const asText = await run('UsrPriceLines', values, ['PricedLines']);
		site.switches.collectionResults = 'array';
		expect(asText.resultParameterValues).toEqual({ PricedLines: JSON.stringify(priced) });
	});

	it('returns every type as it was read', async () => {
		const given = {
			GuidValue: FIXED.accom.toUpperCase(),
			TextValue: 'a "b" <c>\n',
			IntegerValue: '-7',
			MoneyValue: '12.50',
			DateTimeValue: '2024-02-29T13:05:00Z',
			DateValue: '2024-02-29',
			TimeValue: '08:30',
			LookupValue: '',
			BooleanValue: 'true',
			CompositeObjectListValue: '[{"Name":"x","Number":1,"When":"2024-01-01T10:00:00"}]',
		};
		const answer = await run('UsrEveryType', given, [
			...Object.keys(given),
			'Float8Value',
			'ObjectListValue',
		]);
		expect(answer.resultParameterValues).toEqual({
			GuidValue: FIXED.accom,
			TextValue: 'a "b" <c>\n',
			IntegerValue: -7,
			MoneyValue: 12.5,
			// The server is two hours east of UTC.
			DateTimeValue: '2024-02-29T15:05:00',
			DateValue: '2024-02-29T00:00:00',
			TimeValue: '0001-01-01T08:30:00',
			LookupValue: ZERO,
			BooleanValue: true,
			CompositeObjectListValue: [{ Name: 'x', Number: 1, When: '2024-01-01T10:00:00', Contact: ZERO }],
			Float8Value: 0,
			ObjectListValue: [],
		});
	});

	it.each([
		['no body', undefined],
		['no JSON', '{"schemaName":'],
		['no object', '[]'],
		['a text of results', '{"schemaName":"UsrSum","resultParameterNames":"Sum"}'],
	])('400 for %s', async (_case, raw) => {
		const answer = await call('POST', `${SERVICE}/RunProcess`, {
			raw,
			headers: { 'Content-Type': 'application/json' },
		});
		expect(answer.status).toBe(400);
		expect(answer.text).toContain('<title>Request Error</title>');
		expect(site.stats.processStarts).toEqual({});
	});

	it('has verbs, and nothing below', async () => {
		expect((await call('GET', `${SERVICE}/RunProcess`)).status).toBe(405);
		expect((await call('POST', `${SERVICE}/Nope`, { body: {} })).status).toBe(404);
		expect((await call('POST', `${SERVICE}/RunProcess/x`, { body: {} })).status).toBe(404);
		expect(
			(await call('POST', `${SERVICE}/RunProcess`, { body: {}, headers: { BPMCSRF: 'x' } })).status,
		).toBe(403);
	});
});

describe('running and waiting', () => {
	it('queues background processes, and waits for them when results are asked for', async () => {
		expect(await run('UsrNightlyExport', { Rows: '3' })).toEqual({
			processId: ZERO,
			processStatus: 0,
			resultParameterValues: null,
			executionData: null,
			success: true,
			errorInfo: null,
		});
		const started = performance.now();
		const waited = await run('UsrNightlyExport', { Rows: '4' }, ['Exported']);
		expect(performance.now() - started).toBeGreaterThan(1400);
		expect(waited).toMatchObject({ processStatus: 2, resultParameterValues: { Exported: 4 } });
		expect(site.stats.processStarts).toEqual({ UsrNightlyExport: 2 });
	});

	it('takes three seconds; the log has no row meanwhile', async () => {
		const started = performance.now();
		const slow = run('UsrSlowReport', {}, ['Pages']);
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(site.store.count('SysProcessLog', "Name = 'Slow report'")).toBe(0);
		expect(site.stats.processStarts).toEqual({ UsrSlowReport: 1 });
		const { processId, resultParameterValues } = await slow;
		expect(performance.now() - started).toBeGreaterThan(2900);
		expect(resultParameterValues).toEqual({ Pages: 7 });
		expect(Number(logRow(processId)?.DurationInMilliseconds)).toBeGreaterThan(2900);
	});

	it('goes on after a lost answer', async () => {
		site.faults.add({ match: { path: /RunProcess/ }, fault: { kind: 'resetAfter' } });
		await expect(run('UsrSum', { FirstNumber: '1' })).rejects.toThrow();
		expect(site.stats.processStarts).toEqual({ UsrSum: 1 });
	});

	const openTask = (): { elementUId: string; activityId: string } => {
		const [activity] = site.store.rows(
			'Activity',
			"Title = 'Decide about the discount' AND StatusId = '384d4b84-58e6-df11-971b-001d60e938c6'",
		);
		return { elementUId: String(activity?.ProcessElementId), activityId: String(activity?.Id) };
	};
	const post = async (method: string, given: object) =>
		(await call('POST', `${SERVICE}/${method}`, { body: given })).json<Record<string, unknown>>();

	it('waits for a user task until it is completed with values', async () => {
		const { processId, ...answer } = await run('UsrApproveDiscount', { Discount: '5' }, ['Outcome']);
		expect(answer).toMatchObject({
			processStatus: 1,
			success: true,
			resultParameterValues: { Outcome: '' },
		});
		expect(logRow(processId)?.StatusId).toBe(RUNNING);
		const { elementUId } = openTask();
		expect(await post('GetProcessElementStatus', { processElementUId: elementUId })).toEqual({ status: 1 });
		expect(await post('GetRunningProcessesCount', { schemaName: 'UsrApproveDiscount' })).toEqual({
			count: 1,
		});
		expect(
			await post('CompleteExecuting', {
				processElementUId: elementUId,
				parameterValues: [{ name: 'Approved', value: 'true' }],
			}),
		).toMatchObject({ success: true });
		expect(logRow(processId)?.StatusId).toBe(COMPLETED);
		expect(await post('GetProcessElementStatus', { processElementUId: elementUId })).toEqual({ status: 2 });
		expect(await post('GetRunningProcessesCount', { schemaName: 'UsrApproveDiscount' })).toEqual({
			count: 0,
		});
		expect(await post('CompleteExecuting', { processElementUId: elementUId })).toMatchObject({
			success: false,
			errorInfo: { errorCode: 'ItemNotFoundException' },
		});
	});

	it.each([
		['in the path', (uId: string) => `${SERVICE}/ExecProcElByUId/${uId}`],
		['in the query', (uId: string) => `${SERVICE}/ExecProcElByUId?ProcessElementUID=${uId}`],
	])('goes on by ExecProcElByUId, the element %s', async (_where, address) => {
		const { processId } = await run('UsrApproveDiscount', { Discount: '5' });
		const path = address(openTask().elementUId);
		expect((await call('POST', path, { body: {} })).status).toBe(405);
		expect((await call('GET', path)).status).toBe(200);
		expect(logRow(processId)?.StatusId).toBe(COMPLETED);
		expect((await call('GET', path)).status).toBe(500);
	});

	it('goes on when the activity is completed', async () => {
		const { processId } = await run('UsrApproveDiscount', { Discount: '5' });
		await call('PATCH', odata(`Activity(${openTask().activityId})`), {
			body: { StatusId: '4bdbb88f-58e6-df11-971b-001d60e938c6' },
		});
		const row = await call('GET', odata(`SysProcessLog(${processId})`, { $select: 'StatusId' }));
		expect(row.json()).toMatchObject({ StatusId: COMPLETED });
	});

	it('is cancelled while it waits', async () => {
		const { processId } = await run('UsrApproveDiscount', { Discount: '5' });
		expect(await post('CancelExecution', { processDataIds: processId })).toMatchObject({ success: true });
		expect(logRow(processId)?.StatusId).toBe(CANCELED);
		expect(await post('CancelExecution', { processDataIds: processId })).toMatchObject({ success: false });
	});

	it('runs once for every value', async () => {
		expect(
			await post('RunProcessForEachValue', {
				schemaName: 'UsrSum',
				inputParameterName: 'FirstNumber',
				values: ['1', '2', '3'],
			}),
		).toMatchObject({ success: true });
		expect(site.stats.processStarts).toEqual({ UsrSum: 3 });
	});
});

describe("with the test's own clock", () => {
	let now = Date.parse('2026-01-05T10:00:00Z');
	let own: Emulator;
	let send: Send;
	beforeAll(async () => {
		own = await startEmulator({ sampleData: false, clock: () => new Date(now) });
		send = await signedIn(own);
	});
	afterAll(() => own.stop());

	const status = async (caption: string) => {
		const answer = await send('GET', odata('VwSysProcessLog', { $filter: `Name eq '${caption}'` }));
		return answer.json<{ value: Array<{ StatusId: string; Id: string }> }>().value[0];
	};
	const start = (schemaName: string) => send('POST', `${SERVICE}/RunProcess`, { body: { schemaName } });

	it('lets a timer run out', async () => {
		expect((await start('UsrRemindLater')).json<RunAnswer>().processStatus).toBe(1);
		now += 1999;
		expect((await status('Remind later'))?.StatusId).toBe(RUNNING);
		now += 1;
		expect((await status('Remind later'))?.StatusId).toBe(COMPLETED);
	});

	it('shows a background process while it works, and cancels it when its element ends', async () => {
		await start('UsrNightlyExport');
		const row = await status('Nightly export');
		expect(row?.StatusId).toBe(RUNNING);
		await send('GET', `${SERVICE}/CancelExecution?processDataIds=${row?.Id}`);
		expect((await status('Nightly export'))?.StatusId).toBe(CANCELLING);
		now += 1500;
		expect((await status('Nightly export'))?.StatusId).toBe(CANCELED);
	});
});

describe('a process that calls back', () => {
	it('is running when Creatio answers, and posts to the address when it ends', async () => {
		const listener = createServer().listen(0, '127.0.0.1');
		await once(listener, 'listening');
		const { port } = listener.address() as AddressInfo;
		const called = once(listener, 'request');
		const values = { CallbackUrl: `http://127.0.0.1:${port}/wake?signature=x`, Amount: '7' };
		expect(await run('UsrCallBack', values)).toMatchObject({ processStatus: 1, success: true });
		const [request, response] = (await called) as [IncomingMessage, ServerResponse];
		expect([request.method, request.url]).toEqual(['POST', '/wake?signature=x']);
		expect(await json(request)).toEqual({ approved: true, amount: 7 });
		response.end();
		listener.close();
	});
});

describe('on .NET', () => {
	it.each([
		['8.1', [{ Key: 'Sum', Value: 3 }]],
		['8.2.3', { Sum: 3 }],
	] as const)('%s spells results in its own way', async (version, expected) => {
		const net = await startEmulator({ hosting: 'net', version, sampleData: false });
		const send = await signedIn(net);
		const service = SERVICE.slice(2);
		const answer = await send('POST', `${service}/RunProcess`, {
			body: body('UsrSum', { FirstNumber: '1', SecondNumber: '2' }, ['Sum']),
		});
		expect(answer.json<RunAnswer>().resultParameterValues).toEqual(expected);
		expect((await send('GET', `${service}/RunProcess`)).status).toBe(404);
		const broken = await send('POST', `${service}/RunProcess`, { raw: '{' });
		expect([broken.status, broken.text]).toEqual([400, '']);
		await net.stop();
	});
});

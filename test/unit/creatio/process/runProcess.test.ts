import { CreatioError } from '../../../../nodes/shared/basics/errors';
import {
	failureOfRun,
	readRunAnswer,
	runProcess,
	runRequest,
} from '../../../../nodes/shared/creatio/process/runProcess';
import { fakeSite, lostAnswer, pageOf } from '../fakeSite';
import { ORDER, RUN, sample, ZERO } from './fakes';

const context = { schema: ORDER, sessionZone: 'UTC' };
const START = { code: 'UsrOrder', parameters: [{ name: 'Count', value: '1' }], results: ['Number'] };
const LOOK_THERE =
	'An error has occurred during the process execution. Please check the process log for details';
const errorInfo = (message: string, errorCode = '') => ({
	success: false,
	errorInfo: { message, errorCode },
});

describe('the start of a process', () => {
	it('is one request that is never repeated', () => {
		expect(runRequest({ ...START, code: ' UsrOrder ' })).toEqual({
			method: 'POST',
			service: 'serviceModel',
			path: 'ProcessEngineService.svc/RunProcess',
			json: {
				schemaName: 'UsrOrder',
				parameterValues: [{ name: 'Count', value: '1' }],
				resultParameterNames: ['Number'],
			},
			form: 'own',
			repeat: 'once',
			timeoutMs: 300_000,
		});
	});

	it.each(['', 'Place an order', 'a/b', '../x', 'Usr%2e', 'UsrOrder?'])('refuses the code "%s"', (code) => {
		expect(() => runRequest({ ...START, code })).toThrow(
			expect.objectContaining({ kind: 'input', message: expect.stringContaining('field Process') }),
		);
	});
});

describe('the answer', () => {
	const read = (json: unknown) => readRunAnswer(json, 'UsrOrder', context);

	it('that was recorded is a completed run', () => {
		expect(read(JSON.parse(sample('process/runprocess-post-200-fixture.json')))).toEqual({
			kind: 'completed',
			processId: RUN,
			results: { Output: 'done' },
		});
	});

	it.each<[string, object, object]>([
		[
			'done, whatever success says',
			{ processId: RUN, processStatus: 2, success: false },
			{ kind: 'completed' },
		],
		[
			'done under a name',
			{ processId: RUN, processStatus: 'Completed', success: true },
			{ kind: 'completed' },
		],
		['waiting', { processId: RUN, processStatus: 1, success: true }, { kind: 'running', processId: RUN }],
		[
			'failed, although success is true',
			{ processId: RUN, processStatus: 3, success: true },
			{ kind: 'failed', processId: RUN },
		],
		[
			'failed with a reason and results',
			{
				processId: RUN,
				processStatus: 3,
				resultParameterValues: { Number: 'A-1' },
				...errorInfo('Broken', 'KeyNotFoundException'),
			},
			{ kind: 'failed', message: 'Broken', errorCode: 'KeyNotFoundException', results: { Number: 'A-1' } },
		],
		['cancelled', { processId: RUN, processStatus: 4, success: true }, { kind: 'cancelled' }],
		['cancelling', { ProcessId: RUN, ProcessStatus: 5, Success: true }, { kind: 'cancelled' }],
		[
			'queued',
			{ processId: ZERO, processStatus: 0, success: true },
			{ kind: 'queued', processId: undefined },
		],
		[
			'refused',
			{
				processId: ZERO,
				processStatus: 0,
				...errorInfo('No start', 'ProcessCannotBeManuallyStartedException'),
			},
			{ kind: 'refused', message: 'No start' },
		],
		[
			'refused without a status',
			errorInfo('Result X was not found', 'ItemNotFoundException'),
			{ kind: 'refused' },
		],
		[
			'failed where it has an ID and no status',
			{ processId: RUN, processStatus: 0, ...errorInfo('Broken') },
			{ kind: 'failed', processId: RUN },
		],
		[
			'pairs of old sites',
			{ processId: RUN, processStatus: 2, resultParameterValues: [{ Key: 'Total', Value: '5' }] },
			{ kind: 'completed', results: { Total: 5 } },
		],
	])('says %s', (_what, json, outcome) => {
		expect(read(json)).toMatchObject(outcome);
	});

	it.each([
		undefined,
		null,
		'text',
		[],
		{},
		{ success: true },
		{ processStatus: 9 },
		{ processStatus: 'constructor' },
	])('%j leaves open what happened', (json) => {
		expect(() => read(json)).toThrow(expect.objectContaining({ kind: 'unreadable', perhapsDone: true }));
	});

	it('becomes an error where it is not a success', () => {
		const failure = (json: object) => failureOfRun(read(json), 'UsrOrder');
		expect(failure({ processStatus: 2, processId: RUN })).toBeUndefined();
		expect(failure({ processStatus: 1, processId: RUN })).toBeUndefined();
		expect(failure({ processStatus: 0, processId: ZERO, success: true })).toBeUndefined();
		expect(failure({ processStatus: 3, processId: RUN, ...errorInfo('Broken') })).toMatchObject({
			kind: 'invalid',
			message: 'The process UsrOrder failed: Broken',
			cure: expect.stringContaining(RUN),
		});
		expect(failure({ processStatus: 4, processId: RUN })?.message).toMatch(/cancelled in Creatio/);
		const refused = (code: string) => failure({ processStatus: 0, ...errorInfo('No', code) });
		expect(refused('ProcessCannotBeManuallyStartedException')?.cure).toMatch(/simple start event/);
		expect(refused('ItemNotFoundException')?.cure).toMatch(/result parameters/);
		expect(refused('KeyNotFoundException')?.cure).toMatch(/compile/);
		expect(refused('SecurityException')).toMatchObject({
			kind: 'forbidden',
			cure: expect.stringMatching(/right/),
		});
	});
});

describe('a run', () => {
	it.each([
		['points to it', LOOK_THERE],
		['says nothing', ''],
	])('that failed is explained from the process log where the answer %s', async (_what, words) => {
		const { connection, requests } = fakeSite(({ path }, query) => {
			if (path.endsWith('/RunProcess'))
				return { json: { processId: RUN, processStatus: 3, ...errorInfo(words) } };
			const row = { ErrorDescription: 'System.Exception: No stock\r\n   at A.B()', StatusId: '' };
			return pageOf([row], query);
		});
		const outcome = await runProcess(connection, START, context);
		expect(outcome).toMatchObject({ kind: 'failed', message: 'System.Exception: No stock' });
		expect(requests.filter(({ repeat }) => repeat === 'once')).toHaveLength(1);
	});

	it('stays failed where the log is not shown', async () => {
		const { connection } = fakeSite(({ path }) =>
			path.endsWith('/RunProcess')
				? { json: { processId: RUN, processStatus: 3, ...errorInfo(LOOK_THERE) } }
				: new CreatioError('network', 'The connection broke'),
		);
		expect(await runProcess(connection, START, context)).toMatchObject({
			kind: 'failed',
			message: LOOK_THERE,
		});
	});

	it.each([
		['a lost answer', lostAnswer()],
		['an answer of somebody else', { json: { value: [] } }],
		['a cut answer', { text: '{"processId":' }],
	])('may have begun after %s, and is not started again', async (_what, answer) => {
		const { connection, requests } = fakeSite(() => answer);
		await expect(runProcess(connection, START, context)).rejects.toMatchObject({
			perhapsDone: true,
			message: expect.stringContaining('The process UsrOrder may have been started'),
			cure: expect.stringContaining('process log'),
		});
		expect(requests).toHaveLength(1);
	});

	it.each([
		['timeout', 'raise the option "Process Timeout (Seconds)"'],
		['cancelled', 'does not stop a process: it continues in Creatio'],
	] as const)('says after a %s what that means for the process', async (kind, cure) => {
		const { connection } = fakeSite(() => new CreatioError(kind, 'No answer', { perhapsDone: true }));
		await expect(runProcess(connection, START, context)).rejects.toMatchObject({
			kind,
			message: 'No answer. The process UsrOrder may have been started',
			cure: expect.stringContaining(cure),
		});
	});

	it('has not begun where nothing was sent', async () => {
		const { connection } = fakeSite(() => new CreatioError('address', 'There is no host'));
		await expect(runProcess(connection, START, context)).rejects.toMatchObject({
			message: 'There is no host',
		});
	});
});

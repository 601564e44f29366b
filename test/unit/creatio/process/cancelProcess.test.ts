import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { cancelProcess } from '../../../../nodes/shared/creatio/process/cancelProcess';
import { PROCESS_STATUS } from '../../../../nodes/shared/creatio/process/processLog';
import { type Answer, fakeSite, lostAnswer, notFound, pageOf } from '../fakeSite';
import { RUN } from './fakes';

/** A site whose process log has the run with this status. */
function site(
	answer: (method: string) => Answer,
	status: keyof typeof PROCESS_STATUS = 'cancelled',
	log?: CreatioError,
) {
	return fakeSite(({ path, method }, query) =>
		path.startsWith('ProcessEngineService')
			? answer(method)
			: (log ?? pageOf([{ Id: RUN, StatusId: PROCESS_STATUS[status] }], query)),
	);
}

describe('a run', () => {
	it('is cancelled, and its state comes from the process log', async () => {
		const { connection, requests } = site(() => ({}), 'cancelling');
		expect(await cancelProcess(connection, RUN.toUpperCase())).toMatchObject({
			kind: 'running',
			processId: RUN,
		});
		expect(requests[0]).toMatchObject({
			method: 'POST',
			service: 'serviceModel',
			path: 'ProcessEngineService.svc/CancelExecution',
			json: { processDataIds: RUN },
			repeat: 'harmless',
		});
	});

	it.each([
		notFound(),
		new CreatioError('invalid', 'Method not allowed', { status: 405, reason: 'verbRefused' }),
	])('is cancelled by GET where the site answers to POST with: %s', async (error) => {
		const { connection, requests } = site((method) => (method === 'POST' ? error : {}));
		await cancelProcess(connection, RUN);
		expect(requests[1]).toMatchObject({
			method: 'GET',
			path: `ProcessEngineService.svc/CancelExecution?processDataIds=${RUN}`,
		});
	});

	it('has ended by the log although the answer got lost', async () => {
		expect(await cancelProcess(site(lostAnswer).connection, RUN)).toMatchObject({ kind: 'cancelled' });
	});

	it.each<[string, Parameters<typeof site>]>([
		['it still runs after a lost answer', [lostAnswer, 'running']],
		[
			'the log cannot be read',
			[() => ({}), 'cancelled', new CreatioError('network', 'The connection broke')],
		],
	])('may have been cancelled where %s', async (_, behaviour) => {
		await expect(cancelProcess(site(...behaviour).connection, RUN)).rejects.toMatchObject({
			perhapsDone: true,
			message: expect.stringContaining(`The process run ${RUN} may have been cancelled`),
		});
	});

	it('was not cancelled where the site refuses it', async () => {
		const refused = new CreatioError('forbidden', 'No rights', { status: 403 });
		const { connection, requests } = site(() => refused);
		await expect(cancelProcess(connection, RUN)).rejects.toBe(refused);
		expect(requests).toHaveLength(1);
	});
});

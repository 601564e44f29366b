import { run } from '../../../../nodes/CreatioProcess/operations/run.operation';
import { PROCESS_STATUS } from '../../../../nodes/shared/creatio/process/processLog';
import { fakeSite, notFound, pageOf } from '../../creatio/fakeSite';
import { RUN } from '../../creatio/process/fakes';
import { fakeContext, located } from '../form/fakeForm';

/** A site whose process never ends, and a clock that only the pauses of the node move. */
function siteThatRuns() {
	const { connection, requests } = fakeSite(({ path }, query) => {
		if (path.endsWith('/RunProcess')) return { json: { processId: RUN, processStatus: 1, success: true } };
		if (path.startsWith('SysProcessLog'))
			return pageOf([{ Id: RUN, StatusId: PROCESS_STATUS.running }], query);
		return notFound();
	});
	const pauses: number[] = [];
	let now = Date.now();
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	const wait = async (ms: number) => {
		pauses.push(ms);
		now += ms;
	};
	return { connection: { ...connection, wait }, requests, pauses };
}

afterEach(() => jest.restoreAllMocks());

it('the times of Run Process are seconds in the form, and kept', async () => {
	const { connection, requests, pauses } = siteThatRuns();
	const form = {
		process: located('UsrOrder', 'code'),
		parameterMode: 'json',
		parametersJson: '{}',
		wait: 'done',
		interval: 20,
		waitLimit: 50,
		options: { processTimeout: 7 },
	};
	const [item] = await run.begin(fakeContext(form, { client: { connection } }))([0]);
	expect(item?.outcome).toMatchObject({ done: false, error: { kind: 'timeout', perhapsDone: true } });
	expect(pauses).toEqual([20_000, 20_000, 10_000]);
	expect(requests.find(({ path }) => path.endsWith('/RunProcess'))?.timeoutMs).toBe(7_000);
});

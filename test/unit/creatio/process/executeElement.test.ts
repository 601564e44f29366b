import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { executeElement } from '../../../../nodes/shared/creatio/process/executeElement';
import { fakeSite, lostAnswer } from '../fakeSite';
import { RUN } from './fakes';

describe('an element', () => {
	it('is executed once', async () => {
		const { connection, requests } = fakeSite(() => ({}));
		await executeElement(connection, RUN);
		expect(requests).toMatchObject([
			{ method: 'GET', path: `ProcessEngineService.svc/ExecProcElByUId/${RUN}`, repeat: 'once' },
		]);
	});

	it.each(['00000000-0000-0000-0000-000000000000', '{00000000-0000-0000-0000-000000000000}'])(
		'is not %s, by which Creatio says that there is none',
		async (id) => {
			const { connection, requests } = fakeSite(() => ({}));
			await expect(executeElement(connection, id)).rejects.toMatchObject({
				kind: 'input',
				message: expect.stringMatching(/field Element ID.*there is none/),
			});
			expect(requests).toEqual([]);
		},
	);

	it.each([
		[lostAnswer(), `The element ${RUN} may have been executed`],
		[
			new CreatioError('server', 'host answered with status 500', { status: 500, perhapsDone: true }),
			`host answered with status 500. The element ${RUN} may have been executed`,
		],
		[new CreatioError('forbidden', 'No rights'), 'No rights'],
	])('is reported after %s, and not executed again', async (error, message) => {
		const { connection, requests } = fakeSite(() => error);
		await expect(executeElement(connection, RUN)).rejects.toMatchObject({
			message: expect.stringContaining(message),
		});
		expect(requests).toHaveLength(1);
	});
});

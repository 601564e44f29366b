import { CreatioError, outcomeUnknown } from '../../../nodes/shared/basics/errors';

describe('the error of what may have been done', () => {
	it('keeps what happened, and says what is not known and where to look', () => {
		const cause = new CreatioError('timeout', 'No answer.', { status: 504, perhapsDone: true });
		expect(outcomeUnknown(cause, 'It may have been done', 'Look.')).toMatchObject({
			kind: 'timeout',
			message: 'No answer. It may have been done',
			cure: 'Look.',
			status: 504,
			perhapsDone: true,
			cause,
		});
	});

	it('is one whatever was thrown', () => {
		expect(outcomeUnknown('?', 'It may have been done', 'Look.')).toMatchObject({
			message: 'It may have been done',
			perhapsDone: true,
		});
	});
});

import {
	CreatioError,
	notDone,
	outcomeUnknown,
	reworded,
	withPerhapsDone,
} from '../../../nodes/shared/basics/errors';

const FAILURE = new CreatioError('throttled', 'No answer.', {
	reason: 'unexplained',
	cure: 'Wait.',
	status: 504,
	perhapsDone: true,
	mayPass: false,
	retryAfterMs: 5,
});

/** What callers act on. */
const FACTS = { kind: 'throttled', reason: 'unexplained', status: 504, mayPass: false, retryAfterMs: 5 };

describe('an error of which more is known', () => {
	it('has other words', () => {
		const words = { message: 'Gone', cure: 'Look.' };
		expect(reworded(FAILURE, 'Gone', 'Look.')).toMatchObject({ ...FACTS, ...words, perhapsDone: true });
		expect(reworded(FAILURE, 'Gone').cure).toBe('Wait.');
	});

	it('has another outcome', () => {
		expect(withPerhapsDone(FAILURE, true)).toBe(FAILURE);
		expect(withPerhapsDone(FAILURE, false)).toMatchObject({
			...FACTS,
			message: 'No answer.',
			cure: 'Wait.',
			perhapsDone: false,
			cause: FAILURE,
		});
		expect(withPerhapsDone('?', true)).toBe('?');
	});

	it('is certain not to have done anything, which its cure says', () => {
		const cure = expect.stringMatching(/^Wait\. .*nothing was written/);
		expect(notDone(FAILURE)).toMatchObject({ ...FACTS, cure, perhapsDone: false });
	});
});

describe('the error of an outcome that is not known', () => {
	it('keeps what happened, and says what is not known and where to look', () => {
		expect(outcomeUnknown(FAILURE, 'It may have been done', 'Look.')).toMatchObject({
			kind: 'throttled',
			message: 'No answer. It may have been done',
			cure: 'Look.',
			status: 504,
			perhapsDone: true,
			cause: FAILURE,
		});
	});

	it('is one whatever was thrown', () => {
		expect(outcomeUnknown('?', 'It may have been done', 'Look.')).toMatchObject({
			message: 'It may have been done',
			perhapsDone: true,
		});
	});
});

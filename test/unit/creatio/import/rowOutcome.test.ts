import fc from 'fast-check';

import { CreatioError, inputError } from '../../../../nodes/shared/basics/errors';
import {
	failure,
	isFailure,
	mayPassLater,
	skipped,
	together,
} from '../../../../nodes/shared/creatio/import/rowOutcome';

const lost = new CreatioError('network', 'The connection broke', { perhapsDone: true });
const away = new CreatioError('unavailable', 'The site is away');
const refused = inputError('Age takes a number');

describe('the outcome of a row', () => {
	it('is open where it may have been written, and failed where it was not', () => {
		expect([lost, away, refused].map((error) => failure(error).result)).toEqual(['open', 'failed', 'failed']);
	});

	it('may be another one later where nothing was decided', () => {
		expect([lost, away, refused].map((error) => mayPassLater(failure(error)))).toEqual([true, true, false]);
		expect([undefined, skipped('')].map(mayPassLater)).toEqual([false, false]);
	});

	it('of several writes is a failure if one of them failed, and names all records', () => {
		const outcome = fc.constantFrom(failure(refused, ['a']), skipped('gone'), {
			result: 'updated' as const,
			ids: ['b'],
		});
		fc.assert(
			fc.property(fc.array(outcome, { minLength: 1, maxLength: 6 }), (outcomes) => {
				const all = together(outcomes);
				expect(isFailure(all)).toBe(outcomes.some(isFailure));
				expect(all.result === 'skipped').toBe(outcomes.every(({ result }) => result === 'skipped'));
				expect(all.ids).toEqual(outcomes.flatMap(({ ids }) => ids));
			}),
		);
	});
});

import type { Attempt } from '../../../../nodes/shared/basics/attempt';
import { CreatioError, type ErrorDetails, type ErrorKind } from '../../../../nodes/shared/basics/errors';
import {
	type Circumstances,
	type Finding,
	impliedBy,
	isDivisible,
	isFinal,
	mayBeDone,
	nextStep,
	type Settlement,
} from '../../../../nodes/shared/creatio/bulk/settlement';

const error = (kind: ErrorKind, details: ErrorDetails = {}) => new CreatioError(kind, 'why', details);
const lost = () => error('timeout', { status: 504, perhapsDone: true });
const broken = () => error('server', { status: 500, perhapsDone: true });
const refused = () => error('invalid', { reason: 'duplicate' });
const failed = (cause: unknown): Attempt<string> => ({ done: false, error: cause });
const FOUND: Finding<string> = { kind: 'done', result: 'found' };
const NOT_DONE: Finding<string> = { kind: 'notDone' };
const UNKNOWN: Finding<string> = { kind: 'unknown' };

const PROOF: Settlement = { shows: 'proof', isHarmless: false };
const SIGN: Settlement = { shows: 'sign', isHarmless: false };
const HARMLESS: Settlement = { shows: 'nothing', isHarmless: true };
const REPORTED: Settlement = { shows: 'nothing', isHarmless: false };

describe('whether a write that failed may have been done', () => {
	const first: Circumstances = { saysDone: false, wasRepeated: false };
	const saysDone = { ...first, saysDone: true };
	const repeated = { ...first, wasRepeated: true };
	it.each<[string, CreatioError, Settlement, Circumstances, boolean]>([
		['when the answer is lost', lost(), PROOF, first, true],
		['also of what nothing can settle', lost(), REPORTED, first, true],
		['when the server failed', broken(), PROOF, first, true],
		['not when it was refused', refused(), PROOF, first, false],
		['but when the refusal says so', refused(), PROOF, saysDone, true],
		['not where nothing shows it', refused(), HARMLESS, saysDone, false],
		['when the second attempt was refused', refused(), PROOF, repeated, true],
		['not when the second harmless attempt was', refused(), HARMLESS, repeated, false],
		['not when the site was too busy', error('throttled'), PROOF, first, false],
	])('%s', (_, cause, settlement, circumstances, expected) => {
		expect(mayBeDone(cause, settlement, circumstances)).toBe(expected);
	});
});

describe('the step after a look', () => {
	const perhaps = 'perhaps done';
	const found = { done: true, value: 'found' };
	it.each<[string, CreatioError, Settlement, Finding<string>, boolean, unknown]>([
		['what is found is done', lost(), PROOF, FOUND, true, found],
		['also after a refusal that it explains', refused(), PROOF, FOUND, true, found],
		['a key that others may have chosen proves it', lost(), SIGN, FOUND, true, found],
		['but not after a refusal', refused(), SIGN, FOUND, true, failed(perhaps)],
		[
			'whatever its status',
			error('invalid', { reason: 'duplicate', perhapsDone: true }),
			SIGN,
			FOUND,
			true,
			failed(perhaps),
		],
		['what is not there is sent again', lost(), PROOF, NOT_DONE, true, 'repeat'],
		['not for ever, and it may still come', lost(), PROOF, NOT_DONE, false, failed(perhaps)],
		[
			'what is not there after a decision of the site is not sent again',
			broken(),
			PROOF,
			NOT_DONE,
			true,
			failed(expect.objectContaining({ message: 'why', status: 500, perhapsDone: false })),
		],
		['a refusal stays as it is', refused(), PROOF, NOT_DONE, true, failed(refused())],
		['what cannot be looked up is not sent again', lost(), PROOF, UNKNOWN, true, failed(perhaps)],
		['even after a refusal', refused(), PROOF, UNKNOWN, true, failed(perhaps)],
		['unless it is harmless', lost(), HARMLESS, UNKNOWN, true, 'repeat'],
		['not for ever either', lost(), HARMLESS, UNKNOWN, false, failed(perhaps)],
	])('%s', (_, cause, settlement, finding, mayRepeat, expected) => {
		const saysDone = cause.reason === 'duplicate';
		const failure = { error: cause, mayBeDone: true, saysDone, finding, mayRepeat };
		expect(nextStep({ ...failure, perhapsDone: () => perhaps }, settlement)).toEqual(expected);
	});

	it.each([
		[true, 'repeat'],
		[false, failed(error('throttled'))],
	])('what was certainly not done may be sent again: %s', (mayRepeat, expected) => {
		const busy = {
			error: error('throttled'),
			mayBeDone: false,
			saysDone: false,
			finding: UNKNOWN,
			mayRepeat,
		};
		expect(nextStep({ ...busy, perhapsDone: () => perhaps }, REPORTED)).toEqual(expected);
	});
});

it.each<[ErrorKind, ErrorDetails, boolean, boolean]>([
	['invalid', {}, true, true],
	['server', { reason: 'unexplained', status: 500 }, true, true],
	['server', { reason: 'reloading' }, false, false],
	['tooLarge', {}, true, true],
	['forbidden', { reason: 'unexplained' }, true, true],
	['forbidden', {}, true, false],
	['invalid', { reason: 'verbRefused' }, true, false],
	['unreadable', { mayPass: true }, false, true],
	['unreadable', {}, false, true],
	['session', {}, false, false],
	['unavailable', {}, false, false],
	['network', {}, false, false],
	['cancelled', {}, true, false],
])(
	'an error of kind %s %j is final: %s, and may be the fault of one write: %s',
	(kind, details, final, one) => {
		expect([isFinal(error(kind, details)), isDivisible(error(kind, details))]).toEqual([final, one]);
	},
);

describe('what looks at other writes show of one that cannot be looked up', () => {
	it.each<[string, ReadonlyArray<Finding<string>>, Finding<string>]>([
		['nothing where there are none', [], UNKNOWN],
		['that it was done', [NOT_DONE, FOUND], { kind: 'done', result: 'with the others' }],
		['that it was not', [NOT_DONE, NOT_DONE], NOT_DONE],
		['nothing where the site cannot be asked', [FOUND, UNKNOWN], UNKNOWN],
	])('%s', (_, found, expected) => {
		expect(impliedBy(found, () => 'with the others')).toEqual(expected);
	});
});

import {
	errorCodeOf,
	failingEnvelope,
	isErrorBody,
	PASSING,
	reasonIn,
	serverSentence,
} from '../../../nodes/shared/connection/serverWords';

describe('the sentence of an error body', () => {
	it.each<[unknown, string | undefined]>([
		[{ message: 'a' }, 'a'],
		[{ Message: 'a' }, 'a'],
		[{ MessageDetail: 'a' }, 'a'],
		[{ ExceptionMessage: 'a' }, 'a'],
		[{ Message: 'a', MessageDetail: 'b', ExceptionMessage: 'c' }, 'b'],
		[{ error: { message: 'a' } }, 'a'],
		[{ error: { message: 'a', innererror: { message: 'b' } } }, 'b'],
		[{ message: 'a', internalexception: { message: 'b' } }, 'b'],
		[{ Message: 'a', InnerException: { Message: 'b' } }, 'b'],
		[{ message: 'a', innerexception: { Message: 'b' } }, 'b'],
		[{ responseStatus: { Message: 'a' } }, 'a'],
		[{ ResponseStatus: { Message: 'a' } }, 'a'],
		[{ errorInfo: { message: 'a' } }, 'a'],
		[{ GetResult: { errorInfo: { message: 'a' } } }, 'a'],
		[{ ResultOf: { message: 'a' } }, undefined],
		[{ other: { message: 'a' } }, undefined],
		[{ message: 5 }, undefined],
		[{ message: ' \n', Message: '' }, undefined],
		[{}, undefined],
		[null, undefined],
		['message', undefined],
		[undefined, undefined],
		// A prefix of the platform.
		[{ message: 'item : a item : b' }, 'a item : b'],
		[{ message: 'an item : a' }, 'an item : a'],
	])('of %j is %j', (body, sentence) => {
		expect(serverSentence(body)).toBe(sentence);
	});

	it.each([
		['An error has occurred.', false],
		['an error has occurred', false],
		['The request is invalid.', false],
		['The request is invalid', false],
		["The 'ObjectContent`1' type failed to serialize the response\nbody for json.", false],
		['An error has occurred. Ask for help.', true],
		['Oh! An error has occurred.', true],
		['Oh! The request is invalid.', true],
		['The request is invalid because of you.', true],
		["Oh! The 'ObjectContent`1' type failed to serialize.", true],
	])('"%s" explains something: %s', (words, explains) => {
		const inner = 'An error has occurred.';
		expect(serverSentence({ message: words, innererror: { message: inner } })).toBe(explains ? words : inner);
		expect(serverSentence({ message: words })).toBe(words);
	});

	it('is looked for to a limited depth, and has a limited length', () => {
		const nested = (depth: number): object =>
			depth === 0 ? { message: 'deep' } : { innererror: nested(depth - 1) };
		expect(serverSentence(nested(12))).toBe('deep');
		expect(serverSentence(nested(13))).toBeUndefined();
		expect(serverSentence({ message: `a${'b'.repeat(5_000)}` })).toBe(`a${'b'.repeat(1_999)}`);
	});
});

describe('the reason in a sentence', () => {
	it.each([
		[undefined, 'unexplained'],
		['collection was modified; enumeration', 'reloading'],
		['Configuration is not initialized', 'reloading'],
		['After the compilation', 'reloading'],
		['The ram consumption limit of 2000 MB', 'outOfMemory'],
		['', undefined],
		['Something else', undefined],
	])('%j is %s', (sentence, reason) => {
		expect(reasonIn(sentence)).toBe(reason);
	});

	it.each([
		['collection was modified', true],
		['Configuration assembly is not initialized', true],
		['Another compilation is in progress', true],
		['The compilation failed', false],
		['The user is not initialized', false],
	])('"%s" passes by itself: %s', (sentence, passes) => {
		expect(PASSING.test(sentence)).toBe(passes);
	});
});

describe('a body that is only an error', () => {
	it.each<[unknown, boolean]>([
		[{ error: { message: 'a' } }, true],
		[{ error: null }, true],
		[{ error: {}, value: [] }, false],
		[{ error: {}, Message: 'a' }, false],
		[{ value: [] }, false],
		[{ Error: {} }, false],
		[{ Message: 'a' }, true],
		[{ Message: 'a', MessageDetail: 'b' }, true],
		[{ Message: 'a', ExceptionMessage: 'b', ExceptionType: 'c', StackTrace: 'd' }, true],
		[{ MessageDetail: 'b' }, false],
		[{ Message: 'a', Id: '1' }, false],
		[{ message: 'a' }, false],
		[{}, false],
		[[], false],
		[null, false],
		['error', false],
		[undefined, false],
	])('%j: %s', (body, isError) => {
		expect(isErrorBody(body)).toBe(isError);
	});
});

describe('an envelope that reports a failure', () => {
	const failing = { success: false };

	it.each<[unknown, unknown]>([
		[failing, failing],
		[
			{ Success: false, x: 1 },
			{ Success: false, x: 1 },
		],
		[{ success: true }, undefined],
		[{ success: 0 }, undefined],
		[{ success: false, values: {} }, undefined],
		[{ success: false, saveResult: 1 }, undefined],
		[{ success: false, QueryResults: [] }, undefined],
		[{ GetResult: failing }, failing],
		[{ GetResult: { OtherResult: failing } }, failing],
		[{ GetResult: { success: true } }, undefined],
		[{ GetResult: failing, x: 1 }, undefined],
		[{ ResultOf: failing }, undefined],
		[{ GetResult: 'no' }, undefined],
		[{}, undefined],
		[[failing], undefined],
		[null, undefined],
		[false, undefined],
	])('in %j is %j', (body, envelope) => {
		expect(failingEnvelope(body)).toEqual(envelope);
	});

	it.each<[object, string]>([
		[{ responseStatus: { ErrorCode: 'A' }, errorInfo: { errorCode: 'B' } }, 'A'],
		[{ responseStatus: { ErrorCode: '' }, errorInfo: { errorCode: 'B' } }, 'B'],
		[{ ErrorInfo: { ErrorCode: 'B' } }, 'B'],
		[{ errorInfo: { ErrorCode: 5 } }, ''],
		[{ ErrorCode: 'C' }, ''],
		[{}, ''],
	])('%j has the code "%s"', (envelope, code) => {
		expect(errorCodeOf(envelope as Record<string, unknown>)).toBe(code);
	});
});

import {
	errorCodeOf,
	failingEnvelope,
	isErrorBody,
	isGlobalFailure,
	isRoutingFailure,
	namesMissingRight,
	passes,
	reasonIn,
	sentenceIn,
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
		[{ ErrorMessage: 'a' }, 'a'],
		[{ error: 'a' }, 'a'],
		[{ title: 'Bad Request', detail: 'a', type: 'b', status: 400 }, 'a'],
		[{ title: 'a' }, 'a'],
		[{ errors: [{ message: 'a' }, { message: 'b' }] }, 'a'],
		[{ errors: ['a'] }, 'a'],
		[{ title: 'One or more validation errors occurred.', errors: { Name: ['a'] } }, 'a'],
		[{ Code: -1, Exception: 'System.Web.HttpException (0x80004005): a\r\n   at X.Y()' }, 'a'],
		[{ Code: 1, Exception: { Type: 'T', Message: 'a', StackTrace: 'b' } }, 'a'],
		[{ message: ' \n', Message: '' }, undefined],
		[{}, undefined],
		[null, undefined],
		['a', 'a'],
		['', undefined],
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
		['The input was not valid.', false],
		['Internal Server Error', false],
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
		['The compilation failed', undefined],
		['The input was not valid.', 'unexplained'],
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
		['Transaction (Process ID 64) was deadlocked on lock resources', true],
		['53300: sorry, too many clients already', true],
		['Execution Timeout Expired.', true],
		['The compilation failed', false],
		['The user is not initialized', false],
		[undefined, false],
	])('"%s" passes by itself: %s', (sentence, isPassing) => {
		expect(passes(sentence)).toBe(isPassing);
	});
});

describe('the sentence in a body of any form', () => {
	const sentenceOf = (text: string, json?: unknown) => sentenceIn(text, json);

	it('is that of JSON, of a fault of WCF, of the page of a service, or a short text', () => {
		expect(sentenceOf('{}', { message: 'a' })).toBe('a');
		const fault =
			'<Fault xmlns="http://schemas.microsoft.com/ws/2005/05/envelope/none"><Code><Value>Receiver</Value></Code><Reason><Text xml:lang="en-US">No such order</Text></Reason></Fault>';
		expect(sentenceOf(fault)).toBe('No such order');
		expect(sentenceOf('<s:Fault><faultstring>Old</faultstring></s:Fault>')).toBe('Old');
		const page = (p: string) =>
			`<html><body>${p}The server encountered an error processing the request. x</p>`;
		expect(sentenceOf(page('<p xmlns="">'))).toMatch(/^The server encountered an error/);
		expect(sentenceOf('Order 17 is closed\r\n   at A.B() in c:\\d.cs')).toBe('Order 17 is closed');
	});

	it.each([
		['', 'nothing'],
		['<html><body>Oh</body></html>', 'a page'],
		['x'.repeat(501), 'a document'],
		['{"cut', 'JSON that was cut off'],
	])('is not %j: %s', (text) => {
		expect(sentenceOf(text)).toBeUndefined();
	});
});

describe('failures by their form', () => {
	it.each([
		[{ Code: -1, Exception: 'x' }, true],
		[{ Code: 1, Exception: 'x' }, false],
		[{ Code: -1, Exception: null }, false],
		[{ Code: -1 }, false],
		[[], false],
	])('%j is that of the error handler: %s', (json, isIt) => {
		expect(isGlobalFailure(json)).toBe(isIt);
	});

	it.each([
		[{ Message: "No HTTP resource was found that matches the request URI 'x'.", MessageDetail: 'y' }, true],
		[{ Message: 'Oh' }, false],
		[{ Message: 'No HTTP resource was found', Id: 1 }, false],
	])('%j is that of the routing: %s', (json, isIt) => {
		expect(isRoutingFailure(json)).toBe(isIt);
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

describe('the exception of a missing right', () => {
	const type = 'System.Security.SecurityException';
	it.each([
		['in JSON', JSON.stringify({ error: { innererror: { message: 'No', type } } }), true],
		['in XML', `<m:error><m:innererror><m:type>${type}</m:type></m:innererror></m:error>`, true],
		['as text', `${type}: No`, true],
		['in an envelope', '{"responseStatus":{"ErrorCode":"SecurityException","Message":"No"}}', true],
		['in an envelope of newer sites', '{"errorInfo":{"errorCode": "SecurityException"}}', true],
		['not the one of a file', '{"responseStatus":{"ErrorCode":"FileSecurityException"}}', false],
		['not another one', JSON.stringify({ error: { innererror: { type: 'System.Exception' } } }), false],
		['not far behind', `${' '.repeat(50_000)}${type}`, false],
	])('%s', (_, body, isNamed) => {
		expect(namesMissingRight(body)).toBe(isNamed);
	});
});

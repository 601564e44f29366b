import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { withoutWcf } from '../../../../nodes/shared/basics/netJson';
import type { ServiceAnswer } from '../../../../nodes/shared/connection/serviceCall';
import { judge } from '../../../../nodes/shared/connection/verdict';
import { asked } from '../../connection/answers';
import { callWebService } from '../../../../nodes/shared/creatio/webservice/callService';
import {
	type AnswerReading,
	readWebServiceAnswer,
} from '../../../../nodes/shared/creatio/webservice/serviceAnswer';
import type { WebServiceBody } from '../../../../nodes/shared/creatio/webservice/serviceRequest';
import { fakeSite, lostAnswer } from '../fakeSite';

const sample = (name: string) =>
	readFileSync(path.join(__dirname, '../../../fixtures/wire-samples/services', name), 'utf8');

const lines = (name: string) => sample(name).trim().split('\n');

/** What the connection makes of an answer with status 200. */
function answer(
	body: string | Uint8Array,
	type = 'application/json',
	headers = {},
	form: 'own' | 'raw' = 'own',
): ServiceAnswer {
	const bytes = Buffer.from(body);
	const response = {
		status: 200,
		headers: { 'content-type': type, ...headers },
		setCookies: [],
		body: bytes,
	};
	const verdict = judge(response, asked(true), form);
	if (verdict.kind !== 'ok') throw verdict.error;
	return verdict.answer;
}

const READING: AnswerReading = { method: 'GetX', as: 'auto', simplify: true };

const read = (body: string | Uint8Array, type?: string, more: Partial<AnswerReading> = {}) =>
	readWebServiceAnswer(answer(body, type, {}, more.as === 'text' ? 'raw' : 'own'), { ...READING, ...more });

const failure = (body: string, more: Partial<AnswerReading> = {}): unknown => {
	try {
		return read(body, undefined, more);
	} catch (error) {
		return error;
	}
};

describe('recorded answers of services', () => {
	it('are values without their wrapper', () => {
		const [rights = '', licences = ''] = lines('rights-and-feature-200.jsonl');
		expect(read(rights, undefined, { method: 'GetCanExecuteOperation' })).toEqual({
			kind: 'json',
			value: true,
		});
		expect(read(licences, undefined, { method: 'GetLicOperationStatuses' })).toEqual({
			kind: 'json',
			value: { '...': '...' },
		});
		expect(read(rights, undefined, { method: 'GetCanExecuteOperation', simplify: false })).toEqual({
			kind: 'json',
			value: { GetCanExecuteOperationResult: true },
		});
	});

	it('are failures with the sentence of the server', () => {
		expect(failure(sample('custom-rest-wrapped-error-200.json'), { method: 'GetTablesName' })).toMatchObject({
			kind: 'forbidden',
			message: expect.stringMatching(/^Недостаточно прав/),
		});
		expect(lines('imageapi-upload-errors.jsonl').map((line) => failure(line))).toMatchObject([
			{ kind: 'invalid', message: 'File is not an image.' },
			{ kind: 'invalid', message: 'File type is not allowed.' },
		]);
	});
});

describe('an answer', () => {
	it.each<[string, string | Uint8Array, string, object]>([
		[
			'a wrapped value',
			'{"GetXResult":"abc"}',
			'application/json; charset=utf-8',
			{ kind: 'json', value: 'abc' },
		],
		['another letter case', '{"getxResult":[1]}', 'application/json', { kind: 'json', value: [1] }],
		[
			'with out parameters',
			'{"GetXResult":1,"more":2}',
			'application/json',
			{ value: { GetXResult: 1, more: 2 } },
		],
		['a result of another name', '{"FeatureState":1}', 'application/json', { value: { FeatureState: 1 } }],
		[
			'a good answer with empty words',
			'{"success":true,"error":"","description":"Pens","errors":[]}',
			'application/json',
			{ value: { success: true, error: '', description: 'Pens', errors: [] } },
		],
		['an empty error', '{"error":""}', 'application/json', { value: { error: '' } }],
		['a reason alone', '{"reason":"Sold out"}', 'application/json', { value: { reason: 'Sold out' } }],
		['a bare object', '{"SearchResult":1}', 'application/json', { value: { SearchResult: 1 } }],
		['a bare number', '42', 'application/json', { kind: 'json', value: 42 }],
		['a bare text', '"a"', 'application/json', { kind: 'json', value: 'a' }],
		['null', 'null', 'application/json', { kind: 'json', value: null }],
		['JSON in a text', '{"GetXResult":"{\\"A\\":1}"}', 'application/json', { value: { A: 1 } }],
		['text in brackets', '{"GetXResult":"[sic]"}', 'application/json', { value: '[sic]' }],
		[
			'dates',
			'{"GetXResult":{"D":"/Date(1700000000000+0300)/"}}',
			'application/json',
			{ value: { D: '2023-11-14T22:13:20.000Z' } },
		],
		['a dictionary', '{"GetXResult":[{"Key":"a","Value":true}]}', 'application/json', { value: { a: true } }],
		['plain text', 'abc', 'text/plain', { kind: 'text', text: 'abc' }],
		['JSON that calls itself text', '{"a":1}', 'text/plain', { kind: 'json', value: { a: 1 } }],
		['XML', '<a>1</a>', 'application/xml', { kind: 'xml', text: '<a>1</a>' }],
		['XML by its first line', '<?xml version="1.0"?><a/>', 'text/plain', { kind: 'xml' }],
		[
			'a file',
			new Uint8Array([0, 255, 10]),
			'application/pdf',
			{ kind: 'file', mimeType: 'application/pdf' },
		],
		[
			'bytes without a type',
			new Uint8Array([0, 255, 10]),
			'',
			{ kind: 'file', mimeType: 'application/octet-stream' },
		],
		['text without a type', 'é', '', { kind: 'text', text: 'é' }],
		['nothing', '', 'application/json', { kind: 'nothing' }],
	])('%s', (_what, body, type, shown) => {
		expect(read(body, type)).toMatchObject(shown);
	});

	it('is a file with its name where it says so', () => {
		const headers = { 'content-disposition': 'attachment; filename="Report 1.json"' };
		const file = readWebServiceAnswer(answer('{"a":1}', 'application/json', headers), READING);
		expect(file).toMatchObject({ kind: 'file', fileName: 'Report 1.json' });
		expect(file.kind === 'file' && Buffer.from(file.bytes).toString()).toBe('{"a":1}');
	});

	it('is read as the user wants', () => {
		expect(read('{"a":1}', undefined, { as: 'text' })).toEqual({ kind: 'text', text: '{"a":1}' });
		expect(read('{"a":1}', 'application/octet-stream', { as: 'json' })).toMatchObject({ value: { a: 1 } });
		expect(read('abc', 'text/plain', { as: 'file' })).toMatchObject({ kind: 'file', mimeType: 'text/plain' });
	});

	it.each([
		['at the top', '{"success":false,"errorInfo":{"message":"No"}}', 'No'],
		['in the result', '{"GetXResult":{"Success":false,"responseStatus":{"Message":"No"}}}', 'No'],
		['in JSON in a text', '{"GetXResult":"{\\"Success\\":false,\\"ExceptionMessage\\":\\"No\\"}"}', 'No'],
		['in words of its own', '{"success":false,"errorMessage":"No"}', 'No'],
		['in a text', '{"success":false,"error":"No"}', 'No'],
		['in an object', '{"success":false,"error":{"message":"No"}}', 'No'],
		['in a list', '{"success":false,"errors":["No","Neither"]}', 'No'],
		['in a problem', '{"success":false,"title":"Conflict","detail":"No"}', 'No'],
		['in a reason', '{"success":false,"reason":"No"}', 'No'],
		['by nothing but an error', '{"error":{"code":1,"message":"No"}}', 'No'],
		['by nothing but errors', '{"GetXResult":{"errors":[{"message":"No"}]}}', 'No'],
		['by nothing but words', '{"ErrorMessage":"No"}', 'No'],
		['by the error handler of the site', '{"Code":-1,"Exception":"System.Exception: No"}', 'No'],
		['beside values', '{"success":false,"values":null,"message":"No"}', 'No'],
		['without a reason', '{"success":false}', 'Creatio refused the request without a reason'],
	])('is a failure that is reported %s, in every format', (_where, body, message) => {
		for (const as of ['auto', 'json', 'text', 'file'] as const) {
			expect(failure(body, { as })).toMatchObject({ message });
		}
	});

	it('is unreadable where it is not JSON but says so', () => {
		expect(failure('{"a":')).toMatchObject({ kind: 'unreadable', reason: 'notJson', perhapsDone: true });
		expect(failure('', { as: 'json' })).toMatchObject({ kind: 'unreadable', reason: 'notJson' });
		expect(read('{"a":', undefined, { as: 'text' })).toMatchObject({ text: '{"a":' });
	});

	it('is a failure where its type says so', () => {
		expect(() => read('{"title":"Conflict","detail":"No"}', 'application/problem+json')).toThrow('No');
	});

	it('is a failure where it is a web page', () => {
		const page =
			'<!DOCTYPE html><title>Request Error</title><p class="heading1">Request Error</p><p>The server encountered an error processing the request. The exception message is &#39;No stock&#39;. See server logs for more details. The exception stack trace is:</p>';
		expect(() => read(page, 'text/html')).toThrow(
			expect.objectContaining({
				kind: 'server',
				perhapsDone: true,
				message: expect.stringMatching(/exception message is 'No stock'\.$/),
			}),
		);
		expect(() => read(page, 'text/html')).not.toThrow(/server logs/);
		expect(() => read('<html><title>Sorry</title></html>', 'text/html')).toThrow(
			/web page instead of data: Sorry/,
		);
	});

	it('never breaks on any JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const result = failure(JSON.stringify({ GetXResult: value }), { simplify: false });
				expect(result instanceof Error ? result.name : result).toEqual(
					result instanceof Error
						? 'CreatioError'
						: { kind: 'json', value: JSON.parse(JSON.stringify({ GetXResult: value })) },
				);
				withoutWcf(value);
			}),
		);
	});
});

describe('a call', () => {
	const CALL = { route: 'rest', service: 'UsrService', method: 'GetX', verb: 'POST' } as const;
	const reading = { as: 'auto', simplify: true } as const;

	it('gives the value', async () => {
		const { connection, requests } = fakeSite(() => ({ json: { GetXResult: 1 }, text: '{"GetXResult":1}' }));
		const shown = await callWebService(connection, CALL, { ...reading, as: 'json' });
		expect(shown).toEqual({ kind: 'json', value: 1 });
		expect(requests).toMatchObject([{ path: 'UsrService/GetX', json: {} }]);
	});

	it.each<[CreatioError, object]>([
		[
			new CreatioError('notFound', 'host has no such page', { status: 404, reason: 'unexplained' }),
			{ kind: 'notFound', message: expect.stringContaining('UsrService/GetX for POST') },
		],
		[
			new CreatioError('invalid', 'host refuses it', { status: 405, reason: 'verbRefused' }),
			{ kind: 'invalid', cure: 'Set the HTTP method to GET.' },
		],
		[
			new CreatioError('invalid', 'No words', { status: 400, reason: 'unexplained' }),
			{ kind: 'invalid', cure: expect.stringContaining('wrapped') },
		],
		[new CreatioError('invalid', 'Said by the service', { status: 400 }), { message: 'Said by the service' }],
		[
			new CreatioError('server', 'The server encountered an error processing the request.', { status: 400 }),
			{ kind: 'invalid', message: expect.stringContaining('could not read the request, or failed in it') },
		],
		[
			new CreatioError('notFound', 'There is no order 17', { status: 404 }),
			{ kind: 'notFound', message: 'There is no order 17' },
		],
		[
			new CreatioError('invalid', 'The address is too long', { status: 404, reason: 'addressTooLong' }),
			{ message: 'The address is too long' },
		],
		[
			new CreatioError('unreadable', 'cut', { status: 200, reason: 'notJson', perhapsDone: true }),
			{ kind: 'unreadable', perhapsDone: true, cure: expect.stringMatching(/Text.*not called again/) },
		],
		[
			lostAnswer(),
			{
				kind: 'network',
				perhapsDone: true,
				message: expect.stringContaining('UsrService/GetX may have done its work'),
				cure: expect.stringContaining('not called again'),
			},
		],
	])('%s is explained for web services', async (error, expected) => {
		const { connection } = fakeSite(() => error);
		await expect(callWebService(connection, CALL, reading)).rejects.toMatchObject(expected);
	});

	it('that the site could not read names the dates that were sent as text', async () => {
		const refusal = new CreatioError('invalid', 'No words', { status: 400, reason: 'unexplained' });
		const refused = (body: WebServiceBody) =>
			callWebService(fakeSite(() => refusal).connection, { ...CALL, body }, reading);
		const on = '2026-01-31T10:00:00Z';
		await expect(refused({ kind: 'fields', fields: { on, name: 'Ann' } })).rejects.toMatchObject({
			cure: expect.stringMatching(/field Type.* "on" is a date as text\.$/),
		});
		await expect(refused({ kind: 'bare', value: { on, until: on } })).rejects.toMatchObject({
			cure: expect.stringMatching(/\/Date\(.* "on", "until" are dates as text\.$/),
		});
	});

	it('that must not be repeated is open after what the site stumbled over, not after a refusal', async () => {
		const answered = (json: unknown, verb: 'GET' | 'POST') => {
			const { connection } = fakeSite(() => ({ json, text: JSON.stringify(json) }));
			return callWebService(connection, { ...CALL, verb }, reading).catch((error: unknown) => error);
		};
		const stumbled = { success: false, errorInfo: { message: 'Collection was modified' } };
		expect(await answered(stumbled, 'POST')).toMatchObject({ kind: 'server', perhapsDone: true });
		expect(await answered(stumbled, 'GET')).toMatchObject({ kind: 'server', perhapsDone: false });
		expect(await answered({ success: false, error: 'No' }, 'POST')).toMatchObject({ perhapsDone: false });
	});

	it('without signing in is refused with its own message', async () => {
		const { connection } = fakeSite(
			() => new CreatioError('session', 'host refused the session', { status: 401 }),
		);
		await expect(callWebService(connection, { ...CALL, route: 'anonymous' }, reading)).rejects.toMatchObject({
			kind: 'forbidden',
			message: expect.stringContaining('without signing in'),
		});
	});
});

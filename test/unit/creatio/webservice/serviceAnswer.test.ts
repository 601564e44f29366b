import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { withoutWcf } from '../../../../nodes/shared/basics/netJson';
import type { ServiceAnswer } from '../../../../nodes/shared/connection/serviceCall';
import { judge } from '../../../../nodes/shared/connection/verdict';
import { asked } from '../../connection/answers';
import { callWebService } from '../../../../nodes/shared/creatio/webservice/callService';
import { fileNameIn } from '../../../../nodes/shared/creatio/webservice/fileName';
import {
	type AnswerReading,
	readWebServiceAnswer,
} from '../../../../nodes/shared/creatio/webservice/serviceAnswer';
import { fakeSite, lostAnswer } from '../fakeSite';

const sample = (name: string) =>
	readFileSync(path.join(__dirname, '../../../fixtures/wire-samples/services', name), 'utf8');

const lines = (name: string) => sample(name).trim().split('\n');

/** What the connection makes of an answer with status 200. */
function answer(body: string | Uint8Array, type = 'application/json', headers = {}): ServiceAnswer {
	const bytes = Buffer.from(body);
	const response = {
		status: 200,
		headers: { 'content-type': type, ...headers },
		setCookies: [],
		body: bytes,
	};
	const verdict = judge(response, asked(true), 'own');
	if (verdict.kind !== 'ok') throw verdict.error;
	return verdict.answer;
}

const READING: AnswerReading = { method: 'GetX', as: 'auto', simplify: true };

const read = (body: string | Uint8Array, type?: string, more: Partial<AnswerReading> = {}) =>
	readWebServiceAnswer(answer(body, type), { ...READING, ...more });

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
		['beside values', '{"success":false,"values":null,"message":"No"}', 'No'],
		['without a reason', '{"success":false}', 'Creatio refused the request without a reason'],
	])('is a failure that is reported %s, in every format', (_where, body, message) => {
		for (const as of ['auto', 'json', 'text', 'file'] as const) {
			expect(failure(body, { as })).toMatchObject({ message });
		}
	});

	it('is unreadable where it is not JSON but says so', () => {
		expect(failure('{"a":')).toMatchObject({ kind: 'unreadable', cure: expect.stringContaining('Text') });
		expect(read('{"a":', undefined, { as: 'text' })).toMatchObject({ text: '{"a":' });
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

describe('the name of a file', () => {
	it.each<[string | undefined, string | undefined]>([
		['attachment; filename=a.pdf', 'a.pdf'],
		['attachment; filename="x.pdf"; filename*=UTF-8\'\'%D0%A1%20%D1%87.pdf', 'С ч.pdf'],
		['attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'],
		['attachment; filename="../../etc/passwd"', '.._.._etc_passwd'],
		["attachment; filename*=UTF-8''%2e%2e%2fa", '.._a'],
		["attachment; filename=b.txt; filename*=UTF-8''%E0%A4%A", 'b.txt'],
		['attachment; filename=".."', undefined],
		['inline', undefined],
		[undefined, undefined],
	])('in %s is %s', (header, name) => {
		expect(fileNameIn(header)).toBe(name);
	});

	it('holds no folder and no control character', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				const name = fileNameIn(`attachment; filename="${text}"`) ?? 'a';
				return name !== '' && !/[\\/\p{Cc}]/u.test(name);
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
			new CreatioError('notFound', 'host answered with status 404', { status: 404 }),
			{ kind: 'notFound', message: expect.stringContaining('UsrService/GetX for POST') },
		],
		[
			new CreatioError('invalid', 'host answered with status 405', { status: 405 }),
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

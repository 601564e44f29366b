import { readFileSync } from 'node:fs';
import path from 'node:path';

import { openConnection } from '../../../../nodes/shared/connection/connection';
import { withCookies } from '../../../../nodes/shared/connection/cookies';
import { readLogin } from '../../../../nodes/shared/connection/login';
import { readToken } from '../../../../nodes/shared/connection/tokens';
import { type Row, rowReader } from '../../../../nodes/shared/creatio/model/rows';
import { multipartFormat } from '../../../../nodes/shared/creatio/odata/batchMultipart';
import { sendBatch } from '../../../../nodes/shared/creatio/odata/batchRequest';
import { readRecord } from '../../../../nodes/shared/creatio/odata/oneRecord';
import { createRecord } from '../../../../nodes/shared/creatio/odata/writeRecords';
import { readRows } from '../../../../nodes/shared/creatio/odata/readRows';
import type { HttpRequest, HttpResponse } from '../../../../nodes/shared/http/types';
import { CONTACT, fakeModel } from '../fakes';

const sample = (name: string) =>
	readFileSync(path.join(__dirname, '../../../fixtures/wire-samples', name), 'utf8');
/** The JSON of a sample that shows a whole exchange; `//` lines are the documentation's own remarks. */
const jsonOf = (text: string) => {
	const lines = text.split(/\r?\n/).filter((line) => !line.trimStart().startsWith('//'));
	const start = lines.findLastIndex((line) => /^(Status|HTTP)/i.test(line));
	const body = lines.slice(start + 1).join('\n');
	return body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1);
};
const response = (status: number, body: string, setCookies: readonly string[] = []): HttpResponse => ({
	status,
	headers: { 'content-type': 'application/json; odata.metadata=minimal' },
	setCookies,
	body: Buffer.from(body),
});

let sites = 0;
/** A site that signs in as recorded, and then gives the recorded answer. */
function siteAnswering(status: number, body: string) {
	const sent: HttpRequest[] = [];
	const signIn = { kind: 'password', username: 'Supervisor', password: 'x' } as const;
	const settings = {
		hosting: 'auto',
		allowUnauthorizedCerts: false,
		signIn,
		timeoutMs: 1_000,
		retries: 0,
	} as const;
	const connection = openConnection(
		{ ...settings, baseUrl: `https://site${++sites}.example` },
		async (request) => {
			sent.push(request);
			if (!request.url.endsWith('/Login')) return response(status, body);
			return response(200, sample('auth/login-200-code0-8x.json'), [
				'.ASPXAUTH=a; path=/',
				'BPMCSRF=b; path=/',
			]);
		},
	);
	return { connection, sent };
}

const shape = { columns: [], labels: [], related: [] };

async function pages(file: string, object: string): Promise<Row[]> {
	const { connection } = siteAnswering(200, sample(file));
	return await readRows(connection, { object, shape, limit: 100 });
}

describe('recorded answers are read as the contract says', () => {
	it.each([
		['odata4/account-collection-200.json', 'Account'],
		['odata4/syssettings-collection-200-excerpt.json', 'SysSettings'],
		['odata4/syssettingsvalue-collection-200-excerpt.json', 'SysSettingsValue'],
	])('collection %s', async (file, object) => {
		const recorded = (JSON.parse(sample(file)) as { value: Row[] }).value;
		expect(recorded.length).toBeGreaterThan(1);
		expect(await pages(file, object)).toEqual(recorded);
	});

	it.each(['odata4/contact-get-200-2022.json', 'odata4/contact-get-200-7x-mssql.json'])(
		'record %s',
		async (file) => {
			const { connection } = siteAnswering(200, sample(file));
			const row = await readRecord(connection, 'Contact', '410006e1-ca4e-4502-a9ec-e54d922d2c00', shape);
			expect(row).toEqual(JSON.parse(sample(file)));
			const shown = rowReader(CONTACT, { ...shape, simplify: true })(row ?? {});
			expect(Object.keys(shown).filter((name) => name.includes('@'))).toEqual([]);
			expect(shown.BirthDate === null || /^(?!0001)/.test(String(shown.BirthDate))).toBe(true);
		},
	);

	it.each([
		['odata4/contact-post-201-2022.http', 'Contact'],
		['odata4/contact-post-201-2024.json', 'Contact'],
		['odata4/sysimage-post-201-2024.json', 'SysImage'],
	])('created record %s', async (file, object) => {
		const body = file.endsWith('.http') ? jsonOf(sample(file)) : sample(file);
		const { connection, sent } = siteAnswering(201, body);
		const row = await createRecord(connection, object, { Id: 'x' }, shape);
		expect(row.Id).toMatch(/^[0-9a-f]{8}-/);
		expect(sent.at(-1)).toMatchObject({
			method: 'POST',
			headers: { BPMCSRF: 'b', cookie: '.ASPXAUTH=a; BPMCSRF=b' },
		});
		const model = fakeModel(object, { UploadedOn: 'dateTime', BirthDate: 'dateTime' });
		const shown = rowReader(model, { ...shape, simplify: true })(row);
		expect(Object.values(shown)).not.toContain('0001-01-01T00:00:00Z');
	});

	it.each([
		'odata4/batch-json.http',
		'odata4/batch-json-continue-on-error.http',
		'odata4/batch-multipart-request-json-response.http',
	])('batch %s', async (file) => {
		const recorded = JSON.parse(jsonOf(sample(file))) as {
			responses: Array<{ id: string; status: number; body?: Row }>;
		};
		// Our requests are numbered; the recorded ones had names of their own, one of them twice.
		const responses = recorded.responses.map((one, index) => ({ ...one, id: String(index) }));
		const { connection, sent } = siteAnswering(200, JSON.stringify({ responses }));
		const parts = responses.map(() => ({ method: 'POST', path: 'City', json: {}, repeat: 'once' }) as const);
		const outcomes = await sendBatch(connection, parts);
		expect(outcomes).toEqual(
			responses.map(({ status, body }) => ({
				done: true,
				value: expect.objectContaining({ status, json: body }),
			})),
		);
		expect(sent.at(-1)?.headers).toMatchObject({ Prefer: 'continue-on-error' });
	});

	it('batch odata4/batch-multipart.http', () => {
		const [, answer = ''] = sample('odata4/batch-multipart.http').split('Status: 200 OK');
		const boundary = /--(batchresponse_\S+)/.exec(answer)?.[1] ?? '';
		const headers = { 'content-type': `multipart/mixed; boundary=${boundary}` };
		const parts = multipartFormat.read({ status: 200, headers, json: undefined, text: answer });
		expect(parts.map(({ id, status }) => [id, status])).toEqual([
			['1', 201],
			['2', 204],
			['3', 204],
		]);
		expect(parts[0]?.json).toMatchObject({ Id: 'fbd0565f-fa8a-4214-ae89-c976c5f3acb4', Name: 'Gilbert' });
		expect(parts[1]?.text).toBe('');
	});

	it('an unanswered part of a batch is no success', async () => {
		const { connection } = siteAnswering(
			200,
			JSON.stringify({ responses: [{ id: '0', status: 201, body: { Id: 'a' } }] }),
		);
		const part = { method: 'POST', path: 'City', json: {}, repeat: 'once' } as const;
		const [first, second] = await sendBatch(connection, [part, part]);
		expect(first?.done).toBe(true);
		expect(second).toMatchObject({ done: false, error: { kind: 'unreadable', perhapsDone: true } });
	});
});

describe('recorded sign-ins', () => {
	const login = (body: string) =>
		readLogin(response(200, body), { url: 'https://site/Login' }, { username: '', password: '' });

	it('of the documentation, of a site in a folder, and a refusal inside 200', () => {
		expect(login(jsonOf(sample('auth/login-200-docs.http'))).redirectUrl).toBe('');
		// The source left members out where it shows an ellipsis.
		const folder = /\{.*\}/.exec(sample('auth/login-200-path-base.txt'))?.[0].replace('…', '') ?? '';
		expect(login(folder).redirectUrl).toMatch(/^\/studioenu_\w+\/0\/Shell$/);
		expect(() => login(sample('auth/oauthtokenlogin-200-code1.json'))).toThrow(
			expect.objectContaining({ kind: 'credentials' }),
		);
	});

	it('cookies of the documentation and of a jar of 7.x', () => {
		const documented = [...sample('auth/login-200-docs.http').matchAll(/^Set-Cookie: (.*)$/gm)].map((match) =>
			String(match[1]),
		);
		expect([...withCookies(new Map(), documented).keys()]).toEqual([
			'BPMLOADER',
			'.ASPXAUTH',
			'BPMCSRF',
			'UserName',
		]);
		const jar = sample('auth/login-cookie-jar-7x.txt')
			.trim()
			.split('\n')
			.map((line) => line.split('\t'))
			.map((fields) => `${fields[5]}=${fields[6]}; path=/`);
		expect(withCookies(new Map(), jar).get('UserName')).toBe('97, 100, 109, 105, 110');
	});

	it('a token of client credentials', () => {
		const token = readToken(
			response(200, sample('auth/oauth-token-client-credentials-200.json')),
			'https://is',
		);
		expect(token.value).toMatch(/^e\*+w$/);
		expect(token.lifeMs).toBe(3_570_000);
	});
});

import { CreatioError } from '../../../nodes/shared/basics/errors';
import { secretsIn, verdictWithoutSecrets } from '../../../nodes/shared/connection/secrets';
import type { ServiceAnswer } from '../../../nodes/shared/connection/serviceCall';

const COOKIE = 'CfDJ8"<&>/+=-0123456789';
const secrets = [COOKIE];

it('the secrets of a request are its cookies and tokens, but neither who the user is nor short values', () => {
	const headers = {
		cookie: 'BPMLOADER=loader1; .ASPXAUTH=auth=2; UserType=General; UserName=83|117; a=b',
		BPMCSRF: 'csrf=3',
		ForceUseSession: 'true',
		authorization: 'Bearer token4',
	};
	const signIn = { kind: 'password', username: 'Supervisor', password: 'passw5' } as const;
	const setCookies = ['BPMSESSIONID=session6; path=/', 'BPMCSRF=csrf=3', 'UserType=General; path=/'];
	expect(secretsIn({ headers, setCookies, signIn })).toEqual([
		...['loader1', 'auth=2', 'session6', 'csrf=3', 'token4', 'passw5'],
	]);
	const client = {
		kind: 'clientCredentials',
		clientId: 'client',
		clientSecret: 'secret7',
		tokenUrl: '',
	} as const;
	expect(secretsIn({ headers: {}, setCookies: [], signIn: client })).toEqual(['secret7']);
});

describe('an error', () => {
	const redacted = (error: CreatioError) => {
		const verdict = verdictWithoutSecrets({ kind: 'failed', error }, secrets, false);
		return verdict.kind === 'failed' ? verdict.error : undefined;
	};

	it.each([
		['whole', COOKIE],
		['in JSON', JSON.stringify(COOKIE).slice(1, -1)],
		['in an address', encodeURIComponent(COOKIE)],
		['cut off at the end', COOKIE.slice(0, 8)],
	])('loses a secret that the site quotes %s', (_how, quoted) => {
		expect(redacted(new CreatioError('server', `Cookie: a=${quoted}`))?.message).toBe('Cookie: a=***');
	});

	it('keeps what callers act on, and loses its cause', () => {
		const details = { reason: 'reloading', status: 500, perhapsDone: true, mayPass: false } as const;
		const error = new CreatioError('server', `Quoted ${COOKIE}`, {
			...details,
			retryAfterMs: 7,
			cure: `See ${COOKIE}.`,
			cause: new Error(COOKIE),
		});
		const result = redacted(error);
		expect(result).toMatchObject({
			...details,
			kind: 'server',
			message: 'Quoted ***',
			cure: 'See ***.',
			retryAfterMs: 7,
		});
		expect(`${result?.stack} ${String(result?.cause)}`).not.toContain(COOKIE);
	});

	it('is the same one when it quotes none', () => {
		const error = new CreatioError('server', 'Nothing', { cause: new Error('x') });
		expect(redacted(error)).toBe(error);
	});
});

describe('the answer of a web service', () => {
	const token = 'T'.repeat(20);
	const answerOf = (bytes: Buffer, json: unknown): ServiceAnswer => ({
		status: 200,
		headers: {},
		json,
		text: bytes.toString('utf8'),
		bytes,
	});
	const redacted = (answer: ServiceAnswer, values = [token]) => {
		const verdict = verdictWithoutSecrets({ kind: 'ok', answer }, values, true);
		return verdict.kind === 'ok' ? verdict.answer : undefined;
	};

	it('loses secrets in its text, its JSON and its bytes', () => {
		const json = { echo: `Bearer ${token}`, more: 'é' };
		const answer = redacted(answerOf(Buffer.from(JSON.stringify(json)), json));
		expect(answer?.json).toEqual({ echo: 'Bearer ***', more: 'é' });
		expect(answer?.text).toBe(Buffer.from(answer?.bytes ?? []).toString('utf8'));
	});

	it('loses them without bytes where it may quote a request, as that to a batch may', () => {
		const secret = 'a-secret-of-20-letters';
		const text = JSON.stringify({ responses: [{ body: { error: { message: `got ${secret}` } } }] });
		const answer: ServiceAnswer = { status: 200, headers: {}, json: JSON.parse(text) as unknown, text };
		const verdict = { kind: 'ok', answer } as const;
		expect(verdictWithoutSecrets(verdict, [secret], false)).toEqual(verdict);
		const redactedBatch = verdictWithoutSecrets(verdict, [secret], true);
		expect(JSON.stringify(redactedBatch)).not.toContain(secret);
		expect(redactedBatch).toMatchObject({ answer: { json: { responses: [{ body: expect.anything() }] } } });
	});

	const spelled = `${token}+/=<é>`;
	it.each([
		['in an address', encodeURIComponent(spelled)],
		['in an address, in small letters', encodeURIComponent(spelled).toLowerCase().replaceAll('t', 'T')],
		['in JSON of .NET', `"${token}\\u002B/=\\u003C\\u00E9\\u003E"`],
		['in HTML', `${token}+/=&lt;é&gt;`],
		['in HTML of ASP.NET Core', `${token}&#x2B;/=&lt;&#xE9;&gt;`],
		...[0, 1, 2].map((before) => [
			`in Base64, ${before} bytes from the start of a group`,
			Buffer.from(`${'x'.repeat(before)}${spelled} and more`).toString('base64'),
		]),
	])('loses a secret that it quotes %s', (_how, quoted = '') => {
		const answer = redacted(answerOf(Buffer.from(`before ${quoted} after`), undefined), [spelled]);
		expect(answer?.text).toMatch(/^before .{0,3}\*\*\*.{0,24} after$/);
		expect(Buffer.from(answer?.bytes ?? []).toString()).toBe(answer?.text);
	});

	it('loses them in its headers', () => {
		const answer = { ...answerOf(Buffer.from('{}'), {}), headers: { 'x-echo': `a=${token}` } };
		expect(redacted(answer)).toEqual({ ...answer, headers: { 'x-echo': 'a=***' } });
	});

	it('keeps the bytes around them', () => {
		const file = Buffer.concat([Buffer.from([0xff, 0x00]), Buffer.from(token), Buffer.from([0xfe])]);
		expect([...(redacted(answerOf(file, undefined))?.bytes ?? [])]).toEqual([
			0xff, 0x00, 0x2a, 0x2a, 0x2a, 0xfe,
		]);
	});

	it('keeps words that may be data', () => {
		const answer = answerOf(Buffer.from('{"kind":"General"}'), { kind: 'General' });
		expect(redacted(answer, ['General'])).toEqual(answer);
	});
});

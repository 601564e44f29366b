import { CreatioError } from '../../../nodes/shared/basics/errors';
import { CookieSession } from '../../../nodes/shared/connection/cookieSession';
import type { HttpResponse } from '../../../nodes/shared/http/types';
import { answer, clockAt, fakeSend, newMeter, page } from './answers';

const START = Date.parse('2026-05-13T12:00:00Z');
const SECOND = 1_000;
const HOUR = 3_600_000;

const signIn = { kind: 'password', username: 'me', password: 'pw' } as const;
const bareForbidden = new CreatioError('forbidden', 'no', { status: 403 });
const ended = new CreatioError('session', 'no', { status: 401 });

const signedIn = (index: number): HttpResponse => ({
	...answer(200, { Code: 0, RedirectUrl: '/0/Shell' }),
	setCookies: [`.ASPXAUTH=t${index + 1}`, `BPMCSRF=c${index + 1}`],
});
const refused = (Code: number, Message = '') => answer(200, { Code, Message });

function sessionAt(reply: (index: number) => HttpResponse, { unattended = false } = {}) {
	const { send, sent } = fakeSend((_, index) => reply(index));
	const meter = newMeter();
	const shared = new CookieSession('https://my.example', signIn);
	const session = shared.for({ send, meter, timeoutMs: 123, unattended });
	/** The same session in another run. */
	const later = () => shared.for({ send, meter: newMeter(), timeoutMs: 123, unattended });
	return { shared, session, later, sent, meter };
}

afterEach(() => jest.restoreAllMocks());

describe('a cookie session', () => {
	it('is opened once, by the request that signs in', async () => {
		const { session, sent, meter } = sessionAt(signedIn);
		expect(session.signInHints()).toBeUndefined();
		const passes = [...(await Promise.all([session.pass(), session.pass()])), await session.pass()];
		expect(passes).toEqual(
			Array(3).fill({
				id: 1,
				headers: {
					cookie: '.ASPXAUTH=t1; BPMCSRF=c1',
					ForceUseSession: 'true',
					BPMCSRF: 'c1',
					CRT_CSRF: 'c1',
				},
			}),
		);
		expect(sent).toEqual([
			expect.objectContaining({
				method: 'POST',
				url: 'https://my.example/ServiceModel/AuthService.svc/Login',
				body: JSON.stringify({ UserName: 'me', UserPassword: 'pw' }),
				timeoutMs: 123,
			}),
		]);
		expect(meter).toEqual({ ...newMeter(), requests: 1, signIns: 1 });
		expect(session.signInHints()).toEqual({
			site: 'https://my.example',
			redirectUrl: '/0/Shell',
			cookieNames: ['.ASPXAUTH', 'BPMCSRF'],
		});
	});

	it('keeps the cookies of later responses, but not those of a session before it', async () => {
		const { session } = sessionAt(signedIn);
		const first = await session.pass();
		session.absorb({ ...answer(200), setCookies: ['BPMSESSIONID=s'] }, first);
		expect((await session.pass()).headers.cookie).toBe('.ASPXAUTH=t1; BPMCSRF=c1; BPMSESSIONID=s');
		await session.renew(first, ended);
		session.absorb({ ...answer(200), setCookies: ['late=x'] }, first);
		expect((await session.pass()).headers.cookie).toBe('.ASPXAUTH=t2; BPMCSRF=c2');
	});

	it('is renewed once for all requests that were refused with it', async () => {
		const { session, sent } = sessionAt(signedIn);
		const first = await session.pass();
		const renewed = await Promise.all([session.renew(first, ended), session.renew(first, ended)]);
		expect(renewed.map(({ id }) => id)).toEqual([2, 2]);
		// A refusal that comes late is about the session before.
		expect((await session.renew(first, ended)).id).toBe(2);
		expect(sent).toHaveLength(2);
		expect((await session.renew(await session.pass(), ended)).id).toBe(3);
	});
});

describe('a 403 that a new session did not change', () => {
	it('counts as missing rights for a minute', async () => {
		const clock = clockAt(START);
		const { session, sent } = sessionAt(signedIn);
		const second = await session.renew(await session.pass(), bareForbidden);
		session.renewalWasUseless();
		clock.set(START + 60 * SECOND - 1);
		await expect(session.renew(second, bareForbidden)).rejects.toBe(bareForbidden);
		expect(sent).toHaveLength(2);
		clock.set(START + 60 * SECOND);
		expect((await session.renew(second, bareForbidden)).id).toBe(3);
	});

	it('leaves sessions that ended to be renewed', async () => {
		clockAt(START);
		const { session } = sessionAt(signedIn);
		const first = await session.pass();
		session.renewalWasUseless();
		expect((await session.renew(first, ended)).id).toBe(2);
	});
});

describe('a refused sign-in', () => {
	it.each([
		[1, 'credentials'],
		[3, 'licence'],
		[5, 'passwordExpired'],
	])('with Code %i is remembered for half a minute', async (code, kind) => {
		const clock = clockAt(START);
		const { session, sent } = sessionAt((index) => (index < 2 ? refused(code) : signedIn(index)));
		const refusal = expect.objectContaining({ kind });
		await expect(session.pass()).rejects.toEqual(refusal);
		clock.set(START + 30 * SECOND - 1);
		await expect(session.pass()).rejects.toEqual(refusal);
		expect(sent).toHaveLength(1);
		clock.set(START + 30 * SECOND);
		await expect(session.pass()).rejects.toEqual(refusal);
		expect(sent).toHaveLength(2);
		// The memory does not grow where somebody waits.
		clock.set(START + 60 * SECOND);
		expect((await session.pass()).headers.cookie).toMatch(/t3/);
	});

	it.each([
		['a failure of the server', answer(503)],
		['a wrong address', answer(404)],
		['a failure of the database', refused(1, 'The database is down.')],
	])('is asked for again at once after %s', async (_, failure) => {
		clockAt(START);
		const { session, sent } = sessionAt((index) => (index === 0 ? failure : signedIn(index)));
		await expect(session.pass()).rejects.toThrow();
		expect(session.signInHints()).toBeUndefined();
		expect((await session.pass()).id).toBe(1);
		expect(sent).toHaveLength(2);
	});

	it.each([
		['a gateway', answer(401, '', { 'www-authenticate': 'NTLM' })],
		['a firewall', page('<html></html>', 403)],
		['a refused network', refused(1, 'This IP address is not allowed.')],
		['too many sessions', refused(1, 'The limit of sessions is reached.')],
	])('is remembered for the other items of the run alone: %s', async (_, failure) => {
		clockAt(START);
		const { session, later, sent } = sessionAt((index) => (index === 0 ? failure : signedIn(index)));
		for (let item = 0; item < 20; item++) {
			await expect(session.pass()).rejects.toMatchObject({ reason: 'signInRule' });
		}
		expect(sent).toHaveLength(1);
		expect((await later().pass()).id).toBe(1);
	});

	it('is remembered ten times longer each time in unattended runs, up to six hours', async () => {
		let now = START;
		const clock = clockAt(now);
		const { session, sent } = sessionAt(() => refused(1), { unattended: true });
		const pauses = [30 * SECOND, 300 * SECOND, 3_000 * SECOND, 6 * HOUR, 6 * HOUR];
		for (const [index, pause] of pauses.entries()) {
			await expect(session.pass()).rejects.toMatchObject({ kind: 'credentials' });
			expect(sent).toHaveLength(index + 1);
			clock.set(now + pause - 1);
			await expect(session.pass()).rejects.toMatchObject({ kind: 'credentials' });
			expect(sent).toHaveLength(index + 1);
			clock.set((now += pause));
		}
	});

	it.each([
		[3, 'licence'],
		[5, 'passwordExpired'],
	])('with Code %i is remembered no longer, since others mend it', async (code, kind) => {
		let now = START;
		const clock = clockAt(now);
		const { session, sent } = sessionAt(() => refused(code), { unattended: true });
		for (let round = 1; round <= 4; round++) {
			await expect(session.pass()).rejects.toMatchObject({ kind });
			expect(sent).toHaveLength(round);
			clock.set((now += 30 * SECOND));
		}
	});

	it('is forgotten after a success', async () => {
		let now = START;
		const clock = clockAt(now);
		const { session, sent } = sessionAt((index) => (index === 1 ? signedIn(index) : refused(1)), {
			unattended: true,
		});
		await expect(session.pass()).rejects.toThrow();
		clock.set((now += 30 * SECOND));
		const pass = await session.pass();
		await expect(session.renew(pass, ended)).rejects.toMatchObject({ kind: 'credentials' });
		clock.set((now += 30 * SECOND));
		await expect(session.pass()).rejects.toMatchObject({ kind: 'credentials' });
		expect(sent).toHaveLength(4);
	});
});

describe('the timeout of a run', () => {
	const limited = (reply: (index: number) => Promise<HttpResponse>) => {
		const { send, sent } = fakeSend((_, index) => reply(index));
		const shared = new CookieSession('https://my.example', signIn);
		const by = (timeoutMs: number) => shared.for({ send, meter: newMeter(), timeoutMs, unattended: false });
		return { by, sent };
	};
	const late = new CreatioError('timeout', 'too late', { perhapsDone: true });

	it('is that of the sign-ins which it makes, whichever run was first', async () => {
		const { by, sent } = limited(async (index) => signedIn(index));
		const short = await by(1_000).pass();
		await by(60_000).renew(short, ended);
		expect(sent.map(({ timeoutMs }) => timeoutMs)).toEqual([1_000, 60_000]);
	});

	it('fails no other run that waits for the same sign-in', async () => {
		const { by, sent } = limited(async (index) =>
			index === 0 ? await Promise.reject(late) : signedIn(index),
		);
		const [short, long] = await Promise.allSettled([by(1_000).pass(), by(60_000).pass()]);
		expect([short.status, long.status]).toEqual(['rejected', 'fulfilled']);
		expect(sent.map(({ timeoutMs }) => timeoutMs)).toEqual([1_000, 60_000]);
	});

	it('ends its own wait for the sign-in of another run', async () => {
		let answerIt = (_: HttpResponse) => {};
		const { by } = limited(async () => await new Promise((resolve) => (answerIt = resolve)));
		const long = by(60_000).pass();
		await expect(by(20).pass()).rejects.toMatchObject({ kind: 'timeout' });
		answerIt(signedIn(0));
		expect((await long).id).toBe(1);
	});
});

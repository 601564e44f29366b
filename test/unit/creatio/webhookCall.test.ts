import { createHmac } from 'node:crypto';
import fc from 'fast-check';

import {
	judgeCall,
	type Proof,
	type ReceivedCall,
	rememberedMs,
} from '../../../nodes/shared/creatio/webhookCall';

const SECRET = 'a secret of enough length';

const NOW = new Date('2026-03-02T09:00:00Z');

const SECONDS = String(NOW.getTime() / 1_000);

const LIMIT = 1_024 * 1_024;

const bySecret: Proof = { kind: 'secret', secret: SECRET };

const bySignature = { kind: 'signature', secret: SECRET, windowMs: 300_000 } as const;

const call = (
	headers: ReceivedCall['headers'],
	body: string | Buffer = '{"recordId":"1"}',
): ReceivedCall => ({
	headers,
	body: Buffer.from(body),
	now: NOW,
});

const hmac = (time: string, body: string, encoding: 'hex' | 'base64' = 'hex', secret = SECRET) =>
	createHmac('sha256', secret).update(`${time}.${body}`, 'utf8').digest(encoding);

const signed = (body: string, time = SECONDS, signature = hmac(time, body)) =>
	call({ 'x-creatio-timestamp': time, 'x-creatio-signature': signature }, body);

describe('a call with the secret', () => {
	it('is accepted, and gives its body', () => {
		const verdict = judgeCall(call({ 'x-creatio-secret': SECRET }), bySecret, LIMIT);
		expect(verdict).toEqual({ kind: 'accepted', content: [{ recordId: '1' }], identity: undefined });
	});

	it.each([
		['none', {}],
		['a wrong one', { 'x-creatio-secret': 'another secret of length' }],
		['a part of it', { 'x-creatio-secret': SECRET.slice(0, -1) }],
		['an empty one', { 'x-creatio-secret': '' }],
		['one in another header', { authorization: SECRET }],
	])('with %s is refused', (_, headers) => {
		expect(judgeCall(call(headers), bySecret, LIMIT)).toMatchObject({ kind: 'refused', status: 401 });
	});

	it('is identified by its own ID', () => {
		const body = JSON.stringify({ callId: 'run 7', recordId: '1' });
		expect(judgeCall(call({ 'x-creatio-secret': SECRET }, body), bySecret, LIMIT)).toMatchObject({
			identity: { by: 'callId', value: 'run 7' },
		});
		const long = { callId: 'x'.repeat(500) };
		expect(
			judgeCall(call({ 'x-creatio-secret': SECRET }, JSON.stringify(long)), bySecret, LIMIT),
		).toMatchObject({ identity: { by: 'callId', value: long.callId } });
		expect(judgeCall(call({ 'x-creatio-secret': SECRET }, '{"callId":7}'), bySecret, LIMIT)).toMatchObject({
			identity: { by: 'callId', value: '7' },
		});
	});

	it('is identified by every digit of a numeric ID', () => {
		const idOf = (digits: string, rest = '"a":"\\"callId\\":1"') => {
			const verdict = judgeCall(
				call({ 'x-creatio-secret': SECRET }, `[{${rest},"callId": ${digits} }]`),
				bySecret,
				LIMIT,
			);
			return verdict.kind === 'accepted' ? verdict.identity?.value : undefined;
		};
		fc.assert(
			fc.property(fc.bigInt(), fc.json(), (id, other) => {
				expect(idOf(String(id), `"a":${other}`)).toBe(String(id));
			}),
		);
		expect(idOf('-0.5E-7')).toBe('-0.00000005');
		expect(idOf('1,"callId":2')).toBe('2');
	});
});

describe('a signed call', () => {
	it('is known by its signature, however that is spelled', () => {
		const spellings = [hmac(SECONDS, '{"a":1}').toUpperCase(), hmac(SECONDS, '{"a":1}', 'base64')];
		for (const spelling of [hmac(SECONDS, '{"a":1}'), ...spellings]) {
			expect(judgeCall(signed('{"a":1}', SECONDS, spelling), bySignature, LIMIT)).toMatchObject({
				identity: { by: 'signature', value: hmac(SECONDS, '{"a":1}') },
			});
		}
	});

	it.each([
		['in hexadecimal', hmac(SECONDS, '{"a":1}')],
		['in capitals', hmac(SECONDS, '{"a":1}').toUpperCase()],
		['with the name of the method', `sha256=${hmac(SECONDS, '{"a":1}')}`],
		['in Base64, as .NET writes it', hmac(SECONDS, '{"a":1}', 'base64')],
	])('%s is accepted', (_, signature) => {
		expect(judgeCall(signed('{"a":1}', SECONDS, signature), bySignature, LIMIT).kind).toBe('accepted');
	});

	it('may name its time as text', () => {
		const time = '2026-03-02T11:00:00+02:00';
		expect(judgeCall(signed('{"a":1}', time), bySignature, LIMIT).kind).toBe('accepted');
	});

	it.each([
		['no signature', call({ 'x-creatio-timestamp': SECONDS }, '{"a":1}')],
		['another secret', signed('{"a":1}', SECONDS, hmac(SECONDS, '{"a":1}', 'hex', 'another secret'))],
		['another body', signed('{"a":2}', SECONDS, hmac(SECONDS, '{"a":1}'))],
		['another time', signed('{"a":1}', SECONDS, hmac('1700000000', '{"a":1}'))],
		['a time long ago', signed('{"a":1}', String(NOW.getTime() / 1_000 - 301))],
		['a time to come', signed('{"a":1}', String(NOW.getTime() / 1_000 + 301))],
		['no time', signed('{"a":1}', '')],
		['a time without a zone', signed('{"a":1}', '2026-03-02T09:00:00')],
		['the secret instead', call({ 'x-creatio-secret': SECRET }, '{"a":1}')],
	])('with %s is refused', (_, call) => {
		expect(judgeCall(call, bySignature, LIMIT)).toMatchObject({ kind: 'refused', status: 401 });
	});

	it('is no longer good when it is forgotten, also when its time is ahead', () => {
		const seconds = fc.integer({ min: -300, max: 300 });
		fc.assert(
			fc.property(seconds, fc.nat(1_000), (ahead, wait) => {
				const received = signed('{"a":1}', String(NOW.getTime() / 1_000 + ahead));
				expect(judgeCall(received, bySignature, LIMIT).kind).toBe('accepted');
				const keptMs = rememberedMs(bySignature, bySignature.windowMs);
				const now = new Date(NOW.getTime() + 1_000 * wait);
				const isGood = judgeCall({ ...received, now }, bySignature, LIMIT).kind === 'accepted';
				expect(isGood && 1_000 * wait > keptMs).toBe(false);
			}),
		);
	});

	it('is refused whatever is changed in it', () => {
		const body = '{"recordId":"c4ed336c","amount":100}';
		fc.assert(
			fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
				const bytes = Buffer.from(body);
				bytes[at] = (bytes[at] ?? 0) ^ change;
				const changed = { ...signed(body), body: bytes };
				expect(judgeCall(changed, bySignature, LIMIT)).toMatchObject({ status: 401 });
			}),
		);
	});
});

describe('the body', () => {
	const verdict = (body: string | Buffer) =>
		judgeCall(call({ 'x-creatio-secret': SECRET }, body), bySecret, LIMIT);

	it.each(['', 'no JSON', '"text"', '7', 'null', '[]', '[1]', '{"a":1', '[{"a":1},2]'])(
		'%j is refused',
		(body) => expect(verdict(body)).toMatchObject({ kind: 'refused', status: 400 }),
	);

	it('may be a list, one item each', () => {
		expect(verdict('[{"a":1},{"a":2}]')).toMatchObject({ content: [{ a: 1 }, { a: 2 }] });
	});

	it('may begin with the mark of .NET', () => {
		expect(verdict('\uFEFF{"a":1}')).toMatchObject({ content: [{ a: 1 }] });
	});

	it('of 10 MB is refused before it is read, also without authentication', () => {
		const large = call({}, Buffer.alloc(10 * LIMIT, 32));
		expect(judgeCall(large, bySecret, LIMIT)).toMatchObject({ kind: 'refused', status: 413 });
	});
});

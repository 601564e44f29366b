import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';

import { FIXED } from '../emulator';
import { type Engine, type Members, startEngine } from '../support/engine';
import { failure, openSite } from './setup';

const SECRET = 'correct horse battery staple';
const body = JSON.stringify({
	callId: 'run 1',
	event: 'created',
	object: 'Contact',
	recordId: FIXED.supervisorContact,
});

let engine: Engine;
beforeAll(async () => {
	engine = await startEngine();
});
afterAll(() => engine.stop());

let listener: Server | undefined;
afterEach(() => {
	listener?.close();
	listener = undefined;
});

interface CallSettings {
	readonly through?: Engine;
	readonly startFails?: boolean;
	readonly saveMs?: number;
}

let lastWorkflow = 0;
/** A workflow with the node; what n8n stores for it goes from call to call. */
function hook(parameters: Members = {}, secret = SECRET) {
	let staticData: unknown = {};
	const workflowId = `hook ${++lastWorkflow}`;
	return {
		async call(
			headers: Record<string, string>,
			content: string | null = body,
			{ through = engine, startFails = false, saveMs }: CallSettings = {},
		) {
			const result = await through.call({
				node: 'creatioWebhook',
				parameters: { proof: 'secret', ...parameters },
				credentials: { creatioPlatformWebhookApi: { secret } },
				headers,
				body: content,
				staticData,
				workflowId,
				startFails,
				saveMs,
			});
			staticData = result.staticData;
			return result;
		},
		store: (value: unknown) => {
			staticData = value;
		},
	};
}

function signatureOf(content: string, seconds = Math.floor(Date.now() / 1_000)) {
	const time = String(seconds);
	const signature = createHmac('sha256', SECRET).update(`${time}.${content}`).digest('hex');
	return { 'x-creatio-timestamp': time, 'x-creatio-signature': `sha256=${signature}` };
}

const withSecret = { 'x-creatio-secret': SECRET };

it('a call with the secret starts the workflow with its body, and is answered at once', async () => {
	const { status, answer, items } = await hook().call(withSecret);
	expect([status, answer]).toEqual([200, { status: 'accepted' }]);
	expect(items).toEqual([{ json: JSON.parse(body) }]);
	expect(JSON.stringify(items)).not.toContain(SECRET);
});

it('an unauthenticated caller gets 401 and starts nothing', async () => {
	const { status, answer, items } = await hook().call({ 'x-creatio-secret': 'let me in, let me in' });
	expect([status, items]).toEqual([401, null]);
	expect(answer).toEqual({ status: 'refused', message: expect.stringContaining('X-Creatio-Secret') });
});

it('a process that repeats its call gets a success, and the workflow does not start again', async () => {
	const trigger = hook();
	expect((await trigger.call(withSecret)).items).toHaveLength(1);
	const again = await trigger.call(withSecret);
	expect([again.status, again.items]).toEqual([200, null]);
	const other = await trigger.call(withSecret, body.replace('run 1', 'run 2'));
	expect(other.items).toHaveLength(1);
});

it('a signed call counts once; a replay is refused, and so are an old one and a changed one', async () => {
	const trigger = hook({ proof: 'signature' });
	const content = '{"recordId":"1"}';
	const headers = signatureOf(content);
	expect((await trigger.call(headers, content)).items).toEqual([{ json: { recordId: '1' } }]);
	expect((await trigger.call(headers, content)).status).toBe(409);
	expect((await trigger.call(headers, '{"recordId":"2"}')).status).toBe(401);
	// The same signature in other letters, without its prefix, or in Base64 makes no other call of it.
	const hex = headers['x-creatio-signature'].replace('sha256=', '');
	for (const again of [hex, hex.toUpperCase(), Buffer.from(hex, 'hex').toString('base64')]) {
		const replay = await trigger.call({ ...headers, 'x-creatio-signature': again }, content);
		expect([replay.status, replay.items]).toEqual([409, null]);
	}
	const old = signatureOf(content, Math.floor(Date.now() / 1_000) - 400);
	expect((await trigger.call(old, content)).status).toBe(401);
	const patient = hook({ proof: 'signature', options: { replayWindow: 600 } });
	expect((await patient.call(old, content)).status).toBe(200);
});

describe('remembered calls', () => {
	let restarted: Engine;
	beforeAll(async () => {
		restarted = await startEngine();
	});
	afterAll(() => restarted.stop());

	const withId = (callId: string) => body.replace('"run 1"', callId);

	it('survive a restart, each of them', async () => {
		const trigger = hook();
		const contents = ['"a"', '"b"', '"c"'].map(withId);
		for (const content of contents) {
			expect((await trigger.call(withSecret, content)).items).toHaveLength(1);
		}
		for (const content of contents) {
			expect((await trigger.call(withSecret, content, { through: restarted })).items).toBeNull();
		}
	});

	it('are shared by two processes of queue mode that take turns', async () => {
		const trigger = hook();
		const processes = [engine, restarted, engine, restarted];
		for (const [index, through] of processes.entries()) {
			expect((await trigger.call(withSecret, withId(`"${index}"`), { through })).items).toHaveLength(1);
		}
		for (const [index, through] of [...processes].reverse().entries()) {
			expect((await trigger.call(withSecret, withId(`"${index}"`), { through })).items).toBeNull();
		}
	});

	it('of a burst are stored, although all of them read the same stored data', async () => {
		const trigger = hook();
		const contents = Array.from({ length: 20 }, (_, index) => withId(`"${index}"`));
		const burst = await Promise.all(contents.map((content) => trigger.call(withSecret, content)));
		expect(burst.every(({ items }) => items !== null)).toBe(true);
		for (const content of contents) {
			expect((await trigger.call(withSecret, content, { through: restarted })).items).toBeNull();
		}
	});

	it('of a burst are stored, although n8n takes longer to save the earlier ones', async () => {
		const trigger = hook();
		const contents = Array.from({ length: 5 }, (_, index) => withId(`"${index}"`));
		await Promise.all(
			contents.map((content, index) => trigger.call(withSecret, content, { saveMs: 10 * (5 - index) })),
		);
		for (const content of contents) {
			expect((await trigger.call(withSecret, content, { through: restarted })).items).toBeNull();
		}
	});

	it('leave out one whose run did not start: it may come again', async () => {
		const trigger = hook();
		expect((await trigger.call(withSecret, body, { startFails: true })).status).toBe(500);
		expect(await trigger.call(withSecret)).toMatchObject({ status: 200, items: [{}] });
		expect((await trigger.call(withSecret)).items).toBeNull();
	});

	it('are still known where what is stored was lost or is broken, and are stored again', async () => {
		for (const broken of [{}, { received: 7 }, { received: [null, [1, 2], ['x', 'y']] }, 'text', null, 5]) {
			const trigger = hook();
			trigger.store(broken);
			expect(await trigger.call(withSecret)).toMatchObject({ status: 200, items: [{}] });
			trigger.store(broken);
			expect((await trigger.call(withSecret)).items).toBeNull();
			expect((await trigger.call(withSecret, withId('"another"'))).items).toHaveLength(1);
		}
	});

	it('tell apart numeric IDs beyond 2^53', async () => {
		const trigger = hook();
		for (const digits of ['9007199254740992', '9007199254740993']) {
			expect((await trigger.call(withSecret, withId(digits))).items).toHaveLength(1);
			expect((await trigger.call(withSecret, withId(digits))).items).toBeNull();
		}
	});
});

it('a form with files, whose body n8n takes apart, is refused as others are', async () => {
	expect(await hook().call({}, null)).toMatchObject({ status: 401, items: null });
	expect(await hook().call(withSecret, null)).toMatchObject({ status: 400, items: null });
});

it('two calls at the same time with one ID start the workflow once', async () => {
	const trigger = hook();
	const results = await Promise.all([1, 2, 3].map(() => trigger.call(withSecret)));
	expect(results.filter(({ items }) => items !== null)).toHaveLength(1);
	expect(results.every(({ status }) => status === 200)).toBe(true);
});

it.each([
	['no JSON', 'recordId=1', {}, 400],
	['more than the size allowed', `{"text":"${'x'.repeat(2_000)}"}`, { options: { maxSize: 1 } }, 413],
	['10 MB', `{"text":"${'x'.repeat(10 * 1_024 * 1_024)}"}`, {}, 413],
])('a body with %s is refused', async (_, content, parameters, status) => {
	const result = await hook(parameters).call(withSecret, content);
	expect([result.status, result.items]).toEqual([status, null]);
});

it('a secret that could be guessed is refused', async () => {
	const { error } = await hook({}, 'short').call({ 'x-creatio-secret': 'short' });
	expect(error).toMatchObject(failure('input', 'fewer than 16'));
	const accents = 'un secret très bien gardé';
	expect((await hook({}, accents).call(withSecret)).error).toMatchObject(failure('input', /secret.*header/));
	expect((await hook({ proof: 'signature' }, accents).call(withSecret)).status).toBe(401);
	expect(await engine.credentialTest('creatioPlatformWebhookApi', { secret: 'short' })).toMatchObject({
		status: 'Error',
	});
	expect(await engine.credentialTest('creatioPlatformWebhookApi', { secret: SECRET })).toMatchObject({
		status: 'OK',
	});
});

it.each(['secret', 'signature'])(
	'the process of the emulator, which follows the recipe, is let in (%s)',
	async (proof) => {
		const bench = await openSite(engine);
		const { store, stats } = bench.site;
		const setting = (code: string, value: string) => {
			const [{ Id: id } = { Id: '' }] = store.rows('SysSettings', '"Code" = ?', code);
			const [row] = store.rows('SysSettingsValue', '"SysSettingsId" = ?', String(id));
			store.updateRaw(store.entity('SysSettingsValue'), String(row?.Id), { TextValue: value });
		};
		// Nobody listens there: what would have been sent is what the call recorded.
		const calls: Array<{ headers: Record<string, string>; body: string }> = [];
		const server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request
				.on('data', (chunk: Buffer) => chunks.push(chunk))
				.on('end', () => {
					calls.push({
						headers: request.headers as Record<string, string>,
						body: Buffer.concat(chunks).toString('utf8'),
					});
					response.end('{}');
				});
		});
		listener = server;
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		setting('UsrN8nAddress', `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
		setting('UsrN8nSecret', SECRET);
		setting('UsrN8nProof', proof);
		const created = await bench.creatio({
			operation: 'create',
			object: { __rl: true, mode: 'name', value: 'Contact' },
			columns: {
				mappingMode: 'defineBelow',
				value: { Name: 'Told to n8n' },
				matchingColumns: [],
				schema: [],
			},
		});
		for (let round = 0; round < 50 && stats.calls[0]?.status === undefined; round++) {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		expect(calls).toHaveLength(1);
		const [sent] = calls;
		const { items } = await hook({ proof }).call(sent?.headers ?? {}, sent?.body);
		expect(items?.[0]?.json).toMatchObject({
			event: 'created',
			object: 'Contact',
			recordId: created.items[0]?.json.Id,
			name: 'Told to n8n',
		});
	},
);

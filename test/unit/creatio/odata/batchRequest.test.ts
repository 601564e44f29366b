import fc from 'fast-check';

import { attempt, type Attempt } from '../../../../nodes/shared/basics/attempt';
import { CreatioError, type ErrorDetails } from '../../../../nodes/shared/basics/errors';
import type { Connection, ServiceRequest } from '../../../../nodes/shared/connection/serviceCall';
import { type BatchPart, MAX_PARTS, sendBatch } from '../../../../nodes/shared/creatio/odata/batchRequest';
import { undone } from '../../../../nodes/shared/creatio/odata/batchOutcomes';
import type { Write } from '../../../../nodes/shared/creatio/odata/writeChannel';
import { type BulkOptions, writeMany } from '../../../../nodes/shared/creatio/odata/writeRecords';
import { findMatches, type Match, matchKey } from '../../../../nodes/shared/creatio/writing/matches';
import { CONTACT } from '../fakes';
import { type Answer, fakeSite, lostAnswer } from '../fakeSite';

interface Part {
	readonly id: string;
	readonly method: string;
	readonly url: string;
	readonly body?: { readonly Id?: string };
}

interface PartAnswer {
	readonly id?: string;
	readonly status: number;
	readonly body?: unknown;
}

let sites = 0;

/** A site of its own for each test: what a site understands is remembered by its address. */
function siteOf(answer: (request: ServiceRequest) => Answer) {
	const { connection, requests } = fakeSite(answer);
	return { connection: { ...connection, site: `https://batch${++sites}.example` } as Connection, requests };
}

const partsOf = ({ json }: ServiceRequest) => (json as { requests?: Part[] } | undefined)?.requests ?? [];

const isWrite = (request: ServiceRequest) =>
	[request.method, ...partsOf(request).map(({ method }) => method)].includes('POST') &&
	!partsOf(request).some(({ method }) => method === 'GET');

/** Answers batches part by part. */
const inJson = (work: (part: Part) => Omit<PartAnswer, 'id'>) => (request: ServiceRequest) => ({
	json: { responses: partsOf(request).map((part) => ({ id: part.id, ...work(part) })) },
});

const refusal = (message: string) => ({ error: { code: '', message } });

const messageOf = (outcome: Attempt<unknown> | undefined) =>
	outcome?.done === false && outcome.error instanceof Error ? outcome.error.message : outcome?.done;

const keyOf = (index: number) => `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;

const creates = (count: number) =>
	Array.from({ length: count }, (_, index): Write => ({ kind: 'create', id: keyOf(index), body: {} }));

const options: BulkOptions = {
	batchSize: 100,
	parallel: 1,
	atomic: false,
	stopsAtFailure: false,
	columns: [],
};

const updates = (count: number) =>
	Array.from({ length: count }, (_, index): BatchPart => ({
		method: 'PATCH',
		path: `Contact(${keyOf(index)})`,
		json: {},
		repeat: 'harmless',
	}));

describe('the answers of a batch', () => {
	const answeredBy = async (responses: PartAnswer[], atomic = false) => {
		const { connection } = siteOf(() => ({ json: { responses } }));
		return (await sendBatch(connection, updates(3), { atomic })).map(messageOf);
	};

	it('land on their parts in whatever order they come', async () => {
		const told = await answeredBy([
			{ id: '2', status: 204 },
			{ id: '1', status: 400, body: refusal('no') },
			{ id: '0', status: 204 },
		]);
		expect(told).toEqual([true, 'no', true]);
	});

	it('land on their parts where only some have a number', async () => {
		const told = await answeredBy([
			{ id: '0', status: 204 },
			{ status: 400, body: refusal('no') },
			{ id: '2', status: 204 },
		]);
		expect(told).toEqual([true, 'no', true]);
	});

	it('are missing for a part that a site did not come to', async () => {
		const told = await answeredBy([
			{ id: '0', status: 204 },
			{ id: '1', status: 400, body: refusal('no') },
		]);
		expect(told).toEqual([true, 'no', expect.stringContaining('did not answer this part')]);
	});

	it('are no success because of a good status alone', async () => {
		const told = await answeredBy([
			{ id: '0', status: 200, body: refusal('hidden in 200') },
			{ id: '1', status: 302 },
			{ id: '2', status: 204 },
		]);
		expect(told).toEqual(['hidden in 200', expect.any(String), true]);
	});

	it.each([{ id: '1' }, {}, { id: 'made-by-the-server' }])(
		'of a failed group are one, which speaks for all: %j',
		async (named) => {
			const told = await answeredBy([{ ...named, status: 400, body: refusal('no') }], true);
			expect(told).toEqual([
				expect.stringMatching(/no$/),
				expect.stringMatching(/no$/),
				expect.stringMatching(/no$/),
			]);
		},
	);
});

describe('the request of a batch', () => {
	const read: BatchPart = { method: 'GET', path: 'Contact', repeat: 'read' };
	const harmless: BatchPart = { ...read, method: 'PATCH', repeat: 'harmless' };
	const once: BatchPart = { ...read, method: 'POST', repeat: 'once' };
	const sent = async (parts: readonly BatchPart[], more: { atomic?: boolean; parallel?: number } = {}) => {
		const { connection, requests } = siteOf(inJson(() => ({ status: 204 })));
		await sendBatch(connection, parts, more);
		return requests;
	};

	it('is missing without parts, and a part alone is sent as it is', async () => {
		expect(await sent([])).toEqual([]);
		expect(await sent([once])).toEqual([{ service: 'odata', ...once }]);
		expect(MAX_PARTS).toBe(100);
	});

	it.each([
		[[read, read], 'read'],
		[[read, harmless], 'harmless'],
		[[harmless, once, read], 'once'],
	])('may be repeated as far as its most delicate part', async (parts, repeat) => {
		expect(await sent(parts)).toEqual([
			expect.objectContaining({
				method: 'POST',
				service: 'odata',
				path: '$batch',
				headers: { Prefer: 'continue-on-error' },
				parts: parts.length,
				repeat,
			}),
		]);
	});

	it('is all or nothing only where that is wanted', async () => {
		const groups = (requests: readonly ServiceRequest[]) =>
			JSON.stringify(requests[0]?.json).includes('atomicity');
		expect(groups(await sent([read, read]))).toBe(false);
		expect(groups(await sent([read, read], { atomic: true }))).toBe(true);
	});
});

describe('a site that refuses batches', () => {
	const refused = (status: number, details: ErrorDetails = { reason: 'unexplained' }) =>
		new CreatioError('invalid', 'no batch', { ...details, status });
	/**
	 * Which kinds of requests are sent, and how it ends, when batches in JSON, in multipart and requests of their own end
	 * with these errors.
	 */
	async function tried(
		inJsonFails: CreatioError,
		{ multipart, single, atomic }: { multipart?: CreatioError; single?: CreatioError; atomic?: boolean } = {},
	) {
		const { connection, requests } = siteOf(({ path, json }) => {
			if (path !== '$batch') return single ?? { status: 204 };
			return (json === undefined ? multipart : inJsonFails) ?? {};
		});
		const outcomes = await attempt(sendBatch(connection, updates(2), { atomic }));
		const kinds = () =>
			requests.map(({ path, json }) =>
				path === '$batch' ? (json === undefined ? 'multipart' : 'json') : 'single',
			);
		return { kinds, outcomes, connection, requests };
	}

	it.each<[number, ErrorDetails, string[]]>([
		[400, { reason: 'unexplained' }, ['json', 'multipart']],
		[400, { reason: 'mediaType' }, ['json', 'multipart']],
		[415, {}, ['json', 'multipart']],
		[404, {}, ['json', 'single', 'single']],
		[405, {}, ['json', 'single', 'single']],
		[501, {}, ['json', 'single', 'single']],
		[400, {}, ['json']],
		[500, {}, ['json']],
		[403, {}, ['json']],
		[404, { perhapsDone: true }, ['json']],
		[404, { mayPass: true }, ['json']],
	])('in JSON with status %i %j is asked %j', async (status, details, expected) => {
		expect((await tried(refused(status, details))).kinds()).toEqual(expected);
	});

	it('in both formats by their type gets a request for each part, also next time', async () => {
		const wrongType = refused(400, { reason: 'mediaType' });
		const { kinds, outcomes, connection, requests } = await tried(wrongType, { multipart: wrongType });
		expect(kinds()).toEqual(['json', 'multipart', 'single', 'single']);
		expect(outcomes.done && outcomes.value.map(({ done }) => done)).toEqual([true, true]);
		expect([...connection.notes].at(-1)).toMatch(/\$batch/);
		await sendBatch(connection, updates(3));
		expect(requests.slice(4).map(({ path }) => path)).toEqual(updates(3).map(({ path }) => path));
	});

	it('in both formats without a reason has refused these parts', async () => {
		const { kinds, outcomes, connection } = await tried(refused(400), { multipart: refused(400) });
		expect(kinds()).toEqual(['json', 'multipart']);
		expect(outcomes).toMatchObject({ done: false, error: { status: 400 } });
		await attempt(sendBatch(connection, updates(2)));
		expect(kinds().slice(2)).toEqual(['json', 'multipart']);
	});

	it('in JSON and loses the answer to multipart leaves open what was done', async () => {
		const lost = lostAnswer();
		const wrongType = refused(400, { reason: 'mediaType' });
		expect((await tried(wrongType, { multipart: lost })).outcomes).toEqual({ done: false, error: lost });
	});

	it('and the parts by themselves as well, was in a bad moment, which is not remembered', async () => {
		const { kinds, connection } = await tried(refused(404), { single: refused(404) });
		await sendBatch(connection, updates(2));
		expect(kinds()).toEqual(['json', 'single', 'single', 'json', 'single', 'single']);
		expect([...connection.notes]).toEqual([]);
	});

	it('is asked again after ten minutes', async () => {
		jest.useFakeTimers({ doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'] });
		try {
			const { kinds, connection } = await tried(refused(404));
			for (let batch = 0; batch < 3; batch++) await sendBatch(connection, updates(2));
			expect(kinds().filter((kind) => kind === 'json')).toHaveLength(2);
			jest.setSystemTime(Date.now() + 11 * 60_000);
			await sendBatch(connection, updates(2));
			expect(kinds().filter((kind) => kind === 'json')).toHaveLength(3);
		} finally {
			jest.useRealTimers();
		}
	});

	it.each([400, 404, 405, 501])('once (%i) is asked again for the next batch', async (status) => {
		let batches = 0;
		const { connection, requests } = siteOf(({ path, json }) =>
			path === '$batch' && json !== undefined && ++batches === 1 ? refused(status) : {},
		);
		await sendBatch(connection, updates(2));
		await sendBatch(connection, updates(2));
		expect(requests.at(-1)).toMatchObject({ path: '$batch', json: expect.anything() });
	});

	it('is asked for one all the same where all or nothing is wanted', async () => {
		const { kinds, connection } = await tried(refused(404));
		await sendBatch(connection, updates(2));
		await sendBatch(connection, updates(2), { atomic: true });
		expect(kinds().filter((kind) => kind === 'json')).toHaveLength(3);
	});

	it('and cannot do all or nothing, gets nothing then', async () => {
		const { kinds, outcomes } = await tried(refused(404), { atomic: true });
		expect(kinds()).toEqual(['json']);
		const error = expect.objectContaining({
			kind: 'input',
			message: expect.stringContaining('All or Nothing'),
			cure: expect.stringContaining('one by one'),
		});
		expect(outcomes).toEqual({ done: true, value: Array(2).fill({ done: false, error }) });
	});

	it.each([undefined, 2])('gets as many requests at a time as wanted (%s)', async (parallel) => {
		const { connection } = siteOf(() => refused(404));
		let [underWay, most] = [0, 0];
		const slow: Connection = {
			...connection,
			call: async (request) => {
				if (request.path === '$batch') return await connection.call(request);
				most = Math.max(most, ++underWay);
				await new Promise(setImmediate);
				underWay--;
				return { status: 204, headers: {}, json: undefined, text: '' };
			},
		};
		await sendBatch(slow, updates(6), { parallel });
		expect(most).toBe(parallel ?? 1);
	});
});

describe('the outcome of a part', () => {
	const outcomesOf = async (responses: PartAnswer[], { atomic = false, parts = updates(2) } = {}) => {
		const { connection } = siteOf(() => ({ json: { responses } }));
		return await sendBatch(connection, parts, { atomic });
	};
	const reads = updates(2).map((part): BatchPart => ({ ...part, method: 'GET', repeat: 'read' }));
	const good = { id: '1', status: 200, body: { value: [] } };
	const unanswered = (perhapsDone: boolean) => ({
		done: false,
		error: expect.objectContaining({
			kind: 'unreadable',
			perhapsDone,
			message: expect.stringMatching(/batch\d+\.example/),
			cure: expect.stringContaining('fewer records'),
		}),
	});

	it('is its answer', async () => {
		expect(await outcomesOf([{ id: '0', status: 201, body: 'text' }, good])).toEqual([
			{ done: true, value: { status: 201, headers: {}, json: 'text', text: 'text' } },
			{ done: true, value: { status: 200, headers: {}, json: { value: [] }, text: '' } },
		]);
	});

	it.each([
		[404, refusal('no'), { kind: 'notFound', status: 404, message: 'no' }],
		[403, refusal('no'), { kind: 'forbidden', message: 'no' }],
		[403, undefined, { kind: 'forbidden' }],
		// The batch itself was accepted, so it is about the object.
		[401, undefined, { kind: 'forbidden', reason: 'noObject' }],
		[500, '{"error":{"message":"23505: x"}}', { kind: 'invalid', message: '23505: x' }],
		[500, 'oops', { kind: 'server', perhapsDone: true }],
		[500, '', { kind: 'server', perhapsDone: true }],
		[300, undefined, { kind: 'address' }],
		[200, refusal('no'), { message: 'no' }],
	])('with status %i and %j is an error', async (status, body, error) => {
		const [first, second] = await outcomesOf([{ id: '0', status, body }, good]);
		expect(first).toEqual({ done: false, error: expect.objectContaining(error) });
		expect(second?.done).toBe(true);
	});

	it('is open without a readable answer, if it writes', async () => {
		const strange = [{ id: '0', status: 'x' as unknown as number }, good];
		expect((await outcomesOf(strange))[0]).toEqual(unanswered(true));
		expect((await outcomesOf(strange, { parts: reads }))[0]).toEqual(unanswered(false));
		expect((await outcomesOf([{ id: '0', status: 199 }, good]))[0]).toEqual(unanswered(true));
		expect(await outcomesOf([])).toEqual([unanswered(true), unanswered(true)]);
	});

	it('is found by the number where a number contradicts the order', async () => {
		const [first, second] = await outcomesOf([
			{ id: '1', status: 204 },
			{ id: '', status: 201 },
		]);
		expect(first).toEqual(unanswered(true));
		expect(second).toMatchObject({ done: true, value: { status: 204 } });
		const unnumbered = await outcomesOf([{ id: '', status: 201 }, { status: 204 }]);
		expect(unnumbered).toMatchObject([{ value: { status: 201 } }, { value: { status: 204 } }]);
	});

	it('of a group is the culprit’s own, and for the others that they were undone', async () => {
		const outcomes = await outcomesOf([{ id: '1', status: 400, body: refusal('no') }], { atomic: true });
		expect(outcomes).toEqual([
			{
				done: false,
				error: expect.objectContaining({
					kind: 'invalid',
					message: expect.stringMatching(/another record.*no$/),
					cure: expect.stringContaining('All or Nothing'),
				}),
			},
			{ done: false, error: expect.objectContaining({ message: 'no', status: 400 }) },
		]);
	});

	it('of a group whose one answer names nobody is that answer', async () => {
		const outcomes = await outcomesOf([{ status: 400, body: refusal('no') }], { atomic: true });
		const own = { done: false, error: expect.objectContaining({ message: 'no', status: 400 }) };
		expect(outcomes).toEqual([own, own]);
	});

	it('of a group stays open where nothing was refused', async () => {
		expect(await outcomesOf([{ status: 204 }], { atomic: true })).toEqual([
			unanswered(true),
			unanswered(true),
		]);
		const half = await outcomesOf([{ id: '0', status: 204 }], { atomic: true });
		expect(half).toEqual([expect.objectContaining({ done: true }), unanswered(true)]);
		const whole = await outcomesOf([{ id: '0', status: 204 }, good], { atomic: true });
		expect(whole.map(({ done }) => done)).toEqual([true, true]);
	});
});

it('a record that was perhaps undone says that', () => {
	const cause = new CreatioError('server', 'why', { perhapsDone: true });
	expect(undone(cause)).toMatchObject({
		perhapsDone: true,
		message: expect.not.stringContaining('Not written'),
	});
});

it.each([new Error('why'), 'why'])('a record undone says because of what', (cause) => {
	expect(undone(cause)).toMatchObject({
		kind: 'invalid',
		message: expect.stringMatching(/: why$/),
		cure: expect.stringContaining('All or Nothing'),
		cause,
	});
});

describe('a multipart batch', () => {
	/** As ASP.NET writes it: the answer of a change set that failed stands outside of one, without a number. */
	const answer = [
		...['--b', 'Content-Type: multipart/mixed; boundary="c1"', ''],
		...['--c1', 'Content-Type: application/http', 'Content-ID: 0', ''],
		...['HTTP/1.1 204 No Content', 'OData-Version: 4.0', '', '', '--c1--'],
		...['--b', 'Content-Type: application/http', ''],
		...['HTTP/1.1 400 Bad Request', 'Content-Type: application/json', ''],
		...[JSON.stringify(refusal('no')), ''],
		...['--b', 'Content-Type: multipart/mixed; boundary="c3"', ''],
		...['--c3', 'Content-Type: application/http', 'Content-ID: 2', ''],
		...['HTTP/1.1 204 No Content', '', '', '--c3--', '--b--', ''],
	];

	it.each(['\r\n', '\n'])('is sent where JSON is refused, and each answer lands on its part', async (end) => {
		const { connection, requests } = siteOf(({ json }) =>
			json === undefined
				? { text: answer.join(end), headers: { 'content-type': 'multipart/mixed; boundary=b' } }
				: new CreatioError('invalid', 'no JSON', { status: 415 }),
		);
		for (let batch = 0; batch < 2; batch++) {
			const told = await sendBatch(connection, updates(3));
			expect(told.map(messageOf)).toEqual([true, 'no', true]);
		}
		// The refusal is remembered.
		expect(requests.map(({ json }) => json !== undefined)).toEqual([true, false, false]);
		expect([...connection.notes]).toEqual([expect.stringContaining('multipart')]);
	});

	it('has each write in a change set of its own, or all of them in one', async () => {
		const { connection, requests } = siteOf(({ json }) =>
			json === undefined ? {} : new CreatioError('invalid', 'no JSON', { status: 415 }),
		);
		for (const atomic of [false, true]) await sendBatch(connection, updates(3), { atomic });
		const [, apart = '', together = ''] = requests.map(({ content }) => content?.text ?? '');
		expect(apart.match(/Content-Type: multipart\/mixed/g)).toHaveLength(3);
		expect(together.match(/Content-Type: multipart\/mixed/g)).toHaveLength(1);
		for (const text of [apart, together]) {
			expect(text.match(/\r\n\r\nPATCH Contact\(\S+\) HTTP\/1\.1\r\n/g)).toHaveLength(3);
			expect(text).not.toMatch(/[^\r]\n/);
		}
	});
});

describe('writing many records', () => {
	const work = inJson(({ body }) => ({ status: 201, body }));

	it('sends batches of the size asked for, as many at a time as asked for', async () => {
		const site = siteOf(work);
		let [underWay, most] = [0, 0];
		const connection: Connection = {
			...site.connection,
			call: async (request) => {
				most = Math.max(most, ++underWay);
				await new Promise(setImmediate);
				underWay--;
				return await site.connection.call(request);
			},
		};
		const written = await writeMany(connection, 'Contact', creates(250), {
			...options,
			batchSize: 40,
			parallel: 3,
		});
		expect(written.every((outcome) => outcome?.done)).toBe(true);
		expect(site.requests.map((request) => partsOf(request).length)).toEqual([40, 40, 40, 40, 40, 40, 10]);
		expect(site.requests.every(({ headers }) => headers?.Prefer === 'continue-on-error')).toBe(true);
		expect(most).toBe(3);
	});

	it('looks which creates of a lost batch are there, sends the others again, and counts that', async () => {
		const there = new Set<string>();
		let batches = 0;
		const { connection, requests } = siteOf((request) => {
			if (!isWrite(request)) {
				// A site may write keys in capitals.
				const rows = [...there].map((Id) => ({ Id: Id.toUpperCase() }));
				return inJson(() => ({ status: 200, body: { value: rows } }))(request);
			}
			const parts = partsOf(request);
			const done = ++batches === 1 ? parts.slice(0, 12) : parts;
			for (const { body } of done) there.add(body?.Id ?? '');
			return batches === 1 ? lostAnswer() : work(request);
		});
		const written = await writeMany(connection, 'Contact', creates(30), options);
		expect(written.every((outcome) => outcome?.done)).toBe(true);
		const sent = requests.filter(isWrite).map((request) => partsOf(request).length);
		expect(sent).toEqual([30, 18]);
		expect(connection.meter.retries).toBe(1);
	});

	it('does not take a group for undone that arrived late, when it is refused the second time', async () => {
		const there = new Set<string>();
		let batches = 0;
		const known = keyOf(77);
		const read = (url: string) => ({
			value: [...there, known].filter((Id) => url.includes(Id)).map((Id) => ({ Id })),
		});
		const { connection } = siteOf((request) => {
			if (request.path !== '$batch') return { json: read(request.path) };
			if (!isWrite(request)) return inJson(({ url }) => ({ status: 200, body: read(url) }))(request);
			if (++batches === 1) return lostAnswer();
			// The first one was still on its way when we looked.
			for (const { body } of partsOf(request)) if (body?.Id) there.add(body.Id);
			return { json: { responses: [{ id: '0', status: 400, body: refusal('duplicate key') }] } };
		});
		const writes: Write[] = [...creates(20), { kind: 'update', id: known, body: {} }];
		const written = await writeMany(connection, 'Contact', writes, { ...options, atomic: true });
		expect(written.map(messageOf)).toEqual(writes.map(() => true));
	});
});

/**
 * A site at which batches meet misfortunes, one after the other. `late`: the answer is lost, and the work is done when
 * the next but one request comes.
 */
const misfortunes = [
	'none',
	'lostBefore',
	'lostAfter',
	'lostHalfway',
	'late',
	'answerCut',
	'stopsAtRefusal',
	'refused',
	'throttled',
] as const;

function unluckySite(script: ReadonlyArray<(typeof misfortunes)[number]>, refused: ReadonlySet<string>) {
	const store = new Set<string>();
	const late: Array<{ readonly due: number; readonly work: () => void }> = [];
	let [asked, writes] = [0, 0];
	const create = ({ id, body }: Part): PartAnswer => {
		const key = body?.Id ?? '';
		if (refused.has(key)) return { id, status: 400, body: refusal('not this one') };
		if (store.has(key)) return { id, status: 500, body: refusal('23505: duplicate key') };
		store.add(key);
		return { id, status: 201, body };
	};
	const all = (parts: readonly Part[], atomic: boolean): PartAnswer[] => {
		if (!atomic) return parts.map(create);
		const culprit = parts.find(({ body }) => refused.has(body?.Id ?? '') || store.has(body?.Id ?? ''));
		return culprit ? [create(culprit)] : parts.map(create);
	};
	const site = siteOf((request) => {
		asked++;
		for (const one of late.filter(({ due }) => due === asked)) one.work();
		const read = (url: string) => ({
			value: [...store].filter((Id) => url.includes(Id)).map((Id) => ({ Id })),
		});
		if (request.path.startsWith('Contact?')) return { json: read(request.path) };
		if (!isWrite(request)) return inJson(({ url }) => ({ status: 200, body: read(url) }))(request);
		const single = request.path === '$batch' ? undefined : (request.json as { Id: string });
		const parts = single ? [{ id: '0', method: 'POST', url: 'Contact', body: single }] : partsOf(request);
		const atomic = JSON.stringify(request.json).includes('atomicityGroup');
		const answer = (responses: readonly PartAnswer[]): Answer => {
			const [first] = responses;
			if (!single) return { json: { responses } };
			if (!first) return lostAnswer();
			return first.status < 300
				? { json: first.body, status: first.status }
				: new CreatioError('invalid', 'refused', { status: first.status, perhapsDone: first.status >= 500 });
		};
		switch (script[writes++ % script.length]) {
			case 'lostBefore':
				return lostAnswer();
			case 'lostAfter':
				all(parts, atomic);
				return lostAnswer();
			case 'lostHalfway':
				if (!atomic) all(parts.slice(0, parts.length / 2), atomic);
				return lostAnswer();
			case 'late':
				late.push({ due: asked + 2, work: () => void all(parts, atomic) });
				return lostAnswer();
			case 'answerCut': {
				const responses = all(parts, atomic);
				return answer(responses.slice(0, responses.length / 2));
			}
			case 'stopsAtRefusal': {
				if (atomic) return answer(all(parts, atomic));
				const end = parts.findIndex(({ body }) => refused.has(body?.Id ?? ''));
				return answer(all(end < 0 ? parts : parts.slice(0, end + 1), atomic));
			}
			case 'refused':
				return new CreatioError('server', 'Out of order', { status: 500 });
			case 'throttled':
				return new CreatioError('throttled', 'Too many', { status: 429 });
			default:
				return answer(all(parts, atomic));
		}
	});
	return { ...site, store, end: () => late.filter(({ due }) => due > asked).forEach(({ work }) => work()) };
}

describe('creates at a site where one misfortune follows the other', () => {
	it.each([false, true])('are done as told; all or nothing: %s', async (atomic) => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.constantFrom(...misfortunes), { minLength: 1, maxLength: 12 }),
				fc.uniqueArray(fc.nat(59), { maxLength: 4 }),
				fc.integer({ min: 1, max: 25 }),
				fc.integer({ min: 1, max: 4 }),
				async (script, refusedOnes, batchSize, parallel) => {
					const { connection, store, end } = unluckySite(script, new Set(refusedOnes.map(keyOf)));
					const writes = creates(60);
					const written = await writeMany(connection, 'Contact', writes, {
						...options,
						batchSize,
						parallel,
						atomic,
					});
					end();
					for (const [index, { id }] of writes.entries()) {
						const outcome = written[index];
						if (outcome?.done) expect(store.has(id)).toBe(true);
						// What is not certain is told, with the key to look for.
						else if (store.has(id))
							expect(outcome?.error).toMatchObject({ cure: expect.stringContaining(id) });
					}
				},
			),
			{ numRuns: 150 },
		);
	});
});

describe('matches of many items', () => {
	const email = CONTACT.columns.get('Email')!;
	const matchOf = (value: string): Match => [{ column: email, value: { type: 'text', value } }];
	const wantedBy = (url: string) =>
		[...decodeURIComponent(url).matchAll(/'([^']*)'/g)].map(([, value]) => value);

	it('are found beside a value that fills an answer up to the cap of the site', async () => {
		const rows = Array.from({ length: 130 }, (_, index) => ({
			Id: keyOf(index),
			Email: index < 129 ? 'many@x.example' : 'one@x.example',
		}));
		const CAP = 50;
		const read = (url: string) => {
			const after = /Id gt (\S+)/.exec(decodeURIComponent(url))?.[1] ?? '';
			return rows.filter(({ Id, Email }) => Id > after && wantedBy(url).includes(Email)).slice(0, CAP);
		};
		const { connection } = siteOf((request) => {
			if (request.path !== '$batch') return { json: { value: read(request.path) } };
			return inJson(({ url }) => ({ status: 200, body: { value: read(url) } }))(request);
		});
		const matches = ['one@x.example', 'many@x.example'].map(matchOf);
		const found = await findMatches(connection, 'Contact', matches);
		expect(matches.map((match) => found.get(matchKey('Contact', match))?.length)).toEqual([1, 129]);
	});
});

import { attempt } from '../../../../nodes/shared/basics/attempt';
import { CreatioError, type ErrorDetails } from '../../../../nodes/shared/basics/errors';
import type { Connection, ServiceRequest } from '../../../../nodes/shared/connection/serviceCall';
import { type BatchPart, MAX_PARTS, sendBatch } from '../../../../nodes/shared/creatio/odata/batchRequest';
import { type Answer, lostAnswer } from '../fakeSite';
import { siteOf, inJson, refusal, messageOf, updates } from './batchSite';

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

describe('a part alone whose method the host refuses', () => {
	const refused = new CreatioError('invalid', 'The host refuses the method', {
		status: 405,
		reason: 'verbRefused',
	});
	const kindsOf = (requests: readonly ServiceRequest[]) =>
		requests.map(({ path, method }) => (path === '$batch' ? 'batch' : method));
	const site = (batch: (request: ServiceRequest) => Answer) =>
		siteOf((request) => (request.path === '$batch' ? batch(request) : refused));

	it('is sent in a batch, also where all or nothing is wanted', async () => {
		const { connection, requests } = site(inJson(() => ({ status: 204 })));
		const [outcome] = await sendBatch(connection, updates(1), { atomic: true });
		expect(outcome).toMatchObject({ done: true, value: { status: 204 } });
		expect(kindsOf(requests)).toEqual(['PATCH', 'batch']);
	});

	it('reports what the site says to it there', async () => {
		const { connection } = site(inJson(() => ({ status: 400, body: refusal('The name is required') })));
		const [outcome] = await sendBatch(connection, updates(1));
		expect(messageOf(outcome)).toContain('The name is required');
	});

	it.each([403, 404, 405])('stays refused where batches are refused with %i', async (status) => {
		const { connection, requests } = site(() => new CreatioError('forbidden', 'no batch', { status }));
		expect(await sendBatch(connection, updates(1))).toEqual([{ done: false, error: refused }]);
		expect(kindsOf(requests).filter((kind) => kind === 'batch')).toHaveLength(1);
	});

	it('costs no batch where it is known that the site has none', async () => {
		const { connection, requests } = siteOf(({ path, method }) => {
			if (path === '$batch') return new CreatioError('invalid', 'no batch', { status: 415 });
			return method === 'PATCH' && requests.length > 4 ? refused : { status: 204 };
		});
		await sendBatch(connection, updates(2));
		const before = requests.length;
		await sendBatch(connection, updates(1));
		expect(kindsOf(requests.slice(before))).toEqual(['PATCH']);
	});

	it('has an open outcome where the batch has', async () => {
		const { connection } = site(() => lostAnswer());
		await expect(sendBatch(connection, updates(1))).rejects.toMatchObject({ perhapsDone: true });
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
		const [, apart = '', together = ''] = requests.map(({ content }) => String(content?.body));
		expect(apart.match(/Content-Type: multipart\/mixed/g)).toHaveLength(3);
		expect(together.match(/Content-Type: multipart\/mixed/g)).toHaveLength(1);
		for (const text of [apart, together]) {
			expect(text.match(/\r\n\r\nPATCH Contact\(\S+\) HTTP\/1\.1\r\n/g)).toHaveLength(3);
			expect(text).not.toMatch(/[^\r]\n/);
		}
	});
});

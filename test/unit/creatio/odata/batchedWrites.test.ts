import fc from 'fast-check';
import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { Connection } from '../../../../nodes/shared/connection/serviceCall';
import type { Write } from '../../../../nodes/shared/creatio/odata/writeChannel';
import { writeMany } from '../../../../nodes/shared/creatio/odata/writeRecords';
import { type Answer, lostAnswer } from '../fakeSite';
import {
	type Part,
	type PartAnswer,
	siteOf,
	partsOf,
	isWrite,
	inJson,
	refusal,
	messageOf,
	keyOf,
	creates,
	options,
} from './batchSite';

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

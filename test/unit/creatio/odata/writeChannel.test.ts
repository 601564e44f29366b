import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { Connection, ServiceRequest } from '../../../../nodes/shared/connection/serviceCall';
import { type Write, writeChannel } from '../../../../nodes/shared/creatio/odata/writeChannel';
import { CONTACT } from '../fakes';
import { type Answer, fakeSite, lostAnswer, notFound } from '../fakeSite';

const A = '405947d0-2ffb-4ded-8675-0475f19f5a81';
const B = '405947d0-2ffb-4ded-8675-0475f19f5a82';

const create: Write = { kind: 'create', id: A, body: { Name: 'x' } };
const update: Write = { kind: 'update', id: A, body: { Name: 'y' } };
const remove: Write = { kind: 'delete', id: A };

let sites = 0;
function channelTo(answer: (request: ServiceRequest) => Answer, { atomic = false, parallel = 1 } = {}) {
	const { connection, requests } = fakeSite(answer);
	const site = { ...connection, site: `https://channel${++sites}.example` } as Connection;
	const columns = [CONTACT.columns.get('Name')!];
	return { channel: writeChannel(site, 'Contact', { atomic, parallel, columns }), requests, connection };
}

describe('a write', () => {
	it.each<[Write, object]>([
		[create, { method: 'POST', path: 'Contact', json: { Name: 'x', Id: A }, repeat: 'once' }],
		[update, { method: 'PATCH', path: `Contact(${A})`, json: { Name: 'y' }, repeat: 'harmless' }],
		[remove, { method: 'DELETE', path: `Contact(${A})`, repeat: 'harmless' }],
	])('%j is one request', async (write, request) => {
		const { channel, requests } = channelTo(() => ({ json: { Id: A } }));
		await channel.send([write]);
		expect(requests).toEqual([{ service: 'odata', ...request }]);
	});

	it('has the key that the record was given, whatever the body says', async () => {
		const { channel, requests } = channelTo(() => ({ json: { Id: A } }));
		await channel.send([{ kind: 'create', id: A, body: { Id: B } }]);
		expect(requests[0]?.json).toEqual({ Id: A });
	});

	it.each<[Write, Answer, object]>([
		[
			create,
			{ json: { Id: A, Name: 'x' } },
			{ done: true, value: { kind: 'created', row: { Id: A, Name: 'x' } } },
		],
		[update, { status: 204 }, { done: true, value: { kind: 'updated' } }],
		[remove, { status: 204 }, { done: true, value: { kind: 'deleted' } }],
		// A repeated delete finds its own work done.
		[remove, notFound(), { done: true, value: { kind: 'deleted' } }],
		[update, notFound(), { done: false, error: expect.objectContaining({ kind: 'notFound' }) }],
		[create, notFound(), { done: false, error: expect.objectContaining({ kind: 'notFound' }) }],
		[
			remove,
			new CreatioError('invalid', 'no'),
			{ done: false, error: expect.objectContaining({ kind: 'invalid' }) },
		],
	])('%j answered by %j', async (write, answer, outcome) => {
		expect(await channelTo(() => answer).channel.send([write])).toEqual([outcome]);
	});

	it.each([undefined, null, 'text', 5, {}, { id: A }])(
		'is perhaps done when a create is answered by %j',
		async (json) => {
			const [outcome] = await channelTo(() => ({ json })).channel.send([create]);
			expect(outcome).toEqual({
				done: false,
				error: expect.objectContaining({
					kind: 'unreadable',
					perhapsDone: true,
					message: expect.stringContaining(A),
				}),
			});
		},
	);

	it('goes into a batch with others, which may be all or nothing', async () => {
		for (const atomic of [false, true]) {
			const { channel, requests } = channelTo(
				() => ({
					json: {
						responses: [
							{ id: '0', status: 204 },
							{ id: '1', status: 204 },
						],
					},
				}),
				{ atomic },
			);
			const outcomes = await channel.send([update, remove]);
			expect(outcomes.map((outcome) => outcome.done && outcome.value.kind)).toEqual(['updated', 'deleted']);
			expect(JSON.stringify(requests[0]?.json).includes('atomicityGroup')).toBe(atomic);
		}
	});
});

describe('a write whose answer is lost', () => {
	it('is looked up if it creates, and repeated otherwise', () => {
		const { channel, connection } = channelTo(() => ({}));
		expect([create, update, remove].map((write) => channel.settlementOf(write))).toEqual([
			'look',
			'repeat',
			'repeat',
		]);
		expect(channel.repeats).toBe(3);
		channel.onRepeat();
		expect(connection.meter.retries).toBe(1);
		expect([lostAnswer(), notFound()].map((error) => channel.isWorthRepeating(error))).toEqual([true, false]);
	});

	it('is looked up by its key, in any case', async () => {
		const { channel, requests } = channelTo(() => ({
			json: { value: [{ Id: A.toUpperCase(), Name: 'x' }] },
		}));
		const findings = await channel.look([create, { ...create, id: B }]);
		expect(findings).toEqual([
			{ kind: 'done', result: { kind: 'created', row: { Id: A.toUpperCase(), Name: 'x' } } },
			{ kind: 'notDone' },
		]);
		expect(decodeURIComponent(requests[0]?.path ?? '')).toBe(
			`Contact?$select=Id,Name&$filter=Id eq ${A} or Id eq ${B}`,
		);
		expect(await channelTo(lostAnswer).channel.look([create, create])).toEqual([
			{ kind: 'unknown' },
			{ kind: 'unknown' },
		]);
	});

	it('says so, with the key to look for, if it creates', () => {
		const { channel } = channelTo(() => ({}));
		const [lost, refused] = [lostAnswer(), new CreatioError('invalid', 'no')];
		const warning = expect.objectContaining({
			kind: 'network',
			perhapsDone: true,
			message: expect.stringContaining('Contact'),
			cure: expect.stringContaining(A),
		});
		expect(channel.notDone(create, lost)).toEqual(warning);
		expect(channel.notFoundOut(create, lost)).toEqual(warning);
		expect(channel.notDone(create, refused)).toBe(refused);
		expect(channel.notFoundOut(create, refused)).toMatchObject({ perhapsDone: true });
		for (const write of [update, remove]) {
			expect(channel.notDone(write, lost)).toBe(lost);
			expect(channel.notFoundOut(write, lost)).toBe(lost);
		}
	});

	it('is done with the others where a batch is all or nothing', () => {
		expect(channelTo(() => ({})).channel.doneTogether).toBeUndefined();
		const { doneTogether } = channelTo(() => ({}), { atomic: true }).channel;
		expect([update, remove].map((write) => doneTogether?.(write))).toEqual([
			{ kind: 'updated' },
			{ kind: 'deleted' },
		]);
	});
});

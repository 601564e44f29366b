import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { Connection, ServiceRequest } from '../../../../nodes/shared/connection/serviceCall';
import { type Write, writeChannel } from '../../../../nodes/shared/creatio/odata/writeChannel';
import { CONTACT } from '../fakes';
import { type Answer, fakeSite, lostAnswer, notFound } from '../fakeSite';

const A = '405947d0-2ffb-4ded-8675-0475f19f5a81';
const B = '405947d0-2ffb-4ded-8675-0475f19f5a82';

const noObject = () => new CreatioError('notFound', 'No such object', { status: 404, reason: 'noObject' });

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
		[
			update,
			{
				method: 'PATCH',
				path: `Contact(${A})`,
				json: { Name: 'y' },
				headers: { 'If-Match': '*' },
				repeat: 'harmless',
			},
		],
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
		[remove, notFound(), { done: false, error: expect.objectContaining({ kind: 'notFound' }) }],
		[update, { status: 200, json: { Id: A } }, { done: true, value: { kind: 'updated' } }],
		...([update, remove] as const).flatMap((write) =>
			[undefined, {}, [], null].map((json): [Write, Answer, object] => [
				write,
				{ status: 200, json },
				{ done: false, error: expect.objectContaining({ kind: 'unreadable', perhapsDone: true }) },
			]),
		),
		// Deleted by somebody since we looked.
		[update, notFound(), { done: true, value: { kind: 'missing' } }],
		[update, noObject(), { done: false, error: expect.objectContaining({ reason: 'noObject' }) }],
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

describe('a write whose outcome is open', () => {
	it('is looked up if the site shows it, and repeated if that is harmless', async () => {
		const { channel, connection } = channelTo(() => ({}));
		const own: Write = { ...create, hasOwnId: true };
		expect([create, own, update, remove].map((write) => channel.settlementOf(write))).toEqual([
			{ shows: 'proof', isHarmless: false },
			{ shows: 'sign', isHarmless: false },
			{ shows: 'nothing', isHarmless: true },
			{ shows: 'proof', isHarmless: true },
		]);
		await channel.beforeRepeat(0, lostAnswer());
		expect(connection.meter.retries).toBe(1);
	});

	it('was perhaps done if the refusal says that it is', () => {
		const { channel } = channelTo(() => ({}));
		const duplicate = new CreatioError('invalid', 'no', { reason: 'duplicate' });
		const says = (error: unknown) => [create, update, remove].map((write) => channel.saysDone(write, error));
		expect(says(duplicate)).toEqual([true, false, false]);
		expect(says(notFound())).toEqual([false, false, true]);
		expect(says(noObject())).toEqual([false, false, false]);
		expect(says(lostAnswer())).toEqual([false, false, false]);
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
		expect(await channel.look([remove, { ...remove, id: B }])).toEqual([
			{ kind: 'notDone' },
			{ kind: 'done', result: { kind: 'deleted' } },
		]);
		expect(await channelTo(lostAnswer).channel.look([create, remove])).toEqual([
			{ kind: 'unknown' },
			{ kind: 'unknown' },
		]);
	});

	it.each([create, update, remove])('says so at last, with the key to look for: %j', (write) => {
		const { channel } = channelTo(() => ({}));
		expect(channel.perhapsDone(write, lostAnswer())).toMatchObject({
			kind: 'network',
			perhapsDone: true,
			message: expect.stringMatching(/Contact record was (created|updated|deleted)/),
			cure: expect.stringContaining(A),
		});
	});

	it('is done with the others where a batch is all or nothing, which is never divided', () => {
		const { channel: single } = channelTo(() => ({}));
		expect([single.doneTogether, single.mayDivide]).toEqual([undefined, true]);
		const { channel } = channelTo(() => ({}), { atomic: true });
		expect(channel.mayDivide).toBe(false);
		expect([update, remove].map((write) => channel.doneTogether?.(write))).toEqual([
			{ kind: 'updated' },
			{ kind: 'deleted' },
		]);
	});
});

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { type BatchPart, sendBatch } from '../../../../nodes/shared/creatio/odata/batchRequest';
import { undone } from '../../../../nodes/shared/creatio/odata/batchOutcomes';
import { type PartAnswer, siteOf, refusal, messageOf, updates } from './batchSite';

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

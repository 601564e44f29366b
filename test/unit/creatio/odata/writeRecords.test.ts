import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { Connection, ServiceRequest } from '../../../../nodes/shared/connection/serviceCall';
import type { Write } from '../../../../nodes/shared/creatio/odata/writeChannel';
import {
	type BulkOptions,
	createRecord,
	writeMany,
} from '../../../../nodes/shared/creatio/odata/writeRecords';
import { CONTACT } from '../fakes';
import { type Answer, fakeSite, lostAnswer, notFound } from '../fakeSite';

const keyOf = (index: number) => `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;
const create = (index: number): Write => ({ kind: 'create', id: keyOf(index), body: {} });
const update = (index: number): Write => ({ kind: 'update', id: keyOf(index), body: {} });
const remove = (index: number): Write => ({ kind: 'delete', id: keyOf(index) });

const OPTIONS: BulkOptions = {
	batchSize: 100,
	parallel: 1,
	atomic: false,
	mostFailures: Infinity,
	columns: [],
};

let sites = 0;

type Part = { id: string; method: string; url: string; body?: unknown };

/** A site that holds these records; writes of other keys reach it only by a fault. */
function siteWith(existing: readonly number[], failure?: CreatioError) {
	const work = ({ method, url, body }: Omit<Part, 'id'>) => {
		if (method !== 'GET') return { status: method === 'POST' ? 201 : 204, body };
		const found = existing.map(keyOf).filter((id) => url.includes(id));
		return { status: 200, body: { value: found.map((Id) => ({ Id })) } };
	};
	const { connection, requests } = fakeSite((request): Answer => {
		if (request.path === '$batch') {
			const parts = (request.json as { requests: Part[] }).requests;
			return { json: { responses: parts.map((part) => ({ id: part.id, ...work(part) })) } };
		}
		if (request.method === 'GET' && failure) return failure;
		const { status, body } = work({ method: request.method, url: request.path, body: request.json });
		return { status, json: body };
	});
	const site = { ...connection, site: `https://write${++sites}.example` } as Connection;
	const isRead = ({ method, json }: ServiceRequest) =>
		method === 'GET' || JSON.stringify(json).includes('"GET"');
	const written = () =>
		requests
			.filter((request) => !isRead(request))
			.flatMap(({ path, method, json }) =>
				path === '$batch'
					? (json as { requests: Part[] }).requests.map((part) => `${part.method} ${part.url}`)
					: [`${method} ${path}`],
			);
	return { connection: site, requests, written };
}

const kinds = (outcomes: Awaited<ReturnType<typeof writeMany>>) =>
	outcomes.map((outcome) =>
		outcome?.done ? outcome.value.kind : (outcome?.error as CreatioError | undefined)?.kind,
	);

describe('many writes', () => {
	it('are done, and counted', async () => {
		const { connection, written } = siteWith([1, 2]);
		const outcomes = await writeMany(connection, 'Contact', [create(0), update(1), remove(2)], OPTIONS);
		expect(kinds(outcomes)).toEqual(['created', 'updated', 'deleted']);
		expect(written()).toEqual(['POST Contact', `PATCH Contact(${keyOf(1)})`, `DELETE Contact(${keyOf(2)})`]);
		expect(connection.meter.rows).toBe(3);
	});

	it('of records that were just read are sent without another look', async () => {
		const { connection, requests } = siteWith([1, 2]);
		const known: Write[] = [update(1), remove(2)].map((write) => ({ ...write, isThere: true }));
		const outcomes = await writeMany(connection, 'Contact', known, OPTIONS);
		expect(kinds(outcomes)).toEqual(['updated', 'deleted']);
		expect(requests).toHaveLength(1);
	});

	it('never change records that do not exist', async () => {
		const { connection, written } = siteWith([1]);
		const writes = [create(0), update(1), update(2), remove(3)];
		const outcomes = await writeMany(connection, 'Contact', writes, OPTIONS);
		expect(kinds(outcomes)).toEqual(['created', 'updated', 'missing', 'missing']);
		expect(written()).toEqual(['POST Contact', `PATCH Contact(${keyOf(1)})`]);
		expect(connection.meter.rows).toBe(2);
	});

	it('do not create a record with an ID that the run has written before', async () => {
		const { connection, written } = siteWith([1]);
		const writes = [create(0), { ...create(1), hasOwnId: true }, { ...create(1), hasOwnId: true }];
		const outcomes = await writeMany(connection, 'Contact', writes, OPTIONS);
		expect(kinds(outcomes)).toEqual(['created', 'created', 'input']);
		expect(outcomes[2]).toMatchObject({ error: { message: expect.stringContaining(keyOf(1)) } });
		expect(written()).toEqual(['POST Contact', 'POST Contact']);
	});

	it('are all refused for one missing record, where all are to be done or none', async () => {
		const { connection, written } = siteWith([1]);
		const writes = [create(0), update(1), update(2)];
		const outcomes = await writeMany(connection, 'Contact', writes, { ...OPTIONS, atomic: true });
		expect(kinds(outcomes)).toEqual(['invalid', 'invalid', 'missing']);
		expect(outcomes[0]).toMatchObject({
			error: {
				message: expect.stringContaining(keyOf(2)),
				cure: expect.stringContaining('All or Nothing'),
				perhapsDone: false,
			},
		});
		expect(written()).toEqual([]);
		expect(connection.meter.rows).toBe(0);
	});

	it('are all done where all are possible', async () => {
		const { connection } = siteWith([1]);
		const writes = [create(0), update(1)];
		expect(kinds(await writeMany(connection, 'Contact', writes, { ...OPTIONS, atomic: true }))).toEqual([
			'created',
			'updated',
		]);
	});

	it.each([false, true])(
		'are not done when it is not known which records exist; all or nothing: %s',
		async (atomic) => {
			const failure = new CreatioError('network', 'gone');
			const { connection, written } = siteWith([], failure);
			const outcomes = await writeMany(connection, 'Contact', [create(0), update(1)], { ...OPTIONS, atomic });
			expect(kinds(outcomes)).toEqual([atomic ? 'invalid' : 'created', 'network']);
			if (atomic) expect(outcomes[0]).toMatchObject({ error: { message: expect.stringContaining('gone') } });
			expect(written()).toEqual(atomic ? [] : ['POST Contact']);
		},
	);

	it('ask for no records when there are only creates', async () => {
		const { connection, requests } = siteWith([]);
		await writeMany(connection, 'Contact', [create(0), create(1)], OPTIONS);
		expect(requests).toHaveLength(1);
	});

	it('keep the order of writes to one record', async () => {
		const { connection, requests } = siteWith([1, 2]);
		const writes = [update(1), update(2), remove(1)];
		await writeMany(connection, 'Contact', writes, { ...OPTIONS, parallel: 3 });
		const sent = requests.filter(
			({ method, json }) =>
				method !== 'GET' && JSON.stringify(json) !== undefined && !JSON.stringify(json).includes('"GET"'),
		);
		expect(sent).toHaveLength(1);
		expect(requests.at(-1)).toMatchObject({ method: 'DELETE' });
	});

	it('stop at a failure where that is wanted, and a missing record is one', async () => {
		const { connection } = siteWith([1, 3]);
		const options = { ...OPTIONS, batchSize: 1, mostFailures: 1 };
		const outcomes = await writeMany(connection, 'Contact', [update(1), update(2), update(3)], options);
		expect(kinds(outcomes)).toEqual(['updated', 'missing', undefined]);
		expect(connection.meter.rows).toBe(1);
	});
});

describe('one create', () => {
	const body = { Id: keyOf(0), Name: 'x' };
	const shape = { columns: [CONTACT.columns.get('Name')!], labels: [], related: [] };

	it('returns the record as the site shows it', async () => {
		const { connection, requests } = fakeSite(() => ({ status: 201, json: { ...body, Age: 1 } }));
		expect(await createRecord(connection, 'Contact', body, shape)).toEqual({ ...body, Age: 1 });
		expect(requests).toEqual([
			{ service: 'odata', method: 'POST', path: 'Contact', json: body, repeat: 'once' },
		]);
	});

	it('is looked up in the shape that is wanted, three times at most sent again', async () => {
		const { connection, requests } = fakeSite(({ method }) =>
			method === 'POST' ? lostAnswer() : notFound(),
		);
		await expect(createRecord(connection, 'Contact', body, shape)).rejects.toMatchObject({
			perhapsDone: true,
		});
		expect(requests.map(({ method }) => method)).toEqual([
			...['POST', 'GET', 'POST', 'GET'],
			...['POST', 'GET', 'POST', 'GET'],
		]);
		expect(decodeURIComponent(requests[1]?.path ?? '')).toBe(`Contact(${keyOf(0)})?$select=Id,Name`);
		expect(connection.meter.retries).toBe(3);
	});

	it('fails with what the site says', async () => {
		const error = new CreatioError('invalid', 'no');
		await expect(createRecord(fakeSite(() => error).connection, 'Contact', body, shape)).rejects.toBe(error);
	});
});

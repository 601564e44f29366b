import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { Connection, ServiceRequest } from '../../../../nodes/shared/connection/serviceCall';
import { readManyOData, readOData } from '../../../../nodes/shared/creatio/odata/readRequest';
import { collectionPath, countPath } from '../../../../nodes/shared/creatio/odata/url';
import { type Answer, fakeSite } from '../fakeSite';
import { ODATA4 } from '../fakes';

let sites = 0;

const partsOf = ({ json }: ServiceRequest) =>
	(json as { requests: Array<{ id: string; url: string }> }).requests;

/** A site that answers batches, and reads by themselves as it is told. */
function siteOf(alone: Answer = { json: 'alone' }) {
	const { connection, requests } = fakeSite((request) =>
		request.path === '$batch'
			? { json: { responses: partsOf(request).map(({ id, url }) => ({ id, status: 200, body: url })) } }
			: alone,
	);
	return { connection: { ...connection, site: `https://read${++sites}.example` } as Connection, requests };
}

/** A path whose query string has this length. */
const pathOf = (length: number) => `Contact?${'a'.repeat(length)}`;

describe('a read', () => {
	it.each([
		['short', pathOf(10), false],
		['as long as all hosts accept', pathOf(2_048), false],
		['longer', pathOf(2_049), true],
		[
			'with many bytes in few letters',
			collectionPath(ODATA4, 'Contact', { filter: `Name eq '${'ж'.repeat(350)}'` }),
			true,
		],
		['with quotation marks, which are encoded on the way', `${pathOf(2_047)}'`, true],
		['with ../', collectionPath(ODATA4, 'Contact', { filter: "Name eq '../a'" }), true],
		['with ..\\', collectionPath(ODATA4, 'Contact', { filter: "Name eq '..\\a'" }), true],
		['with two dots', collectionPath(ODATA4, 'Contact', { filter: "Name eq '..'" }), false],
	])('travels in a batch where hosts may refuse its address: %s', async (_, path, isInBatch) => {
		const { connection, requests } = siteOf();
		expect((await readOData(connection, path)).json).toBe(isInBatch ? path : 'alone');
		expect(requests.map((request) => request.path)).toEqual([isInBatch ? '$batch' : path]);
		expect(requests[0]?.repeat).toBe('read');
		expect([...connection.notes]).toEqual([]);
	});

	it.each(['addressTooLong', 'deniedSequence'] as const)(
		'is sent in a batch after a refusal of its address: %s',
		async (reason) => {
			const { connection, requests } = siteOf(new CreatioError('invalid', 'no', { reason }));
			expect((await readOData(connection, pathOf(10))).json).toBe(pathOf(10));
			expect(requests).toHaveLength(2);
		},
	);

	describe('whose part fails without words', () => {
		const failing = (alone: Answer) => {
			const { connection, requests } = fakeSite((request) =>
				request.path === '$batch' ? { json: { responses: [{ id: '0', status: 500, headers: {} }] } } : alone,
			);
			return {
				connection: { ...connection, site: `https://read${++sites}.example` } as Connection,
				requests,
			};
		};

		it('is sent alone, where .NET accepts it, for the words of the site', async () => {
			const words = new CreatioError('server', "is missing the property 'Name'");
			const { connection, requests } = failing(words);
			await expect(readOData(connection, pathOf(3_000))).rejects.toBe(words);
			expect(requests.map(({ path }) => path.length < 10)).toEqual([true, false]);
		});

		it('keeps its error where the host refuses the address', async () => {
			const { connection } = failing(new CreatioError('invalid', 'long', { reason: 'addressTooLong' }));
			await expect(readOData(connection, pathOf(3_000))).rejects.toMatchObject({
				kind: 'server',
				status: 500,
			});
		});

		it('is not sent alone where no host accepts it', async () => {
			const { connection, requests } = failing({ json: 'alone' });
			await expect(readOData(connection, pathOf(9_000))).rejects.toMatchObject({ status: 500 });
			expect(requests).toHaveLength(1);
		});
	});

	it('fails at once for another reason', async () => {
		const { connection, requests } = siteOf(new CreatioError('invalid', 'no'));
		await expect(readOData(connection, pathOf(10))).rejects.toThrow('no');
		expect(requests).toHaveLength(1);
	});

	it('may have another path in a batch', async () => {
		const { connection } = siteOf();
		const filter = `Name eq '${'ж'.repeat(400)}'`;
		const inBatch = collectionPath(ODATA4, 'Contact', { filter, count: true, top: 0 });
		expect((await readOData(connection, countPath(ODATA4, 'Contact', { filter }), inBatch)).json).toBe(
			inBatch,
		);
	});
});

describe('many reads', () => {
	it('travel a hundred at a time, and return their answers in order', async () => {
		const { connection, requests } = siteOf();
		const paths = Array.from({ length: 201 }, (_, index) => `Contact?${index}`);
		const answers = await readManyOData(connection, paths);
		expect(answers.map(({ json }) => json)).toEqual([...paths.slice(0, 200), 'alone']);
		expect(requests.map(({ path }) => path)).toEqual(['$batch', '$batch', 'Contact?200']);
	});

	it('are measured where one is left', async () => {
		const { connection, requests } = siteOf();
		await readManyOData(connection, [pathOf(3_000)]);
		expect(requests.map(({ path }) => path)).toEqual(['$batch']);
		expect(await readManyOData(connection, [])).toEqual([]);
	});

	it('are sent again where the site was too busy for some, or left some out', async () => {
		const asked: string[][] = [];
		const { connection } = fakeSite((request) => {
			const parts = partsOf(request);
			asked.push(parts.map(({ url }) => url));
			const isFirst = asked.length === 1;
			const answered = parts.filter(({ url }) => !isFirst || url !== 'Contact?2');
			return {
				json: {
					responses: answered.map(({ id, url }) => ({
						id,
						status: isFirst && url === 'Contact?1' ? 503 : 200,
						body: url,
					})),
				},
			};
		});
		const site = `https://read${++sites}.example`;
		const paths = ['Contact?0', 'Contact?1', 'Contact?2', 'Contact?3'];
		const answers = await readManyOData({ ...connection, site, wait: async () => undefined }, paths);
		expect(answers.map(({ json }) => json)).toEqual(paths);
		expect(asked).toEqual([paths, ['Contact?1', 'Contact?2']]);
	});
});

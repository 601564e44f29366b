import { atOnce } from '../contenders/bare.mjs';
import { creatio, httpRequest, inARow } from '../contenders/workflows.mjs';

const properties = ['Id', 'Name', 'Email', 'JobTitle', 'CreatedOn', 'ModifiedOn', 'AccountId'];
/** Rows in one answer, the node's own number. */
const pageSize = 1_000;

/** @type {import('./index.mjs').BenchCase} */
export const reads = {
	name: 'reads',
	unit: 'rows',
	before: (people) => people,
	requestsPerItem: 0,
	node: (engine, { limit }) =>
		engine.run(
			inARow([
				creatio({
					operation: 'getAll',
					...(limit === undefined ? { returnAll: true } : { returnAll: false, limit }),
					// As the others read them: without the texts of lookups.
					options: { outputColumns: properties, lookups: 'id' },
				}),
			]),
			[{}],
		),
	// Pages by HTTP Request's own pagination, and an item for each row by Split Out.
	httpRequest(engine, { limit }, site) {
		const top = limit ?? pageSize;
		const isLast = limit === undefined ? `$response.body.value.length < ${pageSize}` : 'true';
		const read = httpRequest('Read', {
			method: 'GET',
			url: `${site}/0/odata/Contact`,
			sendQuery: true,
			queryParameters: {
				parameters: [
					{ name: '$select', value: properties.join(',') },
					{ name: '$orderby', value: 'Id' },
					{ name: '$top', value: String(top) },
				],
			},
			options: {
				pagination: {
					pagination: {
						paginationMode: 'updateAParameterInEachRequest',
						parameters: {
							parameters: [{ type: 'qs', name: '$skip', value: `={{ $pageCount * ${top} }}` }],
						},
						paginationCompleteWhen: 'other',
						completeExpression: `={{ ${isLast} }}`,
						limitPagesFetched: false,
						requestInterval: 0,
					},
				},
			},
		});
		const split = {
			name: 'Split Out',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'value' },
		};
		return engine.run(inARow([read, split]), [{}]);
	},
	// The first page, and then four ranges of keys at the same time, as the node reads them.
	async bare(client, { limit }) {
		const top = limit ?? pageSize;
		const page = `Contact?$select=${properties.join(',')}&$orderby=Id&$top=${top}`;
		const { value: first } = await client.get(page);
		const items = first.map((/** @type {unknown} */ json) => ({ json }));
		if (limit !== undefined || first.length < top) return items;
		const last = first.at(-1).Id;
		const start = Number.parseInt(last.slice(0, 8), 16);
		const bounds = [1, 2, 3].map((index) => {
			const digits = Math.floor(start + ((2 ** 32 - start) * index) / atOnce).toString(16);
			return `${digits.padStart(8, '0')}-0000-0000-0000-000000000000`;
		});
		const ranges = await Promise.all(
			[last, ...bounds].map(async (from, index) => {
				/** @type {Array<{ json: any }>} */
				const rows = [];
				const end = bounds[index] === undefined ? '' : ` and Id le ${bounds[index]}`;
				for (let after = from; ;) {
					const filter = encodeURIComponent(`Id gt ${after}${end}`);
					const { value } = await client.get(`${page}&$filter=${filter}`);
					for (const row of value) rows.push({ json: row });
					if (value.length < top) return rows;
					after = value.at(-1).Id;
				}
			}),
		);
		return [...items, ...ranges.flat()];
	},
	client: (client, { limit }) => client.read(properties, limit ?? Infinity),
};

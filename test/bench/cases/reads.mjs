import { atOnce } from '../contenders/bare.mjs';
import { creatio, httpRequest, inARow } from '../contenders/workflows.mjs';

const properties = ['Id', 'Name', 'Email', 'JobTitle', 'CreatedOn', 'ModifiedOn', 'AccountId'];

/** Lookups with their texts, which the site looks up for each row. */
const named = ['Account', 'CreatedBy', 'ModifiedBy'];
const withNamed = [...new Set([...properties, ...named.map((lookup) => `${lookup}Id`)])];
const expand = `&$expand=${named.map((lookup) => `${lookup}($select=Name)`).join(',')}`;

/** Rows in one answer, the node's own number. */
const pageSize = 1_000;

/**
 * @param {number | undefined} limit
 * @param {object} options
 */
const getMany = (limit, options) =>
	creatio({
		operation: 'getAll',
		...(limit === undefined ? { returnAll: true } : { returnAll: false, limit }),
		options,
	});

/** @type {import('./index.mjs').BenchCase} */
export const reads = {
	name: 'reads',
	unit: 'rows',
	before: (people) => people,
	requestsPerItem: 0,
	// As the others read them: without the texts of lookups.
	node: (engine, { limit }) =>
		engine.run(inARow([getMany(limit, { outputColumns: properties, lookups: 'id' })]), [{}]),
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
	bare: (client, { limit }) => readAll(client, limit, `Contact?$select=${properties.join(',')}`),
	client: (client, { limit }) => client.read(properties, limit ?? Infinity),
};

/**
 * The price of the texts of lookups, which the node returns by default.
 *
 * @type {import('./index.mjs').BenchCase}
 */
export const texts = {
	name: 'texts',
	unit: 'rows',
	before: (people) => people,
	requestsPerItem: 0,
	node: (engine, { limit }) => engine.run(inARow([getMany(limit, { outputColumns: withNamed })]), [{}]),
	bare: (client, { limit }) => readAll(client, limit, `Contact?$select=${withNamed.join(',')}${expand}`),
};

/**
 * The first page, and then four ranges of keys at the same time, as the node reads them.
 *
 * @param {import('./index.mjs').BareClient} client
 * @param {number | undefined} limit
 * @param {string} address
 */
async function readAll(client, limit, address) {
	const top = limit ?? pageSize;
	const page = `${address}&$orderby=Id&$top=${top}`;
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
}

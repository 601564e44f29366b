import { dataService, inARow } from '../contenders/workflows.mjs';

const paths = ['Id', 'Name', 'Email', 'JobTitle', 'CreatedOn', 'ModifiedOn', 'Account'];
/** Rows in one answer, the node's own number. */
const pageSize = 5_000;

/** @param {string} value */
const column = (value) => ({ column: { __rl: true, mode: 'name', value } });

/** Rows through DataService, page after page by key. @type {import('./index.mjs').BenchCase} */
export const selects = {
	name: 'selects',
	unit: 'rows',
	before: (people) => people,
	requestsPerItem: 0,
	node: (engine, { limit }) =>
		engine.run(
			inARow([
				dataService({
					operation: 'select',
					selectColumns: { column: paths.map(column) },
					...(limit === undefined ? { returnAll: true } : { returnAll: false, limit }),
				}),
			]),
			[{}],
		),
	async bare(client, { limit }) {
		/** @type {Array<{ json: any }>} */
		const items = [];
		const rowCount = limit ?? pageSize;
		/** @param {string} path */
		const expression = (path) => ({ expressionType: 0, columnPath: path });
		const columns = Object.fromEntries(
			paths.map((path) => [
				path,
				{ expression: expression(path), ...(path === 'Id' && { orderDirection: 1, orderPosition: 0 }) },
			]),
		);
		/** @type {unknown} */
		let conditionalValues = null;
		for (;;) {
			const { rows } = await client.dataService('SelectQuery', {
				rootSchemaName: 'Contact',
				columns: { items: columns },
				rowCount,
				isPageable: true,
				conditionalValues,
			});
			for (const row of rows) items.push({ json: row });
			if (limit !== undefined || rows.length < rowCount) return items;
			const value = rows.at(-1).Id;
			conditionalValues = { items: { Id: { expressionType: 2, parameter: { dataValueType: 0, value } } } };
		}
	},
};

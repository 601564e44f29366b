import { randomUUID } from 'node:crypto';
import { inBatches } from '../contenders/bare.mjs';
import { columns, dataService, inARow } from '../contenders/workflows.mjs';

/** @param {import('./index.mjs').Work} work */
const itemsOf = ({ people }) => people.map(({ Name, Email, JobTitle }) => ({ Name, Email, JobTitle }));

/** Creates through DataService: n8n's HTTP Request node has nothing to compare with it. @type {import('./index.mjs').BenchCase} */
export const inserts = {
	name: 'inserts',
	unit: 'records',
	before: () => [],
	requestsPerItem: 0,
	node: (engine, work) =>
		engine.run(inARow([dataService({ operation: 'insert', columns: columns() })]), itemsOf(work)),
	bare: (client, work) =>
		inBatches(itemsOf(work), async (people) => {
			const items = people.map((body) => ({
				__type: 'Terrasoft.Nui.ServiceModel.DataContract.InsertQuery',
				rootSchemaName: 'Contact',
				columnValues: {
					items: Object.fromEntries(
						Object.entries({ Id: randomUUID(), ...body }).map(([name, value]) => [
							name,
							{ expressionType: 2, parameter: { dataValueType: name === 'Id' ? 0 : 1, value } },
						]),
					),
				},
			}));
			const { queryResults } = await client.dataService('BatchQuery', { items, continueIfError: true });
			return queryResults.map((/** @type {unknown} */ json) => ({ json }));
		}),
};

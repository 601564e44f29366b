import { randomUUID } from 'node:crypto';
import { inBatches } from '../contenders/bare.mjs';
import { columns, creatio, httpRequest, inALoop, inARow, jsonBody } from '../contenders/workflows.mjs';

/** @param {import('./index.mjs').Work} work */
const itemsOf = ({ people }) => people.map(({ Name, Email, JobTitle }) => ({ Name, Email, JobTitle }));

/** @param {string} site */
const requests = (site) => [
	httpRequest('Create', { method: 'POST', url: `${site}/0/odata/Contact`, ...jsonBody('={{ $json }}') }),
];

/** @type {import('./index.mjs').BenchCase} */
export const creates = {
	name: 'creates',
	unit: 'records',
	before: () => [],
	requestsPerItem: 1,
	node: (engine, work) =>
		engine.run(inARow([creatio({ operation: 'create', columns: columns() })]), itemsOf(work)),
	httpRequest: (engine, work, site) => engine.run(inALoop(requests(site)), itemsOf(work)),
	httpRequestAtOnce: (engine, work, site) => engine.run(inARow(requests(site)), itemsOf(work)),
	bare: (client, work) =>
		inBatches(itemsOf(work), async (people) => {
			// Keys of our own, as the node sends them.
			const rows = await client.batch(
				people.map((body) => ({ method: 'POST', url: 'Contact', body: { ...body, Id: randomUUID() } })),
			);
			return rows.map((json) => ({ json }));
		}),
	client: (client, work) =>
		client.write(
			itemsOf(work).map((body) => {
				const id = randomUUID();
				return { kind: 'create', id, body: { ...body, Id: id } };
			}),
		),
};

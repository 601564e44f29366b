import { findContacts, inBatches } from '../contenders/bare.mjs';
import { columns, creatio, httpRequest, inALoop, inARow, jsonBody } from '../contenders/workflows.mjs';

/** @param {import('./index.mjs').Work} work */
const itemsOf = ({ people }) => people.map(({ Id, JobTitle }) => ({ Id, JobTitle: `${JobTitle}, promoted` }));

/** @param {string} site */
const requests = (site) => [
	httpRequest('Update', {
		method: 'PATCH',
		url: `=${site}/0/odata/Contact({{ $json.Id }})`,
		...jsonBody('={{ { "JobTitle": $json.JobTitle } }}'),
	}),
];

/** @type {import('./index.mjs').BenchCase} */
export const updates = {
	name: 'updates',
	unit: 'records',
	before: (people) => people,
	requestsPerItem: 1,
	node: (engine, work) =>
		engine.run(
			inARow([
				creatio({
					operation: 'update',
					recordId: { __rl: true, mode: 'id', value: '={{ $json.Id }}' },
					columns: columns({ value: { JobTitle: '={{ $json.JobTitle }}' } }),
				}),
			]),
			itemsOf(work),
		),
	httpRequest: (engine, work, site) => engine.run(inALoop(requests(site)), itemsOf(work)),
	httpRequestAtOnce: (engine, work, site) => engine.run(inARow(requests(site)), itemsOf(work)),
	// A PATCH of an unknown key creates a record, so keys are looked for first, as the node does.
	bare: (client, work) =>
		inBatches(itemsOf(work), async (people) => {
			const found = await findContacts(
				client,
				'Id',
				people.map(({ Id }) => Id),
			);
			const known = new Set(found.map(({ Id }) => Id));
			const there = people.filter(({ Id }) => known.has(Id));
			await client.batch(
				there.map(({ Id, JobTitle }) => ({ method: 'PATCH', url: `Contact(${Id})`, body: { JobTitle } })),
			);
			return there.map((json) => ({ json }));
		}),
	client: (client, work) =>
		client.write(itemsOf(work).map(({ Id, JobTitle }) => ({ kind: 'update', id: Id, body: { JobTitle } }))),
};

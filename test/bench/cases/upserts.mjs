import { randomUUID } from 'node:crypto';
import { findContacts, inBatches } from '../contenders/bare.mjs';
import { source } from '../contenders/engine.mjs';
import { columns, creatio, httpRequest, inALoop, inARow, jsonBody } from '../contenders/workflows.mjs';

/** @param {import('./index.mjs').Work} work */
const itemsOf = ({ people }) =>
	people.map(({ Name, Email, JobTitle }) => ({ Name, Email, JobTitle: `${JobTitle}, promoted` }));

/** @param {string} site */
const requests = (site) => [
	httpRequest('Find', {
		method: 'GET',
		url: `${site}/0/odata/Contact`,
		sendQuery: true,
		queryParameters: {
			parameters: [
				{ name: '$select', value: 'Id' },
				{ name: '$filter', value: "=Email eq '{{ $json.Email }}'" },
			],
		},
	}),
	httpRequest('Write', {
		method: '={{ $json.value.length ? "PATCH" : "POST" }}',
		url: `=${site}/0/odata/Contact{{ $json.value.length ? "(" + $json.value[0].Id + ")" : "" }}`,
		...jsonBody(`={{ $('${source}').item.json }}`),
	}),
];

/** Half of the contacts exist. @type {import('./index.mjs').BenchCase} */
export const upserts = {
	name: 'upserts',
	unit: 'records',
	before: (people) => people.filter((_, index) => index % 2 === 0),
	requestsPerItem: 2,
	node: (engine, work) =>
		engine.run(
			inARow([creatio({ operation: 'upsert', columns: columns({ matchingColumns: ['Email'] }) })]),
			itemsOf(work),
		),
	httpRequest: (engine, work, site) => engine.run(inALoop(requests(site)), itemsOf(work)),
	httpRequestAtOnce: (engine, work, site) => engine.run(inARow(requests(site)), itemsOf(work)),
	async bare(client, work) {
		const items = itemsOf(work);
		const found = await findContacts(
			client,
			'Email',
			items.map(({ Email }) => `'${Email}'`),
		);
		const ids = new Map(found.map(({ Id, Email }) => [Email, Id]));
		return await inBatches(items, async (people) => {
			await client.batch(
				people.map((person) => {
					const id = ids.get(person.Email);
					return id === undefined
						? { method: 'POST', url: 'Contact', body: { ...person, Id: randomUUID() } }
						: { method: 'PATCH', url: `Contact(${id})`, body: person };
				}),
			);
			return people.map((json) => ({ json }));
		});
	},
};

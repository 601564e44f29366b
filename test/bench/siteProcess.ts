/**
 * The Creatio emulator for the benchmarks (scripts/bench.mjs): beside the site it opens a port on which the contacts of
 * the site are replaced, past all rules and at the speed of SQLite. Its first line of output contains both addresses.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

import { type Row, startEmulator } from '../emulator';

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			latency: { type: 'string', default: '0' },
			'made-contacts': { type: 'string', default: '0' },
			'email-index': { type: 'boolean', default: false },
		},
	});
	const count = Number(values['made-contacts']);
	const site = await startEmulator({
		latencyMs: Number(values.latency),
		sampleData: false,
		...(count > 0 && { made: { Contact: { count } } }),
	});
	// Contacts of the site's users: who writes a record is one of them. Made ones are not replaced.
	const shipped = count > 0 ? [] : site.store.rows('Contact').map(({ Id }) => `'${String(Id)}'`);
	// As whoever runs a site of this size would: without it, each comparison of an import reads the whole table.
	if (values['email-index'])
		site.store.db.exec('CREATE INDEX "Contact_Email" ON "Contact" (ulower("Email"))');

	/** Gives the number of contacts that are there now. */
	function replaceContacts(rows: readonly Row[]): number {
		const { store } = site;
		store.db.transaction(() => {
			store.db.run(`DELETE FROM "Contact" WHERE "Id" NOT IN (${shipped.join(', ')})`);
			for (const row of rows) store.insert('Contact', row);
		});
		return store.count('Contact');
	}

	const filling = createServer((request, response) => {
		readRows(request).then(
			(rows) => response.end(JSON.stringify({ count: replaceContacts(rows) })),
			(cause: unknown) => response.writeHead(500).end(String(cause)),
		);
	});
	filling.listen(0, '127.0.0.1', () => {
		const { port } = filling.address() as AddressInfo;
		process.stdout.write(`${JSON.stringify({ url: site.url, contactsUrl: `http://127.0.0.1:${port}/` })}\n`);
	});
}

async function readRows(request: IncomingMessage): Promise<Row[]> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Row[];
}

main().catch((cause: unknown) => {
	process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`);
	process.exit(1);
});

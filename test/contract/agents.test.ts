import { createSend } from '../../undici/createSend';
import { type LocalServer, serve } from './send/localServers';

const send = createSend({ allowUnauthorizedCerts: false });
const ask = ({ port }: LocalServer) =>
	send({ method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {}, timeoutMs: 5_000 });

describe('connections to many sites', () => {
	const servers: LocalServer[] = [];
	beforeAll(async () => {
		for (let count = 0; count < 40; count++) servers.push(await serve((_, response) => response.end()));
	});
	afterAll(async () => {
		await Promise.all(servers.map((server) => server.close()));
	});

	it('stay open for the sites that were used last, and are closed for the others', async () => {
		const [first, second, ...others] = servers as [LocalServer, LocalServer, ...LocalServer[]];
		await ask(first);
		await ask(second);
		for (const server of others) {
			await ask(server);
			// Used all the time, so that it is never the one that was not used for longest.
			await ask(first);
		}
		await until(() => second.openConnections() === 0);
		expect(second.openConnections()).toBe(0);
		expect(first.openConnections()).toBe(1);
		expect(first.connections()).toBe(1);
		expect(servers.filter((server) => server.openConnections() > 0)).toHaveLength(32);

		await ask(second);
		expect(second.connections()).toBe(2);
	});
});

/** Closing takes its turns of the event loop; ends after two seconds either way. */
async function until(isTrue: () => boolean): Promise<void> {
	for (let round = 0; round < 200 && !isTrue(); round++) {
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

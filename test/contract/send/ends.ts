import { failureOf, pause, requestTo, type SendBench } from './bench';
import { type LocalServer, serve, serveTcp } from './localServers';

/** Where a request may stand when it has to end. */
const PLACES = ['before the head', 'in the body', 'in the handshake'] as const;

export function describeEnds({ send, opened }: SendBench): void {
	const silentServer = async (place: (typeof PLACES)[number]) =>
		await opened(
			place === 'in the handshake'
				? serveTcp(() => undefined)
				: serve((_request, response) => {
						if (place === 'in the body') response.write('{');
					}),
		);
	/** undici closes a connection that does not open when its time for that is over, and not before. */
	const closedAt = async (place: (typeof PLACES)[number], server: LocalServer) => {
		if (place !== 'in the handshake') await server.allClosed();
	};
	const secure = (place: (typeof PLACES)[number]) => place === 'in the handshake';

	it.each(PLACES)('keep the timeout, and close the connection: %s', async (place) => {
		const server = await silentServer(place);
		const sent = send(requestTo(server, { timeoutMs: 200, secure: secure(place) }));
		expect(await failureOf(sent)).toMatchObject({ kind: 'timeout', perhapsDone: true });
		await closedAt(place, server);
	});

	it('count the whole answer, and not its parts', async () => {
		const server = await opened(
			serve((_request, response) => {
				const drip = setInterval(() => response.write(' '), 20);
				response.on('close', () => clearInterval(drip));
			}),
		);
		expect(await failureOf(send(requestTo(server, { timeoutMs: 200 })))).toMatchObject({ kind: 'timeout' });
	});

	it.each(PLACES)('stop at once with the execution, and close the connection: %s', async (place) => {
		const server = await silentServer(place);
		const stop = new AbortController();
		const sent = failureOf(
			send(requestTo(server, { signal: stop.signal, timeoutMs: 60_000, secure: secure(place) })),
		);
		await pause(100);
		const began = performance.now();
		stop.abort(new Error('stopped'));
		expect(await sent).toMatchObject({ kind: 'cancelled', perhapsDone: true });
		expect(performance.now() - began).toBeLessThan(1_000);
		await closedAt(place, server);
	});

	it('send nothing after the execution was stopped', async () => {
		const server = await silentServer('before the head');
		const sent = send(requestTo(server, { signal: AbortSignal.abort() }));
		expect(await failureOf(sent)).toMatchObject({ kind: 'cancelled', perhapsDone: false });
		await pause(50);
		expect(server.connections()).toBe(0);
	});

	it('leave no trace of the execution behind', async () => {
		const server = await opened(serve((_request, response) => response.end('x')));
		const stop = new AbortController();
		await send(requestTo(server, { signal: stop.signal }));
		stop.abort();
		expect((await send(requestTo(server))).status).toBe(200);
	});
}

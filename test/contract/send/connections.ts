import { failureOf, requestTo, type SendBench, textOf } from './bench';
import type { Differences } from './contract';
import { serve } from './localServers';

export function describeConnections(
	{ send, senderWith, opened }: SendBench,
	{ keepsConnections }: Differences,
): void {
	it(
		keepsConnections
			? 'are used again for requests that follow'
			: 'are new for each request, and closed after it',
		async () => {
			const server = await opened(serve((_request, response) => response.end('x')));
			for (let i = 0; i < 20; i++) await send(requestTo(server));
			if (keepsConnections) {
				expect(server.connections()).toBeLessThanOrEqual(2);
			} else {
				expect(server.connections()).toBe(20);
				await server.allClosed();
			}
		},
	);

	it.each([1, 3])('are at most as many as were allowed: %i', async (connections) => {
		let running = 0;
		let most = 0;
		const server = await opened(
			serve((_request, response) => {
				most = Math.max(most, ++running);
				setTimeout(() => {
					running--;
					response.end('x');
				}, 20);
			}),
		);
		// Each run makes its sender anew.
		const limited = () => senderWith({ connections })(requestTo(server));
		const answers = await Promise.all(Array.from({ length: 12 }, limited));
		expect(answers.map(textOf)).toEqual(Array(12).fill('x'));
		expect(most).toBe(connections);
	});

	it('are free again after every way in which a request can end', async () => {
		const server = await opened(
			serve((request, response) => {
				if (request.url === '/broken') request.socket.destroy();
				else if (request.url === '/cut') response.write('x', () => request.socket.destroy());
				else if (request.url === '/') response.end('x');
			}),
		);
		const one = senderWith({ connections: 1, largestAnswer: 10 });
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 150);
		const failures = [
			failureOf(one(requestTo(server, { path: '/broken' }))),
			failureOf(one(requestTo(server, { path: '/cut' }))),
			failureOf(one(requestTo(server, { path: '/silent', timeoutMs: 100 }))),
			failureOf(one(requestTo(server, { path: '/silent', signal: stop.signal }))),
			failureOf(one(requestTo(server, { headers: { cookie: 'a\nb' } }))),
		];
		const last = one(requestTo(server));
		expect((await Promise.all(failures)).map(({ kind }) => kind)).toEqual([
			...['network', 'network', 'timeout', 'cancelled', 'input'],
		]);
		expect(textOf(await last)).toBe('x');
	});

	it('end for a request that waits for one when the execution is stopped, and nothing is sent', async () => {
		let asked = 0;
		const server = await opened(
			serve((_request, response) => {
				asked++;
				setTimeout(() => response.end('x'), 200);
			}),
		);
		const one = senderWith({ connections: 1 });
		const first = one(requestTo(server));
		const stop = new AbortController();
		const second = failureOf(one(requestTo(server, { method: 'POST', body: 'x', signal: stop.signal })));
		setTimeout(() => stop.abort(), 50);
		expect(await second).toMatchObject({ kind: 'cancelled' });
		expect(textOf(await first)).toBe('x');
		expect(textOf(await one(requestTo(server)))).toBe('x');
		expect(asked).toBe(2);
	});
}

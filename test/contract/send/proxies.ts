import { failureOf, requestTo, type SendBench, textOf } from './bench';
import type { Differences } from './contract';
import { closedPort, serve, serveProxy, serveTls } from './localServers';

export function describeProxies(
	{ send, senderWith, opened }: SendBench,
	{ usualProxy, tellsRefusingProxies }: Differences,
): void {
	const secureSite = async () => await opened(serveTls((_request, response) => response.end('through')));

	it.each(['HTTPS_PROXY', 'ALL_PROXY'])('tunnel for %s, and not for NO_PROXY', async (variable) => {
		const proxy = await opened(serveProxy());
		const server = await secureSite();
		await withEnvironment(
			{ [variable]: `http://127.0.0.1:${proxy.port}`, NO_PROXY: 'localhost' },
			async () => {
				const proxied = senderWith({ allowUnauthorizedCerts: true });
				const request = requestTo(server, { secure: true });
				expect(textOf(await proxied(request))).toBe('through');
				expect(proxy.seen).toEqual([`CONNECT 127.0.0.1:${server.port}`]);
				await proxied({ ...request, url: `https://localhost:${server.port}/` });
				expect(proxy.seen).toHaveLength(1);
			},
		);
	});

	it('may have an address without a protocol', async () => {
		const proxy = await opened(serveProxy());
		const server = await secureSite();
		await withEnvironment({ HTTPS_PROXY: `127.0.0.1:${proxy.port}` }, async () => {
			const answer = senderWith({ allowUnauthorizedCerts: true })(requestTo(server, { secure: true }));
			if (usualProxy === 'http') expect(textOf(await answer)).toBe('through');
			else expect(await failureOf(answer)).toMatchObject({ kind: 'address', perhapsDone: false });
			expect(proxy.seen).toHaveLength(usualProxy === 'http' ? 1 : 0);
		});
	});

	it('pass on plain requests for HTTP_PROXY', async () => {
		const proxy = await opened(serveProxy());
		const server = await opened(serve((_request, response) => response.end('x')));
		await withEnvironment({ HTTP_PROXY: `http://127.0.0.1:${proxy.port}` }, async () => {
			expect(textOf(await send(requestTo(server, { path: '/a' })))).toBe('by the proxy');
			expect(proxy.seen).toEqual([`GET http://127.0.0.1:${server.port}/a`]);
		});
	});

	it('check the certificate of the site behind them', async () => {
		const proxy = await opened(serveProxy());
		const server = await secureSite();
		await withEnvironment({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }, async () => {
			expect(await failureOf(send(requestTo(server, { secure: true })))).toMatchObject({
				kind: 'certificate',
				perhapsDone: false,
			});
		});
	});

	it.each(['HTTP_PROXY', 'HTTPS_PROXY'])('that nothing listens at are named: %s', async (variable) => {
		const proxy = `127.0.0.1:${(await closedPort()).port}`;
		const server = await opened(serve((_request, response) => response.end('x')));
		await withEnvironment({ [variable]: `http://${proxy}` }, async () => {
			const request = requestTo(server, { secure: variable === 'HTTPS_PROXY' });
			expect(await failureOf(send(request))).toMatchObject({
				kind: 'unavailable',
				message: expect.stringContaining(`The proxy ${proxy}`),
				perhapsDone: false,
			});
		});
	});

	it.each([403, 407])('that refuse the connection: %i', async (status) => {
		const proxy = await opened(serveProxy(status));
		const server = await secureSite();
		await withEnvironment({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }, async () => {
			const answer = send(requestTo(server, { secure: true }));
			if (tellsRefusingProxies) {
				expect(await failureOf(answer)).toMatchObject({
					kind: 'network',
					message: expect.stringContaining('The proxy refused'),
					perhapsDone: false,
				});
			} else expect(await answer).toMatchObject({ status });
			expect(server.connections()).toBe(0);
		});
	});
}

async function withEnvironment(values: Record<string, string>, work: () => Promise<void>): Promise<void> {
	const before = { ...process.env };
	for (const name of ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy']) {
		delete process.env[name];
		delete process.env[name.toUpperCase()];
	}
	Object.assign(process.env, values);
	try {
		await work();
	} finally {
		process.env = before;
	}
}

import { failureOf, requestTo, SECRET, type SendBench, textOf } from './bench';
import { closedPort, serve, serveTcp, serveTls } from './localServers';

/** What is known about a request that was sent, and about one that was not. */
const NOT_SENT = { perhapsDone: false };
const PERHAPS = { perhapsDone: true };

export function describeFailures({ send, senderWith, opened }: SendBench): void {
	it('nothing listens', async () => {
		const error = await failureOf(send(requestTo(await closedPort(), { path: `/?q=${SECRET}` })));
		expect(error).toMatchObject({ kind: 'unavailable', ...NOT_SENT });
	});

	it('the host does not exist', async () => {
		const request = { ...requestTo(await closedPort()), url: 'http://nowhere.invalid/' };
		expect(await failureOf(send(request))).toMatchObject({ kind: 'address', ...NOT_SENT });
	});

	it('the certificate is not trusted: it names the switch, and is taken where that is on', async () => {
		const server = await opened(serveTls((_request, response) => response.end('secure')));
		const request = requestTo(server, { secure: true });
		const error = await failureOf(send(request));
		expect(error).toMatchObject({ kind: 'certificate', ...NOT_SENT });
		expect(error.cure).toContain('Ignore SSL Issues');
		const trusting = senderWith({ allowUnauthorizedCerts: true });
		expect(textOf(await trusting(request))).toBe('secure');
		expect(await failureOf(send(request))).toMatchObject({ kind: 'certificate' });
	});

	it('https meets a plain http port', async () => {
		const server = await opened(serve((_request, response) => response.end('plain')));
		expect(await failureOf(send(requestTo(server, { secure: true })))).toMatchObject({
			kind: 'address',
			...NOT_SENT,
		});
	});

	it('http meets an https port', async () => {
		const server = await opened(serveTls((_request, response) => response.end('secure')));
		expect(await failureOf(send(requestTo(server)))).toMatchObject({
			kind: 'network',
			cure: expect.stringContaining('https://'),
		});
	});

	it('the connection ends before it is secure', async () => {
		const server = await opened(serveTcp((socket) => socket.once('data', () => socket.end())));
		expect(await failureOf(send(requestTo(server, { secure: true })))).toMatchObject({ kind: 'network' });
	});

	it.each(['end', 'resetAndDestroy'] as const)(
		'the connection breaks before the answer, so that nobody knows (%s)',
		async (how) => {
			const server = await opened(serveTcp((socket) => socket.once('data', () => socket[how]())));
			const error = await failureOf(send(requestTo(server, { method: 'POST', body: SECRET })));
			expect(error).toMatchObject({ kind: 'network', ...PERHAPS });
		},
	);

	it.each(['destroy', 'resetAndDestroy'] as const)(
		'the connection breaks in the answer, which is not whole (%s)',
		async (how) => {
			const server = await opened(
				serve((request, response) => {
					response.writeHead(200, { 'content-length': '1000' });
					response.write('{"value":[');
					setTimeout(() => request.socket[how](), 50);
				}),
			);
			expect(await failureOf(send(requestTo(server)))).toMatchObject({
				kind: 'network',
				message: expect.stringContaining('during the answer'),
				...PERHAPS,
			});
		},
	);

	it('an answer in parts has no last one', async () => {
		const server = await opened(
			serve((request, response) => {
				response.write('{"value":[]}');
				setTimeout(() => request.socket.end(), 50);
			}),
		);
		expect(await failureOf(send(requestTo(server)))).toMatchObject({ kind: 'network', ...PERHAPS });
	});

	it('what answers is not a web server', async () => {
		const server = await opened(
			serveTcp((socket) => socket.once('data', () => socket.write('220 mail.example ESMTP\r\n'))),
		);
		expect(await failureOf(send(requestTo(server)))).toMatchObject({ kind: 'address', ...PERHAPS });
	});

	it('the answer has a part without a length', async () => {
		const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n';
		const server = await opened(
			serveTcp((socket) => socket.once('data', () => socket.write(`${head}?\r\n`))),
		);
		expect(await failureOf(send(requestTo(server)))).toMatchObject({ kind: 'network', ...PERHAPS });
	});

	it('the headers of the answer are too large', async () => {
		const server = await opened(
			serve((_request, response) => {
				response.writeHead(200, { 'x-large': 'x'.repeat(20_000) });
				response.end();
			}),
		);
		expect(await failureOf(send(requestTo(server)))).toMatchObject({ kind: 'unreadable', ...PERHAPS });
	});
}

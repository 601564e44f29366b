import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { generate } from 'selfsigned';

export interface LocalServer {
	readonly port: number;
	/** Connections since the start. */
	readonly connections: () => number;
	/** Connections that are open now. */
	readonly openConnections: () => number;
	close(): Promise<void>;
}

/** A real server on a free port of this machine. */
export async function serve(listener: RequestListener): Promise<LocalServer> {
	return await listening(createServer(listener));
}

/** The same behind a certificate that nobody trusts. */
export async function serveTls(listener: RequestListener): Promise<LocalServer> {
	const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
	return await listening(createTlsServer({ key, cert }, listener));
}

/** A proxy that tunnels CONNECT and passes on plain requests; `seen` lists what it was asked. */
export async function serveProxy(): Promise<LocalServer & { readonly seen: string[] }> {
	const seen: string[] = [];
	const server = createServer((request, response) => {
		seen.push(`${request.method} ${request.url}`);
		response.end('by the proxy');
	});
	server.on('connect', (request, client: Socket) => {
		seen.push(`CONNECT ${request.url}`);
		const [host, port] = (request.url ?? '').split(':');
		const target = connect(Number(port), host, () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			target.pipe(client).pipe(target);
		});
		target.on('error', () => client.destroy());
		client.on('error', () => target.destroy());
	});
	return { ...(await listening(server)), seen };
}

async function listening(server: Server): Promise<LocalServer> {
	const sockets = new Set<Socket>();
	let opened = 0;
	server.on('connection', (socket: Socket) => {
		opened++;
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		connections: () => opened,
		openConnections: () => sockets.size,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

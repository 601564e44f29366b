import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
	type AddressInfo,
	connect,
	createServer as createTcpServer,
	type Server,
	type Socket,
} from 'node:net';
import { generate } from 'selfsigned';

export interface LocalServer {
	readonly port: number;
	/** Connections since the start. */
	readonly connections: () => number;
	/** Connections that are open now. */
	readonly openConnections: () => number;
	/** The most that were open at the same time. */
	readonly mostConnections: () => number;
	/** Waits until no connection is open. */
	allClosed(): Promise<void>;
	close(): Promise<void>;
}

/** A real server on a free port of this machine. */
export async function serve(listener: RequestListener): Promise<LocalServer> {
	return await listening(createServer(listener));
}

interface SeenRequest {
	readonly method: string | undefined;
	readonly url: string | undefined;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
}

/** Answers with the number of bytes that it was sent; `seen` lists the requests. */
export async function serveEcho(): Promise<LocalServer & { readonly seen: readonly SeenRequest[] }> {
	const seen: SeenRequest[] = [];
	const server = await serve((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const body = Buffer.concat(parts);
			const { method, url, headers } = request;
			seen.push({ method, url, headers, body });
			response.end(`${body.length} bytes`);
		});
	});
	return { ...server, seen };
}

/** Making one takes a while. */
let certificate: ReturnType<typeof generate> | undefined;

/** The same behind a certificate that nobody trusts. */
export async function serveTls(listener: RequestListener): Promise<LocalServer> {
	const { private: key, cert } = await (certificate ??= generate([
		{ name: 'commonName', value: 'localhost' },
	]));
	return await listening(createTlsServer({ key, cert }, listener));
}

/** A server that does not speak HTTP. */
export async function serveTcp(listener: (socket: Socket) => void): Promise<LocalServer> {
	return await listening(createTcpServer(listener));
}

/** A port of this machine where nothing listens. */
export async function closedPort(): Promise<LocalServer> {
	const server = await serve(() => undefined);
	await server.close();
	return server;
}

/**
 * A proxy that tunnels CONNECT and passes on plain requests, or refuses both with a status; `seen` lists what it was asked.
 */
export async function serveProxy(refusal?: number): Promise<LocalServer & { readonly seen: string[] }> {
	const seen: string[] = [];
	const server = createServer((request, response) => {
		seen.push(`${request.method} ${request.url}`);
		response.end('by the proxy');
	});
	server.on('connect', (request, client: Socket) => {
		seen.push(`CONNECT ${request.url}`);
		if (refusal !== undefined) {
			client.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
			return;
		}
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
	let most = 0;
	server.on('connection', (socket: Socket) => {
		opened++;
		sockets.add(socket);
		most = Math.max(most, sockets.size);
		// Clients that give up reset their connection.
		socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		connections: () => opened,
		openConnections: () => sockets.size,
		mostConnections: () => most,
		allClosed: async () => {
			while (sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
		},
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A bucket in the memory that speaks as much of Amazon's protocol as n8n uses for files. It does not check who asks. */
export interface S3Bucket {
	readonly url: string;
	/** The names of the objects. */
	readonly names: () => readonly string[];
	readonly close: () => Promise<void>;
}

interface Stored {
	readonly body: Buffer;
	readonly headers: Readonly<Record<string, string>>;
}

export async function openS3Bucket(): Promise<S3Bucket> {
	const objects = new Map<string, Stored>();
	const server = createServer((request, response) => {
		answer(objects, request, response).catch((error: unknown) => response.destroy(error as Error));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		names: () => [...objects.keys()],
		close: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}

async function answer(
	objects: Map<string, Stored>,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	// In path style the first segment is the bucket.
	const [, name = ''] = /^\/[^/]+\/?(.*)$/.exec(new URL(request.url ?? '', 'http://s3').pathname) ?? [];
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	if (request.method === 'PUT') {
		objects.set(name, { body: Buffer.concat(parts), headers: keptHeaders(request) });
		response.writeHead(200).end();
		return;
	}
	if (name === '') {
		response.writeHead(200).end();
		return;
	}
	const stored = objects.get(name);
	if (!stored) {
		const text = '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>No such key</Message></Error>';
		response.writeHead(404, { 'content-type': 'application/xml' }).end(text);
		return;
	}
	response.writeHead(200, { ...stored.headers, 'content-length': stored.body.length });
	response.end(request.method === 'GET' ? stored.body : undefined);
}

function keptHeaders({ headers }: IncomingMessage): Record<string, string> {
	const kept = Object.entries(headers).filter(([name]) => /^(?:content-type$|x-amz-meta-)/.test(name));
	return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { onEnd } from '../../scripts/lib/lifecycle.mjs';
import { freePort, loopback } from '../../scripts/lib/ports.mjs';

/**
 * Where workflows get files from and put files to, as S3 would be.
 *
 * @typedef {object} FileServer
 * @property {string} url Address without a slash at the end.
 * @property {Map<string, string>} files By their names; a file that is put again replaces the one before.
 */

/** @returns {Promise<FileServer>} */
export async function startFileServer() {
	/** @type {FileServer['files']} */
	const files = new Map();
	const server = createServer(async (request, response) => {
		const name = (request.url ?? '').slice(1);
		if (request.method === 'PUT') {
			// Of a worker that is killed meanwhile nothing is kept.
			const content = await text(request).catch(() => undefined);
			if (content !== undefined) files.set(name, content);
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ kept: name }));
			return;
		}
		const content = files.get(name);
		response.writeHead(content === undefined ? 404 : 200, { 'content-type': 'text/csv' }).end(content);
	});
	const port = await freePort();
	await once(server.listen(port, loopback), 'listening');
	onEnd(() => {
		server.closeAllConnections();
		server.close();
	});
	return { url: `http://${loopback}:${port}`, files };
}

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { generate } from 'selfsigned';

/** n8n takes packages from nowhere else without a licence. */
const host = 'registry.npmjs.org';

/** How long the real registry may take. */
const patienceMs = 30_000;

/**
 * npm's registry as it will be once a package has been published: it has that package, and passes on all other questions to the
 * real one.
 */
export class Registry {
	#folder;
	#name;
	#version;
	#tarball;
	#manifest;
	#server = createServer((request, response) => void this.#answer(request, response));
	/** @type {import('node:https').Server | undefined} */
	#tlsServer;
	#certificates = '';
	/** Its address, for an npm that is told so. */
	url = '';

	/**
	 * @param {string} folder For what npm and Node read from files.
	 * @param {Buffer} tarball
	 * @param {{ name: string, version: string }} manifest The package.json in it.
	 */
	constructor(folder, tarball, manifest) {
		this.#folder = folder;
		this.#name = manifest.name;
		this.#version = manifest.version;
		this.#tarball = tarball;
		/** @param {string} algorithm */
		const hash = (algorithm) => createHash(algorithm).update(tarball);
		this.#manifest = {
			...manifest,
			dist: {
				tarball: `https://${host}/${manifest.name}/-/${manifest.name}-${manifest.version}.tgz`,
				integrity: `sha512-${hash('sha512').digest('base64')}`,
				shasum: hash('sha1').digest('hex'),
			},
		};
	}

	async start() {
		const altNames = [{ type: /** @type {const} */ (2), value: host }];
		const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
			extensions: [{ name: 'subjectAltName', altNames }],
		});
		const tlsServer = createTlsServer(
			{ key, cert },
			(request, response) => void this.#answer(request, response),
		);
		this.#tlsServer = tlsServer;
		this.#server.on('connect', (request, socket) => {
			if (request.url !== `${host}:443`) return socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
			socket.write('HTTP/1.1 200 OK\r\n\r\n');
			tlsServer.emit('connection', socket);
		});
		await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
		const address = this.#server.address();
		if (address === null || typeof address === 'string') throw new Error('The registry has no port.');
		this.url = `http://127.0.0.1:${address.port}`;
		this.#certificates = join(this.#folder, 'certificates.pem');
		const known = process.env.NODE_EXTRA_CA_CERTS;
		const others = known ? await readFile(known, 'utf8') : rootCertificates.join('\n');
		await writeFile(this.#certificates, `${cert}\n${others}`);
	}

	stop() {
		for (const server of [this.#server, this.#tlsServer]) {
			server?.close();
			server?.closeAllConnections();
		}
	}

	/** What npm remembers of it must not reach the npm of whoever runs the tests. */
	get #cache() {
		return { npm_config_cache: join(this.#folder, 'npm-cache') };
	}

	/** For an npm that is told to ask this registry. */
	get asRegistry() {
		return { ...this.#cache, npm_config_registry: this.url };
	}

	/** For programs that insist on npm's own registry: they reach this one under its name. */
	get asProxy() {
		return {
			...this.#cache,
			HTTPS_PROXY: this.url,
			https_proxy: this.url,
			NODE_EXTRA_CA_CERTS: this.#certificates,
			npm_config_cafile: this.#certificates,
		};
	}

	/**
	 * @param {import('node:http').IncomingMessage} request
	 * @param {import('node:http').ServerResponse} response
	 */
	async #answer({ url = '/', method, headers }, response) {
		const asked = new URL(url, `https://${host}`);
		// Older n8n asks a proxy for https addresses without a tunnel.
		if (asked.host !== host) return response.writeHead(502).end();
		const [name, detail] = decodeURIComponent(asked.pathname).slice(1).split('/');
		if (name !== this.#name) return await passOn(asked, method, headers.accept, response);
		if (detail === '-') return response.end(this.#tarball);
		if (detail === undefined) {
			const versions = { [this.#version]: this.#manifest };
			const packument = { name, 'dist-tags': { latest: this.#version }, versions };
			return response.setHeader('content-type', 'application/json').end(JSON.stringify(packument));
		}
		if (detail !== this.#version && detail !== 'latest') return response.writeHead(404).end('{}');
		return response.setHeader('content-type', 'application/json').end(JSON.stringify(this.#manifest));
	}
}

/**
 * @param {URL} asked
 * @param {string | undefined} method
 * @param {string | undefined} accept
 * @param {import('node:http').ServerResponse} response
 */
async function passOn(asked, method, accept = '*/*', response) {
	try {
		const signal = AbortSignal.timeout(patienceMs);
		const answer = await fetch(asked, { method, headers: { accept }, signal });
		const type = answer.headers.get('content-type') ?? 'application/octet-stream';
		response.writeHead(answer.status, { 'content-type': type });
		response.end(Buffer.from(await answer.arrayBuffer()));
	} catch (error) {
		response.writeHead(502).end(String(error));
	}
}

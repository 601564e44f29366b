import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { Stop } from './stop.mjs';

/** Where everything listens: nothing here is meant for the network. */
export const loopback = '127.0.0.1';

/**
 * @param {number} port
 * @returns {Promise<void>} When the port could be opened (and is closed again).
 */
function tryPort(port) {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen({ port, host: loopback }, () => server.close(() => resolve()));
	});
}

/**
 * Ports below those that systems give to outgoing connections, of which one may take any free port before a program that is
 * started has opened it.
 */
const ownPorts = /** @type {const} */ ([20_000, 32_000]);

/** How many ports are tried. */
const mostTries = 50;

/** A port that nobody uses at this moment. */
export async function freePort() {
	for (let left = mostTries; ; left--) {
		const port = randomInt(...ownPorts);
		const isFree = await tryPort(port).then(
			() => true,
			() => false,
		);
		if (isFree) return port;
		if (left === 0) throw new Stop(`None of ${mostTries} ports from ${ownPorts.join(' to ')} is free.`);
	}
}

/** The programs that the commands start: a path, and a word of the answer that no other program gives there. */
const programs = /** @type {const} */ ({
	n8n: ['/healthz', '"status"'],
	'the Creatio emulator': ['/__emulator/stats', '"signInAttempts"'],
});

/**
 * Whether a program that the commands start answers on a port, however it was started.
 *
 * @param {keyof typeof programs} program
 * @param {number} port
 */
export async function answersOn(program, port) {
	const [path, word] = programs[program];
	return await fetch(`http://${loopback}:${port}${path}`, { signal: AbortSignal.timeout(2_000) })
		.then(async (response) => (await response.text()).includes(word))
		.catch(() => false);
}

/**
 * @param {number} port
 * @param {string} purpose For whom, e.g. "n8n".
 * @param {string} cure How to choose another one.
 */
export async function mustBeFree(port, purpose, cure) {
	try {
		await tryPort(port);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'EADDRINUSE') {
			throw new Stop(`Port ${port}, meant for ${purpose}, is in use by another program.`, cure);
		}
		if (code === 'EACCES') {
			throw new Stop(`Port ${port}, meant for ${purpose}, is reserved for the administrator.`, cure);
		}
		throw error;
	}
}

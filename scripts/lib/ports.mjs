import { createServer } from 'node:net';
import { Stop } from './stop.mjs';

/** Where everything listens: nothing here is meant for the network. */
export const loopback = '127.0.0.1';

/**
 * @param {number} port 0 asks the system for a free one.
 * @returns {Promise<number>} The port that could be opened (and is closed again).
 */
function tryPort(port) {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen({ port, host: loopback }, () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
		});
	});
}

/** A port that nobody uses at this moment. */
export const freePort = () => tryPort(0);

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

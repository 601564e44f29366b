import { world } from './world.mjs';

/** What the emulator saw of the wire, and its rows behind the back of the node under test. */
export const emulator = {
	/**
	 * @param {string} object
	 * @param {string} where A condition in SQL.
	 * @returns {Promise<Array<Record<string, unknown>>>}
	 */
	rows: (object, where) => control('GET', `rows?${new URLSearchParams({ object, where })}`),

	/** @returns {Promise<{ signInAttempts: number, requests: Array<{ path: string, headers: Array<[string, string]> }> }>} */
	stats: () => control('GET', 'stats'),

	/** @returns {Promise<{ url: string, tokenUrl: string }>} */
	addresses: () => control('GET', 'addresses'),

	/** Sets the counts back to 0. */
	reset: () => control('POST', 'reset'),
};

/**
 * @param {string} method
 * @param {string} action
 */
async function control(method, action) {
	const response = await fetch(`${world.emulatorUrl}/__emulator/${action}`, { method });
	if (!response.ok) throw new Error(`The emulator answers ${action} with ${response.status}.`);
	return response.status === 204 ? undefined : await response.json();
}

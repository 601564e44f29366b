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

	/** @returns {Promise<string[]>} What authorized requests since the start: cookies, CSRF tokens, bearer tokens. */
	carried: () => control('GET', 'carried'),

	/**
	 * Makes matching requests fail; without a rule, none any more.
	 *
	 * @param {...{ match: { method?: string, path: string, times?: number }, fault: Record<string, unknown> }} rules
	 */
	faults: (...rules) => control('POST', 'faults', rules),

	/** Sets the counts back to 0. */
	reset: () => control('POST', 'reset'),
};

/**
 * @param {string} method
 * @param {string} action
 * @param {unknown} [body]
 */
async function control(method, action, body) {
	const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
	const response = await fetch(`${world.emulatorUrl}/__emulator/${action}`, init);
	if (!response.ok) throw new Error(`The emulator answers ${action} with ${response.status}.`);
	return response.status === 204 ? undefined : await response.json();
}

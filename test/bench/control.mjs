/**
 * Commands to the emulator (test/emulator/control.ts). They leave its statistics alone.
 *
 * @param {string} site
 * @param {'GET' | 'POST'} method
 * @param {string} action
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function control(site, method, action, body) {
	const response = await fetch(`${site}/__emulator/${action}`, {
		method,
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`The emulator answers ${action} with ${response.status}: ${text}`);
	return text === '' ? undefined : JSON.parse(text);
}

/**
 * Counts requests anew.
 *
 * @param {string} site
 * @returns {Promise<number>} How many there were beside those for records: sign-in and metadata.
 */
export async function endWarmUp(site) {
	/** @type {{ requests: Array<{ path: string }> }} */
	const { requests } = await control(site, 'GET', 'stats');
	await control(site, 'POST', 'reset');
	const isWork = (/** @type {string} */ path) =>
		/\/odata\/(Contact|\$batch)|\/(Select|Batch)Query$/.test(path);
	return requests.filter(({ path }) => !isWork(path)).length;
}

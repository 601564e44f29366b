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

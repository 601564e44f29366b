/** The value of a text that is JSON; `undefined` for any other text, since JSON has no such value. */
export function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/**
 * A reporter for Node's test runner that writes only the counts as JSON, and what failed or was left out, when all is done.
 *
 * @param {AsyncIterable<{ type: string, data: any }>} events
 */
export default async function* countReporter(events) {
	let passed = 0;
	/** @type {string[]} */
	const failures = [];
	/** @type {Array<{ name: string, reason: string }>} */
	const leftOut = [];
	for await (const { type, data } of events) {
		if (data?.details?.type === 'suite') continue;
		if (type === 'test:fail') failures.push(data.name);
		if (type !== 'test:pass' || data.todo !== undefined) continue;
		if (data.skip === undefined) passed++;
		else leftOut.push({ name: data.name, reason: String(data.skip) });
	}
	yield JSON.stringify({ passed, failed: failures.length, failures, leftOut });
}

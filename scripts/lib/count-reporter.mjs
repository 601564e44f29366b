/**
 * A reporter for Node's test runner that writes only the counts, as JSON, when all is done.
 *
 * @param {AsyncIterable<{ type: string, data: any }>} events
 */
export default async function* countReporter(events) {
	let passed = 0;
	let failed = 0;
	for await (const { type, data } of events) {
		if (data?.details?.type === 'suite') continue;
		if (type === 'test:pass' && data.skip === undefined && data.todo === undefined) passed++;
		if (type === 'test:fail') failed++;
	}
	yield JSON.stringify({ passed, failed });
}

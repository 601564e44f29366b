import { OUTAGES, runOutage, WORKS } from '../faults/outages';
import { type Engine, startEngine } from '../support/engine';

let engine: Engine;
beforeAll(async () => {
	engine = await startEngine();
});
afterAll(() => engine.stop());

/** `npm run faults` does it with 1,000 writes and 50,000 rows, for 3 s. */
describe.each(OUTAGES)('an outage: %s', (form) => {
	it.each(WORKS)(
		'in the middle of many records to %s: each is there once, and the run succeeds',
		async (work) => {
			const options = { form, work, records: 100, batchSize: 10, outageMs: 500 };
			const { items, metRequests, ...rest } = await runOutage(engine, options);
			expect(rest).toMatchObject({ error: undefined, doubled: 0, missing: 0 });
			expect(items).toBeGreaterThanOrEqual(100);
			expect(metRequests).toBeGreaterThan(0);
		},
	);
});

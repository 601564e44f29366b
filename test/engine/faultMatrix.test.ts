import { HOSTINGS } from '../emulator';
import {
	complaintsOfImports,
	importCells,
	type ImportOutcome,
	runImportCells,
} from '../faults/imports/importMatrix';
import { KINDS } from '../faults/kinds';
import { type Outcome, runMatrix } from '../faults/matrix';
import { complaintsOf } from '../faults/report';
import { type Engine, startEngine } from '../support/engine';
import { isNightly } from '../support/nightly';

let engine: Engine;
beforeAll(async () => {
	engine = await startEngine();
});
afterAll(() => engine.stop());

/** A part of what `npm run faults` tries, with fewer records. */
describe('a fault in the middle of a run: nothing twice, nothing lost, nothing told wrongly', () => {
	let outcomes: Outcome[];
	beforeAll(async () => {
		const options = {
			hostings: HOSTINGS,
			size: { records: 12, singles: 4, batchSize: 4 },
			// They wait most of the time.
			atOnce: 40,
		};
		outcomes = [
			...(await runMatrix(engine, { ...options, hits: [{ nth: 2, times: 1 }], every: isNightly ? 4 : 13 })),
			...(await runMatrix(engine, {
				...options,
				hits: [{ nth: 1, times: 2 }],
				every: isNightly ? 9 : 29,
				tries: 3,
			})),
		];
	}, 420_000);

	it.each(KINDS)('$name', (kind) => {
		const ofKind = outcomes.filter(({ cell }) => cell.kind === kind);
		expect(ofKind.length).toBeGreaterThan(isNightly ? 5 : 1);
		expect(complaintsOf(ofKind)).toEqual([]);
	});
});

describe('a fault in the middle of an import: each row once, and reported as it is', () => {
	let outcomes: ImportOutcome[];
	beforeAll(async () => {
		const options = { hostings: HOSTINGS, rows: 120, batchSize: 10, every: isNightly ? 23 : 151 };
		outcomes = await runImportCells(engine, importCells(options), 12);
	}, 420_000);

	it('in the first import, and in another one of the same file', () => {
		expect(complaintsOfImports(outcomes)).toEqual([]);
		expect(new Set(outcomes.map(({ cell }) => cell.path)).size).toBeGreaterThan(5);
	});
});

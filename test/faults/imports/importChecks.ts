import type { Engine } from '../../support/engine';
import type { Check } from '../report';
import type { ImportCell } from './importCell';
import {
	complaintsOfImports,
	type ImportCellOptions,
	importCells,
	runImportCells,
	sumsOfImports,
} from './importMatrix';

const MOST_AT_ONCE = 16;
/** Imports of many rows compute more than they wait: more of them at a time would make the answers of all of them late. */
const ROWS_AT_ONCE = 12_000;
const LARGEST_BATCH = 100;
const LARGE = 20_000;

type Options = Omit<ImportCellOptions, 'batchSize'>;

/** Imports of all ways, with every kind of fault. */
export async function importChecks(engine: Engine, options: Options): Promise<Check[]> {
	// Several requests for each window of rows, however small the file is.
	const batchSize = Math.min(LARGEST_BATCH, Math.ceil(options.rows / 12));
	return await checksOf(engine, importCells({ ...options, batchSize }));
}

/** A fault of each form that leaves open what was done: it shows most where nobody notices a record more or less. */
const LARGE_KINDS = new Set([
	'reset after the work',
	'half of the answer as if it were all',
	'delivered twice',
	'nginx 502 after the work',
	'JSON 500 after the work',
	'login page after the work',
]);

/** New records from files of 20,000 rows. */
export async function largeImportChecks(engine: Engine, options: Options): Promise<Check[]> {
	const cells = importCells({ ...options, rows: LARGE, batchSize: LARGEST_BATCH, every: 1 });
	const isLarge = ({ kind, path, struck }: ImportCell) =>
		LARGE_KINDS.has(kind.name) &&
		path.name === 'import to create' &&
		(struck === 'writes' || struck === 'all from the middle on');
	return await checksOf(engine, cells.filter(isLarge));
}

async function checksOf(engine: Engine, cells: readonly ImportCell[]): Promise<Check[]> {
	const [first] = cells;
	if (!first) return [];
	const atOnce = Math.min(MOST_AT_ONCE, Math.ceil(ROWS_AT_ONCE / first.rows));
	const outcomes = await runImportCells(engine, cells, atOnce, (done, outcome) => {
		for (const complaint of complaintsOfImports([outcome])) console.log(`✗ ${complaint}`);
		if (done % 100 === 0) console.log(`… ${done} of ${cells.length} imports`);
	});
	const rows = cells.reduce((sum, cell) => sum + cell.rows, 0).toLocaleString('en');
	const bad = complaintsOfImports(outcomes).length;
	return [
		...sumsOfImports(outcomes).map(([what, sum]): Check => [`${sum} ${what}`, sum === 0]),
		[`${bad} of ${cells.length} imports of ${rows} rows in all are not as they should be`, bad === 0],
	];
}

import { inParallel } from '../../../nodes/shared/basics/parallel';
import type { Hosting } from '../../emulator';
import type { Engine } from '../../support/engine';
import { type FaultKind, KINDS } from '../kinds';
import { isChosen, type MatrixOptions } from '../matrix';
import { FAULTS, textOf } from './findings';
import {
	type ImportCell,
	type ImportResult,
	isGoodImport,
	runImportCell,
	STRUCK,
	type Struck,
} from './importCell';
import { IMPORT_PATHS, type ImportPath } from './importPaths';

export interface ImportCellOptions extends Pick<MatrixOptions, 'hostings' | 'only' | 'every'> {
	/** Rows of each file. */
	readonly rows: number;
	readonly batchSize: number;
}

export interface ImportOutcome {
	readonly cell: ImportCell;
	readonly result: ImportResult;
}

export function importCells({ hostings, only, every = 1, rows, batchSize }: ImportCellOptions): ImportCell[] {
	const kinds = KINDS.filter(isChosen(only?.kinds));
	const paths = IMPORT_PATHS.filter(isChosen(only?.paths));
	const cells = kinds.flatMap((kind) =>
		paths.flatMap((path) =>
			hostsOf(path, hostings).flatMap((hosting) =>
				STRUCK.filter((struck) => isWorthIt(kind, struck)).map((struck): ImportCell => ({
					...{ kind, path, hosting, struck },
					...{ rows, batchSize },
				})),
			),
		),
	);
	return cells.filter((_, index) => index % every === 0);
}

/** Every request of half an import would take its whole time. */
function isWorthIt({ timeout }: FaultKind, struck: Struck): boolean {
	return timeout === undefined || struck !== 'all from the middle on';
}

/** A site of its own kind has one host. */
function hostsOf({ site }: ImportPath, hostings: readonly Hosting[]): readonly Hosting[] {
	return site?.hosting ? hostings.filter((hosting) => hosting === site.hosting) : hostings;
}

/** Runs cells, some at the same time, and returns what became of each. */
export async function runImportCells(
	engine: Engine,
	cells: readonly ImportCell[],
	atOnce: number,
	onProgress?: (done: number, outcome: ImportOutcome) => void,
): Promise<ImportOutcome[]> {
	let done = 0;
	return await inParallel(cells, atOnce, async (cell) => {
		const outcome = { cell, result: await runImportCell(engine, cell) };
		onProgress?.(++done, outcome);
		return outcome;
	});
}

/** Cells that are not good, a line for each. */
export function complaintsOfImports(outcomes: readonly ImportOutcome[]): string[] {
	return outcomes.filter(({ result }) => !isGoodImport(result)).map(complaintOf);
}

function complaintOf({ cell, result }: ImportOutcome): string {
	const { path, kind, hosting, struck } = cell;
	const { first, second, hits, error } = result;
	const words = [
		...(hits === 0 ? ['no request suffered the fault'] : []),
		...first.map((finding) => `first import: ${textOf(finding)}`),
		...second.map((finding) => `second import: ${textOf(finding)}`),
		...(error === undefined ? [] : [`the first import ended with ${error}`]),
	];
	return `${path.name} × ${kind.name} (${hosting}, ${struck}): ${words.join(', ')}`;
}

/** How many rows have each of the faults, which all have to be 0. */
export function sumsOfImports(
	outcomes: readonly ImportOutcome[],
): ReadonlyArray<readonly [what: string, sum: number]> {
	const findings = outcomes.flatMap(({ result: { first, second } }) => [...first, ...second]);
	return FAULTS.map((fault) => {
		const own = findings.filter((finding) => finding.fault === fault);
		// A finding without rows is of the file as a whole.
		return [`rows ${fault}`, own.reduce((sum, { rows }) => sum + Math.max(1, rows.length), 0)];
	});
}

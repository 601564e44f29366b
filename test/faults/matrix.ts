import { inParallel } from '../../nodes/shared/basics/parallel';
import type { Hosting } from '../emulator';
import type { Engine } from '../support/engine';
import { type Cell, type CellResult, isFair, isGood, runCell } from './cell';
import { KINDS } from './kinds';
import { PATHS, type Size } from './paths';

export interface MatrixOptions {
	readonly hostings: readonly Hosting[];
	readonly hits: ReadonlyArray<Pick<Cell, 'nth' | 'times'>>;
	readonly tries?: number;
	readonly size: Size;
	/** Names of kinds and of paths contain one of these texts; all of them if there are none. */
	readonly only?: { readonly kinds?: readonly string[]; readonly paths?: readonly string[] };
	/** Runs one cell of so many, spread over kinds, paths and hosts; all of them if left out. */
	readonly every?: number;
	/** Cells that run at the same time: most of their time they wait before they try again. */
	readonly atOnce: number;
	readonly onProgress?: (done: number, of: number) => void;
}

export interface Outcome {
	readonly cell: Cell;
	readonly result: CellResult;
	readonly isGood: boolean;
}

function cellsOf({ hostings, hits, tries, size, only, every = 1 }: MatrixOptions): Cell[] {
	const kinds = KINDS.filter(isChosen(only?.kinds));
	const paths = PATHS.filter(isChosen(only?.paths));
	const cells = kinds.flatMap((kind) =>
		paths
			.filter((path) => isFair({ kind, path }))
			.flatMap((path) =>
				hostings.flatMap((hosting) => hits.map((hit) => ({ kind, path, hosting, tries, size, ...hit }))),
			),
	);
	return cells.filter((_, index) => index % every === 0);
}

export function isChosen(texts: readonly string[] | undefined) {
	return ({ name }: { readonly name: string }) =>
		texts === undefined || texts.some((text) => name.toLowerCase().includes(text.toLowerCase()));
}

/** Runs all cells, and returns what became of each. */
export async function runMatrix(engine: Engine, options: MatrixOptions): Promise<Outcome[]> {
	const cells = cellsOf(options);
	let done = 0;
	return await inParallel(cells, options.atOnce, async (cell) => {
		const result = await runCell(engine, cell);
		options.onProgress?.(++done, cells.length);
		return { cell, result, isGood: isGood(cell, result) };
	});
}

import { type Emulator, type Hosting, startEmulator } from '../emulator';
import type { SiteRequest } from '../emulator/http';
import type { Engine, RunResult } from '../support/engine';
import type { Parameters } from '../support/parameters';
import type { FaultKind } from './kinds';
import type { Size, Started, WritePath } from './paths';

/** A run on a path while a fault befalls it. */
export interface Cell {
	readonly kind: FaultKind;
	readonly path: WritePath;
	readonly hosting: Hosting;
	/** Which writing request is hit first, counted from 1. */
	readonly nth: number;
	/** How many requests are hit: that one, and the next ones of any kind, such as the look-up that follows. */
	readonly times: number;
	/** The node's setting "Retry On Fail": the node does not repeat requests, so that n8n has to try again. */
	readonly tries?: number;
	readonly size: Size;
}

/** What a run reported, compared with what is at the site. The first four have to be 0. */
export interface CellResult {
	/** Done more than once. */
	readonly doubled: number;
	/** Reported as done, and not done. */
	readonly lost: number;
	/** Done, and reported as failed without "may have been done". */
	readonly doneAndFailed: number;
	/** Items of which nothing is reported. */
	readonly unreported: number;
	/** Items with an error. */
	readonly failed: number;
	/** Whether n8n itself refused the run, before the node began. */
	readonly hasNotBegun: boolean;
	/** Whether the fault hit a request at all. */
	readonly wasHit: boolean;
	readonly firstError: string | undefined;
}

/** Whether a cell is true to the site, and its run ended without an error where the fault passes. */
export function isGood(cell: Cell, result: CellResult): boolean {
	const { doubled, lost, doneAndFailed, unreported, failed, wasHit } = result;
	const isTrue = doubled + lost + doneAndFailed + unreported === 0;
	return wasHit && isTrue && (failed === 0 || !mustSucceed(cell));
}

function mustSucceed({ kind, path, times, tries }: Cell): boolean {
	if (kind.isOfSession === true && times > 1) return false;
	// The tries follow each other at once, while the site starts.
	if (kind.fault.kind === 'restart' && tries !== undefined) return false;
	return kind.passing === 'always' || (kind.passing === 'settled' && path.canSettle);
}

/** Whether the caller could do anything about the fault. */
export function isFair({ kind, path }: Pick<Cell, 'kind' | 'path'>): boolean {
	if (kind.doubles === true && !path.canSettle) return false;
	return !(kind.isAnAnswer === true && path.answersAnything === true);
}

/** n8n gives its patterns for parameters 250 ms, which a busy machine exceeds now and then. */
const MOST_STARTS = 3;

/** Runs a cell on a site of its own. */
export async function runCell(engine: Engine, cell: Cell): Promise<CellResult> {
	for (let start = 1; ; start++) {
		const result = await runOnce(engine, cell);
		if (!result.hasNotBegun || start >= MOST_STARTS) return result;
	}
}

let lastSite = 0;

async function runOnce(engine: Engine, cell: Cell): Promise<CellResult> {
	const { kind, path, hosting, tries, size } = cell;
	// Ports come again, and the nodes remember what they learned of a site: each has an address of its own.
	const pathBase = `/site${++lastSite}`;
	const site = await startEmulator({ sampleData: false, hosting, pathBase, ...path.site });
	try {
		const started = path.begin(site, size);
		const hits = hitsFrom(cell);
		site.faults.add({ match: { where: hits.isHit, times: cell.times }, fault: kind.fault });
		const { parameters, ...run } = started.run;
		const result = await engine.run({
			...run,
			parameters: withOptions(
				{ authentication: 'userPassword', ...parameters },
				{
					...(kind.timeout !== undefined && { timeout: kind.timeout }),
					...(tries !== undefined && { retries: 0 }),
				},
			),
			tries,
			credentials: credentialsOf(site, path.odataVersion),
			onError: 'continueRegularOutput',
		});
		return compare(result, started, hits.count() > 0);
	} finally {
		await site.stop();
	}
}

function withOptions(parameters: Parameters, options: Parameters): Parameters {
	return { ...parameters, options: { ...(parameters.options as object | undefined), ...options } };
}

export function credentialsOf(site: Pick<Emulator, 'url'>, odataVersion: '3' | '4' = '4') {
	return {
		creatioPlatformApi: {
			baseUrl: site.url,
			username: 'Supervisor',
			password: 'Supervisor',
			hosting: 'auto',
			allowUnauthorizedCerts: false,
			odataVersion,
		},
	};
}

function hitsFrom({ path, nth }: Cell) {
	let writes = 0;
	let hits = 0;
	return {
		isHit(request: SiteRequest) {
			if (path.isWrite(request)) writes++;
			// A session that is opened again is not part of the path.
			const isHit = writes >= nth && !/AuthService/.test(request.path);
			if (isHit) hits++;
			return isHit;
		},
		count: () => hits,
	};
}

function compare(result: RunResult, started: Started, wasHit: boolean): CellResult {
	const errors = new Map(result.itemErrors.map(({ item, error }) => [item, error]));
	const done = new Set(
		result.items.flatMap(({ pairedItem }) =>
			typeof pairedItem === 'object' && 'item' in pairedItem ? [pairedItem.item] : [],
		),
	);
	const counts = { doubled: started.doubledBeside?.() ?? 0, lost: 0, doneAndFailed: 0, unreported: 0 };
	for (const [index, times] of started.timesDone().entries()) {
		const error = errors.get(index);
		if (times > 1) counts.doubled++;
		if (error === undefined && !done.has(index)) counts.unreported++;
		else if (error === undefined && times === 0) counts.lost++;
		else if (error !== undefined && times > 0 && error.perhapsDone !== true) counts.doneAndFailed++;
	}
	const first = result.error ?? result.itemErrors[0]?.error;
	return {
		...counts,
		failed: errors.size,
		hasNotBegun: result.error !== undefined && result.error.kind === undefined && !wasHit,
		wasHit,
		firstError: first && `${first.kind}: ${first.message}`,
	};
}

import { setTimeout } from 'node:timers/promises';

import { parse } from 'csv-parse/sync';

import { type Emulator, type Hosting, startEmulator } from '../../emulator';
import type { SiteRequest } from '../../emulator/http';
import type { Engine, RunResult } from '../../support/engine';
import type { Parameters } from '../../support/parameters';
import { credentialsOf } from '../cell';
import type { FaultKind } from '../kinds';
import { isODataWrite } from '../paths';
import {
	type Finding,
	findingsByRow,
	findingsOfCounts,
	findingsOfError,
	findingsOfRows,
	type ReportedRow,
} from './findings';
import { fileOf, type ImportPath, parametersOf, prepare, readStored, type Stored } from './importPaths';

/** Which requests of the first import the fault befalls. */
export const STRUCK = ['writes', 'write and next', 'look-ups', 'all from the middle on'] as const;
export type Struck = (typeof STRUCK)[number];

/** An import of a file that a fault befalls, and a second one of the same file, which suffers nothing. */
export interface ImportCell {
	readonly kind: FaultKind;
	readonly path: ImportPath;
	readonly hosting: Hosting;
	readonly struck: Struck;
	readonly rows: number;
	readonly batchSize: number;
}

export interface ImportResult {
	readonly first: readonly Finding[];
	readonly second: readonly Finding[];
	/** Requests that suffered the fault. */
	readonly hits: number;
	/** Rows that failed in the first import, or may have. */
	readonly failed: number;
	/** What the first import ended with. */
	readonly error: string | undefined;
}

/** Whether everything that was reported is true to the site, and each row is done once in the end. */
export function isGoodImport({ first, second, hits }: ImportResult): boolean {
	return hits > 0 && first.length + second.length === 0;
}

/** Whether the first import has to end without an error and a failed row. */
function mustSucceed({ kind, struck }: ImportCell): boolean {
	if (kind.passing === 'no' || struck === 'all from the middle on') return false;
	return !(kind.isOfSession === true && struck === 'write and next');
}

let lastSite = 0;

/** Runs a cell on a site of its address. */
export async function runImportCell(engine: Engine, cell: ImportCell): Promise<ImportResult> {
	const { kind, path, hosting, rows, batchSize } = cell;
	const pathBase = `/imports${++lastSite}`;
	const site = await startEmulator({ sampleData: false, hosting, pathBase, ...path.site });
	try {
		prepare(site, path, rows);
		const bytes = fileOf(path, rows);
		const run = async (options: Parameters) =>
			await importOnce(engine, site, cell, bytes, { batchSize, ...options });
		const start = readStored(site, rows);
		const hits = strike(site, cell);
		const first = await run({
			...(kind.timeout !== undefined && { timeout: kind.timeout }),
			// The fault does not pass.
			...(cell.struck === 'all from the middle on' && { retries: 1 }),
		});
		site.faults.clear();
		// A site that nobody can connect to is an error of the first request, by design.
		if (kind.fault.kind === 'restart') await setTimeout(kind.fault.ms);
		const middle = readStored(site, rows);
		const second = await run({});
		const end = readStored(site, rows);
		return {
			first: [...findingsOf(path, first, start, middle), ...spoiled(cell, first)],
			second: [...findingsOf(path, second, middle, end), ...undone(path, second, end)],
			hits: hits(),
			failed: failedRows(first).length,
			error: first.error,
		};
	} finally {
		await site.stop();
	}
}

/** What an import reported. */
interface Import {
	readonly result: RunResult;
	readonly reported: readonly ReportedRow[];
	readonly error: string | undefined;
}

/** n8n gives its patterns for parameters 250 ms, which a busy machine exceeds now and then. */
const MOST_STARTS = 3;

async function importOnce(
	engine: Engine,
	site: Emulator,
	{ path }: ImportCell,
	bytes: Buffer,
	options: Parameters,
): Promise<Import> {
	const before = site.stats.requests.length;
	for (let start = 1; ; start++) {
		const result = await engine.run({
			node: 'creatio',
			parameters: parametersOf(path, options),
			items: [{}],
			files: [{ data: { bytes, mimeType: 'text/csv', fileName: 'faults.csv' } }],
			credentials: credentialsOf(site, path.odataVersion),
		});
		const { error } = result;
		const hasNotBegun = error?.kind === undefined && site.stats.requests.length === before;
		if (error && hasNotBegun && start < MOST_STARTS) continue;
		const file = result.items[0]?.binary?.result;
		return {
			result,
			reported: file ? parse((await engine.file(file)).toString('utf8'), { columns: true, bom: true }) : [],
			error: error && `${error.kind}: ${error.message}`,
		};
	}
}

function failedRows({ reported }: Import): readonly ReportedRow[] {
	return reported.filter(({ Result }) => Result === 'failed' || Result === 'open');
}

function findingsOf(
	path: ImportPath,
	{ result, reported }: Import,
	before: Stored,
	after: Stored,
): Finding[] {
	const { error, items } = result;
	return [
		...(error
			? findingsOfError(path, error, before, after)
			: [
					...findingsOfRows(path, reported, before, after),
					...findingsOfCounts(items[0]?.json ?? {}, reported),
				]),
		...(before.others === after.others ? [] : [{ fault: 'other records changed' as const, rows: [] }]),
	];
}

function spoiled(cell: ImportCell, first: Import): Finding[] {
	if (!mustSucceed(cell)) return [];
	const fault = 'failed or unsure although the fault passes';
	if (first.error !== undefined) return [{ fault, rows: [], words: first.error }];
	const rows = failedRows(first).map(({ Row }) => Number(Row));
	return rows.length === 0 ? [] : [{ fault, rows }];
}

function undone({ isDone }: ImportPath, second: Import, { rows }: Stored): Finding[] {
	const failed = new Set(failedRows(second).map(({ Row }) => Number(Row)));
	const found = findingsByRow(rows.length, (index) =>
		isDone(rows[index]?.[0]) && !failed.has(index + 2) ? undefined : 'not done by the second import',
	);
	if (second.error === undefined) return found;
	return [...found, { fault: 'not done by the second import', rows: [], words: second.error }];
}

/** Makes the requests of the cell suffer. Returns how many did. */
function strike(site: Emulator, cell: ImportCell): () => number {
	const isStruck = struckBy(cell);
	let hits = 0;
	const where = (request: SiteRequest) => {
		// A sign-in that is refused is remembered, so that no user is locked.
		const isHit = !isSignIn(request) && isStruck(request);
		if (isHit) hits++;
		return isHit;
	};
	site.faults.add({ match: { where, times: Infinity }, fault: cell.kind.fault });
	return () => hits;
}

function struckBy({ kind, struck, rows, batchSize }: ImportCell): (request: SiteRequest) => boolean {
	const all = Math.ceil(rows / batchSize);
	const middle = Math.ceil(all / 2);
	let writes = 0;
	let lookUps = 0;
	switch (struck) {
		case 'writes': {
			// About ten, in all windows of rows. A session that is refused again after it was renewed is an error by design.
			const step = Math.max(kind.isOfSession === true ? 8 : 3, Math.ceil(all / 10));
			return (request) => isODataWrite(request) && ++writes <= all && writes % step === 1;
		}
		case 'write and next': {
			let left = 2;
			return (request) => {
				if (isODataWrite(request)) writes++;
				return writes >= 3 && left-- > 0;
			};
		}
		case 'look-ups': {
			const most = kind.isOfSession === true ? 1 : 2;
			return (request) => isLookUp(request) && ++lookUps <= most;
		}
		case 'all from the middle on':
			return (request) => {
				if (isODataWrite(request)) writes++;
				return writes >= middle;
			};
	}
}

function isSignIn({ path }: SiteRequest): boolean {
	return /AuthService/.test(path);
}

/** Of records, not of the metadata. */
function isLookUp(request: SiteRequest): boolean {
	return !isODataWrite(request) && /\/(odata|EntityDataService\.svc)\/(\$batch|Contact)/.test(request.path);
}

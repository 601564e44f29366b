import { type ErrorKind, isCancelled, isCreatioError } from '../../basics/errors';
import { readAhead } from '../../basics/inOrder';
import type { TableRow } from '../../tables/table';
import type { Explainer } from '../writing/explainRefusals';
import type { ImportedRow, ImportRules } from './importRules';
import { ImportWriting, type Outcomes } from './importWriting';
import { type PreparedWindow, prepareRows, WINDOW } from './preparedRows';
import { isFailure } from './rowOutcome';

/** What became of some rows, in the order of the file. */
export interface ImportedRows {
	readonly rows: readonly ImportedRow[];
	/** The number of the first row that was not imported, where the import has stopped. */
	readonly stoppedAt?: number;
}

/**
 * Imports rows, a window at a time; memory does not grow with them. The next window is checked while one is written. Rejects where the site
 * is away, so that no row of a window could be written, and when the run is cancelled.
 */
export async function* importRows(
	client: Explainer,
	rules: ImportRules,
	rows: AsyncIterable<TableRow>,
): AsyncGenerator<ImportedRows> {
	const windows = preparedWindows(client, rules, rows);
	const writing = new ImportWriting(client, rules);
	let failed = 0;
	for await (const window of rules.createsLookups ? windows : readAhead(windows)) {
		if (failed >= rules.mostFailures) {
			yield { rows: [], stoppedAt: window.rows[0]?.row.number };
			return;
		}
		client.connection.refuseIfCancelled();
		const outcomes = await writing.write(window, rules.mostFailures - failed);
		const imported = importedRows(window, outcomes);
		refuseIfAway(imported.rows);
		yield imported;
		if (imported.stoppedAt !== undefined) return;
		failed += imported.rows.filter(isFailure).length;
	}
}

async function* preparedWindows(
	{ connection }: Explainer,
	rules: ImportRules,
	rows: AsyncIterable<TableRow>,
): AsyncGenerator<PreparedWindow> {
	let window: TableRow[] = [];
	for await (const row of rows) {
		window.push(row);
		if (window.length < WINDOW) continue;
		yield await prepareRows(connection, rules, window);
		window = [];
	}
	if (window.length > 0) yield await prepareRows(connection, rules, window);
}

function importedRows({ rows }: PreparedWindow, outcomes: Outcomes): ImportedRows {
	const imported = rows.flatMap((one) => {
		const outcome = outcomes.get(one);
		return outcome ? [{ row: one.row, ...outcome }] : [];
	});
	return { rows: imported, stoppedAt: rows.find((one) => !outcomes.has(one))?.row.number };
}

/** Failures of the way to a site, and of rights to all records of an object: the next rows would have them, too. */
const AWAY: ReadonlySet<ErrorKind> = new Set([
	...(['address', 'blocked', 'certificate', 'credentials', 'forbidden', 'licence', 'network'] as const),
	...(['passwordExpired', 'session', 'throttled', 'timeout', 'unavailable'] as const),
]);

/** Throws if the site was away for all rows that were not refused before. */
function refuseIfAway(rows: readonly ImportedRow[]): void {
	const cancelled = rows.find(({ error }) => isCancelled(error));
	if (cancelled) throw cancelled.error;
	const tried = rows.filter(({ error }) => !(isCreatioError(error) && error.kind === 'input'));
	const away = tried.filter(({ error }) => isCreatioError(error) && AWAY.has(error.kind));
	if (away.length === 0 || away.length < tried.length) return;
	// Where one of them may have been written, the error has to say so.
	throw (away.find(({ result }) => result === 'open') ?? away[0])?.error;
}

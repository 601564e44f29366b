import { attempt } from '../../basics/attempt';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import type { Column, ColumnType } from '../model/objectModel';
import { onlyColumns, type Row, withoutSentinel } from '../model/rows';
import { textFilter } from '../odata/filterCost';
import { protocolOf } from '../odata/protocolOf';
import { readRows } from '../odata/readRows';
import { requiredGuid } from './engineService';
import { firstShown } from './processLibrary';

/** Rows of SysProcessStatus (contract 5.3). */
export const PROCESS_STATUS = {
	running: 'ed2ae277-b6e2-df11-971b-001d60e938c6',
	completed: '815c9586-b6e2-df11-971b-001d60e938c6',
	error: 'f942c08d-b6e2-df11-971b-001d60e938c6',
	cancelled: '1be78f3e-234d-4d6a-869a-dc07253fd2f3',
	cancelling: '006f6d7a-6d9a-4e8c-bf5f-2ddac8b3df9a',
	inactive: '67700d9c-28ac-46ef-9037-b81a53b7b330',
} as const;

/** A run as recorded in the process log. */
export interface ProcessState {
	/** `running` until it ends, also while it is cancelling or not yet begun; `missing` when the log has no such run. */
	readonly kind: 'running' | 'done' | 'failed' | 'cancelled' | 'missing';
	readonly processId: string;
	readonly name?: string;
	/** ISO 8601, as OData returns them. */
	readonly startedAt?: string;
	readonly endedAt?: string;
	/** The caption of the element that failed, if the log contains it. */
	readonly failedElement?: string;
	/** The first line of the error. */
	readonly message?: string;
	/** The whole error. */
	readonly details?: string;
}

export interface Waiting {
	/** The interval between two checks, milliseconds. */
	readonly intervalMs: number;
	/** The maximum wait, milliseconds. */
	readonly limitMs: number;
}

/** The log of current runs, and the view that includes archived ones. */
const LOGS = ['SysProcessLog', 'VwSysProcessLog'] as const;

const COLUMNS = [
	column('Name', 'text'),
	column('StartDate', 'dateTime'),
	column('CompleteDate', 'dateTime'),
	column('Status', 'lookup'),
	column('ErrorDescription', 'text'),
];

const ELEMENT_COLUMNS = [column('Caption', 'text'), column('ErrorDescription', 'text')];

/** A run counts as missing after it was not in the log this many times: logs are cleaned, and may be switched off. */
const MISSING_LOOKS = 3;

function column(name: string, type: ColumnType): Column {
	return { name, property: type === 'lookup' ? `${name}Id` : name, type };
}

/** The state of a run by its ID (contract 5.3). Rejects with the site's sentence when it does not return the log. */
export async function readRun(connection: Connection, processId: string): Promise<ProcessState> {
	const id = requiredGuid(processId, `process (field ${LABELS.processId})`);
	const { guid } = protocolOf(connection);
	const ask = async (log: string) => (await rowsOf(connection, log, COLUMNS, `Id eq ${guid(id)}`))[0];
	const row = await firstShown(LOGS, ask, (found) => found !== undefined);
	if (!row) return { kind: 'missing', processId: id };
	const state = stateOf(row, id);
	if (state.kind !== 'failed') return state;
	// How it ended is known; a failure to read the details must not hide it.
	const element = await attempt(failedElement(connection, id));
	return element.done && element.value ? withElement(state, element.value) : state;
}

/**
 * Checks the log until the run has ended, or until the limit, at which it is `running`. A cancelled run of n8n ends
 * the waiting, not the process.
 */
export async function waitForEnd(
	connection: Connection,
	processId: string,
	{ intervalMs, limitMs }: Waiting,
): Promise<ProcessState> {
	const end = Date.now() + limitMs;
	for (let missing = 0; ;) {
		const state = await readRun(connection, processId);
		missing += state.kind === 'missing' ? 1 : 0;
		const hasEnded = state.kind !== 'running' && (state.kind !== 'missing' || missing >= MISSING_LOOKS);
		const left = end - Date.now();
		if (hasEnded || left <= 0) return state;
		await connection.wait(Math.min(intervalMs, left));
	}
}

async function failedElement(connection: Connection, id: string): Promise<Row | undefined> {
	const { guid } = protocolOf(connection);
	const filter = `SysProcess/Id eq ${guid(id)} and Status/Id eq ${guid(PROCESS_STATUS.error)}`;
	return (await rowsOf(connection, 'SysProcessElementLog', ELEMENT_COLUMNS, filter))[0];
}

async function rowsOf(
	connection: Connection,
	object: string,
	columns: readonly Column[],
	filter: string,
): Promise<Row[]> {
	const shape = onlyColumns(columns);
	const query = { object, shape, filter: textFilter(filter), limit: 1 };
	return await readRows(connection, query);
}

const ENDS: ReadonlyMap<string, ProcessState['kind']> = new Map([
	[PROCESS_STATUS.completed, 'done'],
	[PROCESS_STATUS.error, 'failed'],
	[PROCESS_STATUS.cancelled, 'cancelled'],
]);

/** Reads a row of the log. */
function stateOf(row: Row, processId: string): ProcessState {
	const cell = (wanted: string): string | undefined => {
		const own = COLUMNS.find(({ name }) => name === wanted);
		const value = own && withoutSentinel(own, row[own.property]);
		return typeof value === 'string' ? value : undefined;
	};
	return {
		kind: ENDS.get(cell('Status')?.toLowerCase() ?? '') ?? 'running',
		processId,
		name: cell('Name'),
		startedAt: cell('StartDate'),
		endedAt: cell('CompleteDate'),
		...errorIn(cell('ErrorDescription')),
	};
}

function withElement(state: ProcessState, { Caption: caption, ErrorDescription: error }: Row): ProcessState {
	return {
		...state,
		...(state.message === undefined && typeof error === 'string' && errorIn(error)),
		failedElement: typeof caption === 'string' && caption !== '' ? caption : undefined,
	};
}

/** An error is logged with its stack; the first line says what happened (contract 5.3). */
function errorIn(text: string | undefined): Pick<ProcessState, 'message' | 'details'> {
	const details = text?.trim() ?? '';
	if (details === '') return {};
	return { message: details.split(/\r?\n/, 1)[0]?.slice(0, 2_000), details };
}

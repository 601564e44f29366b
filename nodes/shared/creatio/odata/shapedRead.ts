import { attempt } from '../../basics/attempt';
import { isCreatioError, withoutFullStop } from '../../basics/errors';
import type { Connection } from '../../connection/serviceCall';
import type { LookupLabel, RowShape } from '../model/rows';
import type { ShapeOptions } from '../protocol/protocol';
import { protocolOf, type Versioned } from './protocolOf';

/** What a read asks for of each record. */
export type AskedShape = Pick<RowShape, 'columns' | 'labels' | 'related'>;

/** How many columns that a site cannot serialise are left out before the read fails. */
const MAX_DROPPED_COLUMNS = 20;

const MISSING_PROPERTY = /is missing the property '(\w+)'/;

/**
 * Repeats a read without what the site refuses to return: columns that the model has but the site cannot serialise
 * (contract 2.8), and texts of lookups, for which the user may lack rights to another object. Most of a record is better than
 * none. `dropped` is what the reads of one query have found out about columns.
 */
export async function readShaped<T>(
	connection: Connection,
	object: string,
	shape: AskedShape,
	dropped: Set<string>,
	read: (options: ShapeOptions) => Promise<T>,
): Promise<T> {
	let refused: RefusedTexts | undefined;
	for (;;) {
		const asked = new Set(dropped);
		const labels = shape.labels.filter(
			(label) => !refused?.labels.has(label) && !isRefused(connection, label),
		);
		const outcome = await attempt(read(shapeOptions(connection, { ...shape, labels }, asked)));
		if (outcome.done) {
			if (refused) rememberRefused(connection, object, refused);
			return outcome.value;
		}
		const { error } = outcome;
		const column = isCreatioError(error) ? MISSING_PROPERTY.exec(error.message)?.[1] : undefined;
		if (column !== undefined && !asked.has(column)) {
			if (dropped.size >= MAX_DROPPED_COLUMNS) throw error;
			dropped.add(column);
			connection.notes.add(
				`Creatio could not return the column ${column} of ${object}, so it is missing. Ask an administrator to compile the site.`,
			);
		} else if (labels.length > 0 && refusesTexts(error)) {
			const named = refused ? [] : labels.filter(({ path }) => error.message.includes(path.owner));
			const left = named.length > 0 ? named : labels;
			refused = { labels: new Set([...(refused?.labels ?? []), ...left]), reason: error.message };
		} else throw error;
	}
}

export function shapeOptions(
	connection: Versioned,
	shape: AskedShape,
	dropped: ReadonlySet<string>,
): ShapeOptions {
	const columns = shape.columns.filter(
		(column) => !dropped.has(column.property) && !dropped.has(column.name),
	);
	const paths = [...shape.labels.map((label) => label.path), ...shape.related];
	return protocolOf(connection).shape(columns, paths);
}

interface RefusedTexts {
	readonly labels: ReadonlySet<LookupLabel>;
	readonly reason: string;
}

/** Lookups whose texts a site refused, as `Contact.Name` of the target. A connection serves one run, so the next one asks again. */
const refusedIn = new WeakMap<Connection, Set<string>>();

function isRefused(connection: Connection, label: LookupLabel): boolean {
	return refusedIn.get(connection)?.has(keyOf(label)) === true;
}

function rememberRefused(connection: Connection, object: string, { labels, reason }: RefusedTexts): void {
	const known = refusedIn.get(connection) ?? new Set();
	refusedIn.set(connection, known);
	for (const label of labels) known.add(keyOf(label));
	const lookups = [...labels].map(({ lookup }) => lookup.name).join(', ');
	connection.notes.add(
		`Creatio refused to return the texts of ${lookups} of ${object}, so their IDs are returned without them: ${withoutFullStop(reason)}.`,
	);
}

function keyOf({ lookup, path }: LookupLabel): string {
	return `${lookup.name} ${path.owner}.${path.column.name}`;
}

/**
 * Whether a failure may be that of the texts: no rights to another object (403), more `$expand` than the site takes (400), or
 * none at all (404, 500, 501).
 */
function refusesTexts(error: unknown): error is Error {
	if (!isCreatioError(error) || error.mayPass || error.reason === 'outOfMemory') return false;
	// A site may answer so for the object itself, and another read would cost another sign-in (contract 2.1).
	if (error.status === 401) return false;
	switch (error.kind) {
		case 'forbidden':
		case 'invalid':
		case 'server':
			return true;
		case 'notFound':
			// Otherwise it is the record that does not exist.
			return error.reason === 'noObject';
		default:
			return false;
	}
}

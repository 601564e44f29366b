import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import { newestRow } from '../../creatio/changes/begin';
import type { ChangeSource, LookOptions } from '../../creatio/changes/changeSource';
import { between, readStamp } from '../../creatio/changes/stamp';
import type { Condition } from '../../creatio/conditions/tree';
import type { Column, ObjectModel } from '../../creatio/model/objectModel';
import { type Row, rowReader, type RowShape } from '../../creatio/model/rows';
import { fitsBeside } from '../../creatio/odata/filterCost';
import { inEitherSpelling, usualSpelling } from '../../creatio/odata/queryRecords';
import type { QueryFilter } from '../../creatio/odata/splitFilter';
import { readShape } from '../form/columnsToReturn';
import { readFilter } from '../form/conditions';
import { option, type ParameterSource } from '../form/field';
import { numberField } from '../form/fieldKinds';
import { objectField } from '../form/object';
import { pageSizeOption } from '../form/paging';
import { type Ignored, withoutIgnored } from './ignoredChanges';
import type { WatchContext } from './watch';

/** The records to watch, as set in the form. */
export interface Watched {
	readonly model: ObjectModel;
	readonly filter: QueryFilter;
	readonly shape: RowShape;
}

export async function readWatched(context: WatchContext): Promise<Watched> {
	const { n8n, client } = context;
	const model = await client.metadata.object(objectField.read(n8n, 0));
	const entered = await readFilter(context, model.name, 0);
	const filter = oneRequest(client.connection, entered);
	if (entered.condition) await refuseUnknownRecords(context, entered.condition, `field ${LABELS.conditions}`);
	return { model, filter, shape: await readShape(context, model.name, 0) };
}

/** Refuses texts that name no record, when it is time to look. */
export async function refuseUnknownRecords(
	{ client, checksTexts }: WatchContext,
	condition: Condition,
	place: string,
): Promise<void> {
	if (checksTexts) await client.conditions.refuseUnknown(condition, place);
}

/** Changes are read from a time, up to a time and after a key. */
const COMPARISONS = 3;

/** Elsewhere long lists are split into several requests; here the results would have to be ordered by time. */
function oneRequest(connection: Connection, filter: QueryFilter): QueryFilter {
	const compile: QueryFilter['compile'] = (spelling) => filter.compile(spelling, COMPARISONS);
	const { filters } = compile(usualSpelling(connection));
	if (filters.length === 1 && fitsBeside(filters[0], COMPARISONS)) return { ...filter, compile };
	throw inputError(
		`The conditions are longer than Creatio accepts in one request (field ${LABELS.conditions})`,
		'Use fewer conditions or shorter lists: about 12 values for "Is Any Of" or "Is None Of".',
	);
}

/** The column with the time when a record was created or changed. */
export function timeColumn(model: ObjectModel, name: 'CreatedOn' | 'ModifiedOn', event: string): Column {
	const column = model.columns.get(name);
	if (column) return column;
	throw inputError(
		`The object ${model.name} has no column ${name}, which "${event}" needs (field Trigger On)`,
		'Choose the object whose records are written, not a view of it, or the event Record Deleted.',
	);
}

/** Creatio itself fills in some columns right after it created a record: that counts as part of the creation. */
const MAKING_MS = 2_000;

/** Whether a record was changed after it was created. */
export function changedSinceMade(row: Row, changedOn: Column, createdOn: Column): boolean {
	const [changed, created] = [changedOn, createdOn].map(({ property }) => readStamp(row[property], 0));
	// A change before the creation: at a site with a false `Z`, in the hour when clocks are set back.
	return changed === undefined || created === undefined || Math.abs(between(created, changed)) > MAKING_MS;
}

/** A source whose rows also contain the columns that the event itself needs. */
export function sourceOf(
	{ model, filter, shape }: Watched,
	time: Column,
	more: readonly Column[] = [],
	ignored?: Ignored,
): ChangeSource {
	const columns = [...shape.columns, ...more, ...(ignored?.columns ?? [])];
	return { model, time, filter, shape: { ...shape, columns }, isIgnored: ignored?.isIgnored };
}

/** Formats a row as set in the form, without the columns that only the event needed. */
export function presentRow({ model, shape }: Watched): (row: Row) => Row {
	if (shape.simplify) return rowReader(model, shape);
	const wanted = new Set(['Id', ...shape.columns.map(({ property }) => property)]);
	const others = [...model.columns.values()].map(({ property }) => property);
	const unwanted = new Set(others.filter((property) => !wanted.has(property)));
	return (row) => Object.fromEntries(Object.entries(row).filter(([name]) => !unwanted.has(name)));
}

/** The matching record that changed last, for manual tests of a trigger. */
export async function newestSample(
	{ client, options, zone }: WatchContext,
	source: ChangeSource,
	ignored?: Ignored,
): Promise<Row | undefined> {
	const { model, filter: all } = source;
	const wanted = ignored ? withoutIgnored(all, ignored, { connection: client.connection, model, zone }) : all;
	return await inEitherSpelling(client.connection, wanted, async ({ filters: [filter] }) =>
		newestRow(client.connection, source, filter?.text, options),
	);
}

const overlap = option(
	numberField({
		name: 'overlap',
		label: 'Overlap (Seconds)',
		least: 0,
		most: 3_600,
		default: 120,
		description:
			'How long after its modification time a record may become visible. A process that runs for two minutes commits everything at its end. Each poll looks back this far.',
	}),
);

const maxRecords = option(
	numberField({
		name: 'maxRecords',
		label: 'Maximum Records per Poll',
		least: 1,
		most: 50_000,
		default: 1_000,
		description: 'How many changes one poll delivers. The next polls deliver the rest; none is skipped.',
	}),
);

/** The options of every event. */
export const pollOptions = [overlap, maxRecords, pageSizeOption];

export function readLookOptions(n8n: ParameterSource, timeLimitMs: number): LookOptions {
	return {
		overlapMs: 1_000 * overlap.read(n8n, 0),
		most: maxRecords.read(n8n, 0),
		pageSize: pageSizeOption.read(n8n, 0),
		timeLimitMs,
	};
}

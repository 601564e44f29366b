import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import { cellOf, type ChangeSource } from '../../creatio/changes/changeSource';
import type { Memory } from '../../creatio/changes/memory';
import { clockChangeMargin, HONEST, latest, moved, readStamp } from '../../creatio/changes/stamp';
import type { Column, ObjectModel } from '../../creatio/model/objectModel';
import type { Row } from '../../creatio/model/rows';
import { bothFilters } from '../../creatio/odata/combineFilters';
import { fitsBeside } from '../../creatio/odata/filterCost';
import { usualSpelling } from '../../creatio/odata/queryRecords';
import type { QueryFilter } from '../../creatio/odata/splitFilter';
import { contactsOf } from '../../creatio/users/userContacts';
import { conditionFilter } from '../form/conditions';
import { option } from '../form/field';
import { namesField } from '../form/namesField';
import type { WatchContext } from './watch';

const MOST_USERS = 100;

/** As many as fit into a filter; manual tests leave out only theirs. */
const MOST_IN_FILTER = 10;

export const ignoreOption = option(
	namesField({
		name: 'ignoreChangesBy',
		label: LABELS.ignoreChangesBy,
		list: 'getUsers',
		dependsOn: [],
		description:
			'Whose changes do not start the workflow, such as those of a workflow that writes back. Enter the names of users, or the IDs of their contacts.',
	}),
);

/** Whose changes do not count, and the columns that show who wrote a version. */
export interface Ignored {
	/** Their contacts, in lower case. */
	readonly authors: ReadonlySet<string>;
	readonly columns: readonly Column[];
	/** The last author of a record, or its first one where only creations count. */
	readonly author: Column;
	readonly isIgnored: NonNullable<ChangeSource['isIgnored']>;
}

/** The authors to ignore; `undefined` where the option is empty. Rejects with kind `input` for users that do not exist. */
export async function readIgnored(
	{ n8n, client }: WatchContext,
	model: ObjectModel,
	{
		author,
		countsCreation,
	}: { readonly author: 'CreatedBy' | 'ModifiedBy'; readonly countsCreation?: boolean },
): Promise<Ignored | undefined> {
	const users = ignoreOption.read(n8n, 0);
	if (users.length === 0) return undefined;
	if (users.length > MOST_USERS) {
		throw inputError(
			`The option ${ignoreOption.label} takes up to ${MOST_USERS} users, but got ${users.length}`,
			'Enter fewer users.',
		);
	}
	const authors = await contactsOf(client.connection, users);
	const last = authorColumn(model, author);
	const isIgnored = (row: Row) => isBy(row, last, authors);
	if (!countsCreation) return { authors, author: last, columns: [last], isIgnored };
	const [createdBy, createdOn] = [authorColumn(model, 'CreatedBy'), authorColumn(model, 'CreatedOn')];
	return {
		authors,
		author: last,
		columns: [last, createdBy, createdOn],
		// A record that somebody else made since the last poll counts, although an ignored user has changed it meanwhile.
		isIgnored: (row, before) =>
			isIgnored(row) && !(isMadeSince(row, createdOn, before) && !isBy(row, createdBy, authors)),
	};
}

function isBy(row: Row, column: Column, authors: Ignored['authors']): boolean {
	return authors.has(String(cellOf(row, column)).toLowerCase());
}

/** Whether a record cannot have been read before: it was made after all that was. */
function isMadeSince(row: Row, createdOn: Column, { position, seen, spelling = HONEST }: Memory): boolean {
	const made = readStamp(row[createdOn.property], spelling.offset);
	const last = latest(position, ...seen.map(({ newest }) => newest));
	return made !== undefined && made > moved(last, clockChangeMargin(spelling));
}

/** A filter without the records of ignored authors, for samples; the filter itself where that would be too long. */
export function withoutIgnored(
	filter: QueryFilter,
	{ authors, author }: Ignored,
	place: { readonly connection: Connection; readonly model: ObjectModel; readonly zone: string },
): QueryFilter {
	const { connection, model, zone } = place;
	const path = { text: author.name, steps: [], column: author, owner: model.name };
	const values = [...authors].slice(0, MOST_IN_FILTER).map((value) => ({ type: 'guid' as const, value }));
	const others = conditionFilter({ kind: 'anyOf', path, values, negated: true }, zone);
	const narrowed = bothFilters(filter, others);
	const { filters } = narrowed.compile(usualSpelling(connection));
	return filters.length === 1 && fitsBeside(filters[0], 1) ? narrowed : filter;
}

function authorColumn(model: ObjectModel, name: 'CreatedBy' | 'ModifiedBy' | 'CreatedOn'): Column {
	const column = model.columns.get(name);
	if (column) return column;
	throw inputError(
		`The object ${model.name} has no column ${name}, which the option ${ignoreOption.label} needs`,
		'Remove the option, or choose the object whose records are written, not a view of it.',
	);
}

import { inputError } from '../../basics/errors';
import { isMembers } from '../../basics/json';
import { comparedText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { isBlankFor, isEmptyFor } from '../model/emptyValues';
import { inputsByName } from '../model/inputNames';
import { type Column, isFilledByCreatio, type ObjectModel } from '../model/objectModel';
import { findColumn, unknownColumn } from '../model/paths';

/** Why an input field is not written. */
export type LeftOut =
	/** Creatio fills the column in. */
	| 'filled'
	/** The column contains a file. */
	| 'file'
	/** The item's own ID, where conditions choose the records. */
	| 'itemId'
	/** What a node adds to the columns of a record: annotations, columns of other objects, old values. */
	| 'added'
	/** A picture that the site does not have. */
	| 'picture'
	/** The object has no such column. */
	| 'unknown';

/** What an `Id` among the values means: the ID of a new record, of the record to change, or nothing. */
export type OwnId = 'new' | { readonly record: string } | 'none';

export interface InputRules {
	/** `item`: all fields of an item, which may be the output of a node. `form`: what the user mapped. */
	readonly source: 'form' | 'item';
	readonly ownId: OwnId;
	/** `ignore` leaves out names that are not columns, or not columns that can be written. */
	readonly unknownColumns: 'refuse' | 'ignore';
	/** The label of the values in the editor, for messages. */
	readonly field: string;
	leaveOut(name: string, why: LeftOut): void;
}

/** A column with what the input has for it. */
export interface ColumnInput {
	readonly column: Column;
	readonly input: unknown;
	/** The text of a lookup, if the input has both: the ID as `AccountId`, the text as `Account`. */
	readonly beside?: unknown;
}

/**
 * Finds the columns of the input fields. Fields that are not written are reported to `leaveOut`. Rejects with kind
 * `input` what is not a column, what cannot be written, and an ID that is not that of the record to change.
 */
export function inputColumns(
	mapped: Readonly<Record<string, unknown>>,
	model: ObjectModel,
	rules: InputRules,
): ColumnInput[] {
	const given = new Map<Column, Given>();
	const named = inputsByName(mapped, `field ${rules.field}`);
	const fields = Object.fromEntries(named);
	for (const [name, input] of named) {
		const column = findColumn(model, name);
		const why = whyNotWritten(model, fields, name, column, rules);
		if (why === undefined && column) {
			given.set(column, { ...given.get(column), [name === column.property ? 'own' : 'byName']: input });
		} else if (why !== undefined && why !== 'itself') rules.leaveOut(name, why);
	}
	return [...given].flatMap(([column, inputs]) => columnInput(column, inputs, rules) ?? []);
}

/** A column by its property, and a lookup also by its name: by its ID and by its text. */
interface Given {
	readonly own?: unknown;
	readonly byName?: unknown;
}

/** An empty value does not count beside another. */
function columnInput(
	column: Column,
	{ own, byName }: Given,
	{ source, leaveOut }: InputRules,
): ColumnInput | undefined {
	const isEmpty = (input: unknown) => isEmptyFor(column.type, input);
	if (isEmpty(own) && isEmpty(byName)) {
		const said = [own, byName].find((input) => !isBlankFor(column.type, input));
		return { column, input: said ?? null };
	}
	if (isEmpty(byName)) return { column, input: own };
	if (!isEmpty(own)) return { column, input: own, beside: byName };
	if (source === 'form' || !isOtherRecord(byName)) return { column, input: byName };
	leaveOut(column.name, 'added');
	return own === undefined ? undefined : { column, input: null };
}

/** `itself`: the ID of the record to change, which needs no mention. */
function whyNotWritten(
	model: ObjectModel,
	mapped: Readonly<Record<string, unknown>>,
	name: string,
	column: Column | undefined,
	{ source, ownId, unknownColumns, field }: InputRules,
): LeftOut | 'itself' | undefined {
	const isItem = source === 'item';
	const isIgnoring = unknownColumns === 'ignore';
	if (!column) {
		if (isItem && [name, `${name}Id`].some((property) => isFilledByCreatio({ property }))) return 'filled';
		if (isItem && isAddedByNode(model, mapped, name)) return 'added';
		if (isIgnoring) return 'unknown';
		throw unknownColumn(model, name, field);
	}
	if (column.name === 'Id' && ownId !== 'new') {
		const id = mapped[name];
		if (isEmptyFor('guid', id)) return 'itself';
		if (ownId !== 'none' && comparedText(String(id)) === ownId.record) return 'itself';
		if (isIgnoring || (isItem && ownId === 'none')) return 'itemId';
		throw ownId === 'none'
			? notWritable(model, name, 'filled', field)
			: otherRecord(String(id), ownId.record, field);
	}
	const why = column.type === 'stream' ? 'file' : isFilledByCreatio(column) ? 'filled' : undefined;
	if (why === undefined || isItem || isIgnoring) return why;
	throw notWritable(model, name, why, field);
}

function notWritable(model: ObjectModel, name: string, why: 'file' | 'filled', field: string) {
	return inputError(
		why === 'file'
			? `The column ${name} of ${model.name} contains a file, which cannot be written as a value (field ${field})`
			: `The column ${name} of ${model.name} is filled by Creatio and cannot be written (field ${field})`,
		`Remove it from the mapping, or set the option "${LABELS.unknownColumns}" to "Ignore".`,
	);
}

function otherRecord(id: string, record: string, field: string) {
	return inputError(
		`The column Id (field ${field}) is ${id.slice(0, 50)}, but the record to update is ${record} (field ${LABELS.record})`,
		`Set the field ${LABELS.record} to {{ $json.Id }} to update the record of the item. To update another one, remove Id from the input.`,
	);
}

/** An expanded record is the columns of another object: without its ID, it does not say which one (contract 2.8). */
function isOtherRecord(input: unknown): boolean {
	return isMembers(input) && !('Id' in input) && !('value' in input);
}

/** Select names what it computes after its columns: `count Id`, `month of BirthDate`. */
const COMPUTED =
	/^(?:average|count|max|min|sum|(?:day|hour|hourMinute|length|month|week|weekday|year) of) (?=\S)/;

/**
 * Whether a name that is not a column is one that the nodes of this package put beside the columns of a record. All of
 * them are recognised by a form that no column has, so that a mistyped column is still found.
 */
function isAddedByNode(model: ObjectModel, mapped: Readonly<Record<string, unknown>>, name: string): boolean {
	if (name.includes('@') || model.collections.has(name)) return true;
	if (name === 'oldValues') return isMembers(mapped.oldValues);
	// An item of a batch names its operation.
	if (name === 'operation' || name === 'object') {
		return typeof mapped.operation === 'string' && typeof mapped.object === 'string' && 'Id' in mapped;
	}
	const path = name.replace(COMPUTED, '');
	const [first = ''] = path.split(/[./]/, 1);
	if (path !== name) return path.startsWith('[') || findColumn(model, first) !== undefined;
	return path !== first && (path.startsWith('[') || model.columns.get(first)?.type === 'lookup');
}

import { inputError } from '../../basics/errors';
import { isMembers } from '../../basics/json';
import { comparedText, keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { isBlankFor, isEmptyFor } from '../model/emptyValues';
import { type EnteredColumn, findEnteredColumn } from '../model/enteredColumns';
import { inputsByName, isSameInput } from '../model/inputNames';
import {
	type Column,
	findColumn,
	isFilledByCreatio,
	type ObjectDetails,
	type ObjectModel,
} from '../model/objectModel';
import { unknownColumn } from '../model/paths';
import { describe } from '../model/values';
import { isAddedByN8n, whyAdded } from './addedFields';

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
	/** `item`: all fields of an item, which may be the output of a node; `json`: the same, written on purpose. `form`: what the user mapped. */
	readonly source: 'form' | 'item' | 'json';
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

/** Whether the captions of the columns are needed to find the column of an input field: its name is not a code. */
export function needsCaptions(
	mapped: Readonly<Record<string, unknown>>,
	model: ObjectModel,
	{ source, field }: Pick<InputRules, 'source' | 'field'>,
): boolean {
	const isNode = (name: string) => source !== 'form' && whyAdded(model, mapped, name) !== undefined;
	return Object.keys(mapped)
		.filter((written) => !model.columns.has(written))
		.map(keyText)
		.some((name) => !isNode(name) && !findEnteredColumn(model, undefined, name, `field ${field}`));
}

/**
 * Finds the columns of the input fields by their codes or captions (`findEnteredColumn`). Fields that are not written are reported
 * to `leaveOut`. Rejects with kind `input` what is not a column, what cannot be written, two fields of one column that differ, and an
 * ID that is not that of the record to change. `details`: for the captions, if they are known.
 */
export function inputColumns(
	mapped: Readonly<Record<string, unknown>>,
	model: ObjectModel,
	rules: InputRules,
	details?: ObjectDetails,
): ColumnInput[] {
	const given = new Map<Column, Given>();
	const named = inputsByName(mapped, `field ${rules.field}`);
	const fields = Object.fromEntries(named);
	for (const [name, input] of named) {
		const found = columnOf(model, details, fields, name, rules);
		const why = whyNotWritten(model, fields, name, found?.column, rules, details);
		if (why === undefined && found) {
			const { column, isProperty } = found;
			const inputs = given.get(column) ?? {};
			const kind = isProperty ? 'own' : 'byName';
			const only = onlyInput(column, inputs[kind], { name, input }, rules.field);
			given.set(column, { ...inputs, [kind]: only });
		} else if (why !== undefined && why !== 'silent') rules.leaveOut(name, why);
	}
	return [...given].flatMap(
		([column, { own, byName }]) =>
			columnInput(column, { own: own?.input, byName: byName?.input }, rules) ?? [],
	);
}

/** What nodes put beside the columns of a record is not looked for among captions and other spellings. */
function columnOf(
	model: ObjectModel,
	details: ObjectDetails | undefined,
	fields: Readonly<Record<string, unknown>>,
	name: string,
	{ source, field }: InputRules,
): EnteredColumn | undefined {
	const exact = findColumn(model, name);
	if (!exact && source !== 'form' && whyAdded(model, fields, name) !== undefined) return undefined;
	return findEnteredColumn(model, details, name, `field ${field}`);
}

/** An input field with its name. */
interface NamedInput {
	readonly name: string;
	readonly input: unknown;
}

/** A column by its property, and a lookup also by its name or caption: by its ID and by its text. */
interface Given {
	readonly own?: NamedInput;
	readonly byName?: NamedInput;
}

/** The one value of fields that mean the same column, such as its code and its caption. An empty value does not count beside another. */
function onlyInput(
	{ name, type }: Column,
	before: NamedInput | undefined,
	given: NamedInput,
	field: string,
): NamedInput {
	if (!before || isEmptyFor(type, before.input)) return given;
	if (isEmptyFor(type, given.input) || isSameInput(before.input, given.input)) return before;
	throw inputError(
		`Two inputs mean the column ${name}, and their values differ: ${describe(before.name)} and ${describe(given.name)} (field ${field})`,
		'A column is found by its code or its caption. Remove one of the two.',
	);
}

/** An empty value does not count beside another. */
function columnInput(
	column: Column,
	{ own, byName }: { readonly own: unknown; readonly byName: unknown },
	{ source, leaveOut }: InputRules,
): ColumnInput | undefined {
	const isEmpty = (input: unknown) => isEmptyFor(column.type, input);
	if (isEmpty(own) && isEmpty(byName)) {
		const said = [own, byName].find((input) => !isBlankFor(column.type, input));
		return { column, input: said ?? null };
	}
	if (isEmpty(byName)) return { column, input: own };
	if (!isEmpty(own)) return { column, input: own, beside: byName };
	if (source !== 'item' || !isOtherRecord(byName)) return { column, input: byName };
	leaveOut(column.name, 'added');
	return own === undefined ? undefined : { column, input: null };
}

/** `silent`: what needs no mention, such as the ID of the record to change. */
function whyNotWritten(
	model: ObjectModel,
	mapped: Readonly<Record<string, unknown>>,
	name: string,
	column: Column | undefined,
	{ source, ownId, unknownColumns, field }: InputRules,
	details: ObjectDetails | undefined,
): LeftOut | 'silent' | undefined {
	const isItem = source !== 'form';
	const isIgnoring = unknownColumns === 'ignore';
	if (!column) {
		const why = isItem ? whyAdded(model, mapped, name) : undefined;
		if (why !== undefined) return why;
		if (isItem && isAddedByN8n(name)) return 'silent';
		if (isIgnoring) return 'unknown';
		throw unknownColumn(model, name, field, details);
	}
	if (column.name === 'Id' && ownId !== 'new') {
		const id = mapped[name];
		if (isEmptyFor('guid', id)) return 'silent';
		if (ownId !== 'none' && comparedText(String(id)) === ownId.record) return 'silent';
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

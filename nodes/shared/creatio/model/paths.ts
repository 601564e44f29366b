import { bestEffort } from '../../basics/bestEffort';
import { type CreatioError, inputError } from '../../basics/errors';
import { comparedText, keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { nearestCaptioned, unknownName } from './nearest';
import { captioned, type Column, type Metadata, type ObjectDetails, type ObjectModel } from './objectModel';

/** A column of an object, directly or through one or several lookups: `Account.Type.Name`. */
export interface ColumnPath {
	/** As written, with Creatio's dots. */
	readonly text: string;
	/** The lookups on the way to the column, outermost first. */
	readonly steps: readonly Column[];
	readonly column: Column;
	/** The object that owns `column`. */
	readonly owner: string;
}

/** A column by Creatio's name (`Account`) or by OData's property (`AccountId`). */
export function findColumn(model: ObjectModel, name: string): Column | undefined {
	const byName = model.columns.get(name);
	if (byName) return byName;
	for (const column of model.columns.values()) {
		if (column.property === name) return column;
	}
	return undefined;
}

/** The path of an object's own Id. */
export function keyPath(model: ObjectModel): ColumnPath {
	const column = findColumn(model, 'Id');
	if (!column) throw unknownColumn(model, 'Id', LABELS.object);
	return { text: 'Id', steps: [], column, owner: model.name };
}

/**
 * The error for a column that the object does not have, with those that have the name as their caption, or else the nearest ones.
 * `field` is the label of the parameter. `details`: for the captions, which are what users and agents see, if they are known.
 */
export function unknownColumn(
	model: ObjectModel,
	name: string,
	field: string,
	details?: ObjectDetails,
): CreatioError {
	const columns = [...model.columns.keys()].map((code) => ({
		name: code,
		caption: details?.columns.get(code)?.caption ?? code,
	}));
	const wanted = comparedText(name);
	const called = columns.filter(({ caption }) => comparedText(caption) === wanted);
	const candidates = (called.length > 0 ? called : nearestCaptioned(name, columns)).map(captioned);
	const message = `The object ${model.name} has no column "${name}" (field ${field})`;
	return unknownName(message, candidates, 'column');
}

/** The same error with the captions, if the site shows them. */
export async function unknownColumnOf(
	metadata: Pick<Metadata, 'details'>,
	model: ObjectModel,
	name: string,
	field: string,
): Promise<CreatioError> {
	return unknownColumn(model, name, field, await bestEffort(metadata.details(model.name)));
}

/**
 * Follows a path through the site's objects. Slashes are read as dots, since OData uses them.
 * Rejects with kind `input` for an unknown column, and for a path through a column that is not a lookup.
 */
export async function resolvePath(
	metadata: Metadata,
	object: string,
	path: string,
	field: string,
): Promise<ColumnPath> {
	const names = keyText(path).replaceAll('/', '.').split('.');
	const steps: Column[] = [];
	let owner = object;
	for (const [index, name] of names.entries()) {
		const model = await metadata.object(owner);
		owner = model.name;
		const column = findColumn(model, name);
		if (!column) throw await unknownColumnOf(metadata, model, name, field);
		if (index === names.length - 1) return { text: names.join('.'), steps, column, owner };
		if (column.type !== 'lookup' || column.target === undefined) {
			throw inputError(
				`The path "${path}" goes through ${name}, which is not a lookup of ${owner} (field ${field})`,
				'Only a lookup column leads to another object, such as Account in Account.Name.',
			);
		}
		// `Account.Id` is the lookup itself.
		if (index === names.length - 2 && names[index + 1] === 'Id') {
			return { text: names.join('.'), steps, column, owner };
		}
		steps.push(column);
		owner = column.target;
	}
	throw inputError(`The field ${field} is empty`, undefined, 'column');
}

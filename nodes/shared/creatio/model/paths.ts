import { bestEffort } from '../../basics/bestEffort';
import { type CreatioError, inputError } from '../../basics/errors';
import { comparedText, keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { type EnteredColumn, findEnteredColumn } from './enteredColumns';
import { nearestCaptioned, unknownName } from './nearest';
import {
	captioned,
	type Column,
	findColumn,
	type Metadata,
	type ObjectDetails,
	type ObjectModel,
} from './objectModel';

/** A column of an object, directly or through one or several lookups: `Account.Type.Name`. */
export interface ColumnPath {
	/** The codes of its columns, or OData's property at its end, with Creatio's dots. */
	readonly text: string;
	/** The lookups on the way to the column, outermost first. */
	readonly steps: readonly Column[];
	readonly column: Column;
	/** The object that owns `column`. */
	readonly owner: string;
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

/**
 * Follows a path through the site's objects. Slashes are read as dots, since OData uses them. A column is found by its code in any
 * letter case, otherwise by its caption. Rejects with kind `input` for an unknown column, for a caption of several columns, and for
 * a path through a column that is not a lookup.
 */
export async function resolvePath(
	metadata: Metadata,
	object: string,
	path: string,
	field: string,
): Promise<ColumnPath> {
	const names = keyText(path).replaceAll('/', '.').split('.');
	const codes: string[] = [];
	const steps: Column[] = [];
	let owner = object;
	for (const [index, name] of names.entries()) {
		const model = await metadata.object(owner);
		owner = model.name;
		const { column, isProperty } = await columnCalled(metadata, model, name, field);
		codes.push(isProperty ? column.property : column.name);
		if (index === names.length - 1) return { text: codes.join('.'), steps, column, owner };
		if (column.type !== 'lookup' || column.target === undefined) {
			throw inputError(
				`The path "${path}" goes through ${name}, which is not a lookup of ${owner} (field ${field})`,
				'Only a lookup column leads to another object, such as Account in Account.Name.',
			);
		}
		// `Account.Id` is the lookup itself.
		if (index === names.length - 2 && comparedText(names[index + 1] ?? '') === 'id') {
			return { text: [...codes, 'Id'].join('.'), steps, column, owner };
		}
		steps.push(column);
		owner = column.target;
	}
	throw inputError(`The field ${field} is empty`, undefined, 'column');
}

/**
 * The column of an object that a name in a field means (`findEnteredColumn`). Captions may cost a request, so they are read only where
 * no code fits. Rejects with kind `input` for an unknown column.
 */
export async function columnCalled(
	metadata: Pick<Metadata, 'details'>,
	model: ObjectModel,
	name: string,
	field: string,
): Promise<EnteredColumn> {
	const byCode = findEnteredColumn(model, undefined, name, `field ${field}`);
	if (byCode) return byCode;
	const details = await bestEffort(metadata.details(model.name));
	const byCaption = findEnteredColumn(model, details, name, `field ${field}`);
	if (byCaption) return byCaption;
	throw unknownColumn(model, name, field, details);
}

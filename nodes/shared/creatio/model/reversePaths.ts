import { attempt } from '../../basics/attempt';
import { type CreatioError, inputError, isCreatioError } from '../../basics/errors';
import { keyText } from '../../basics/keyText';
import { nearest } from './nearest';
import { type Collection, type Column, findColumn, type Metadata, type ObjectModel } from './objectModel';
import { type ColumnPath, resolvePath, unknownColumn } from './paths';

/**
 * A column of records that point to the object: `[Activity:Contact].Title` of a contact,
 * `Account.[Contact:Account].Name` of an object with an account (contract 4.2).
 */
export interface ReversePath {
	/** The connection as Creatio writes it, without a column at its end: `Account.[Contact:Account]`. */
	readonly text: string;
	/** The lookups before the connection, outermost first. */
	readonly steps: readonly Column[];
	/** The object that the records point to. */
	readonly owner: string;
	/** The object of the records: `Activity`. */
	readonly object: string;
	/** Its column that points back: `Contact`. */
	readonly column: Column;
	/** The owner's column that it holds the value of, nearly always `Id`. */
	readonly master: Column;
	/** OData's name of the connection; `undefined` where OData has none, so that only DataService can follow it. */
	readonly collection: Collection | undefined;
	/** The column at the end, as a path of the records' object; their Id when the path names no column. */
	readonly end: ColumnPath;
}

const REVERSE = /^(?:([^[\]]*)[./])?\[([^[\]]*)\](?:[./]([^[\]]*))?$/;

/** True for paths that `resolveReversePath` reads; all others are paths of lookups. */
export function isReversePath(path: string): boolean {
	return path.includes('[');
}

/**
 * Reads `[Object:Column]` or `[Object:Column:MasterColumn]`, optionally after lookups and followed by a column, against
 * the site's objects. Rejects with kind `input`, naming the field and the nearest names. A path has one connection:
 * records further away need a separate condition.
 */
export async function resolveReversePath(
	metadata: Metadata,
	object: string,
	path: string,
	field: string,
): Promise<ReversePath> {
	const [, before = '', inside = '', after = ''] = REVERSE.exec(keyText(path)) ?? [];
	const [childName = '', columnName = '', masterName, ...more] = inside.split(':').map((name) => name.trim());
	if (childName === '' || columnName === '' || masterName === '' || more.length > 0) {
		throw unreadablePath(path, field);
	}
	const steps = before.trim() === '' ? [] : await lookupsOf(metadata, object, before, field);
	const ownerModel = await metadata.object(steps.at(-1)?.target ?? object);
	const owner = ownerModel.name;
	const child = await childModel(metadata, childName, path, field);
	const column = findColumn(child, columnName);
	if (!column) throw unknownChildColumn(child, columnName, owner, field);
	const master = findColumn(ownerModel, masterName ?? 'Id');
	if (!master) throw unknownColumn(ownerModel, masterName ?? 'Id', field);
	// An explicit master column is taken as it is; without one, only a column with Ids of the owner makes sense.
	const pointsBack = column.type === 'guid' || (column.type === 'lookup' && column.target === owner);
	if (masterName === undefined && !pointsBack) throw wrongTarget(child, column, owner, field);
	const connection = [child.name, column.name, ...(master.name === 'Id' ? [] : [master.name])].join(':');
	return {
		text: [...steps.map((step) => step.name), `[${connection}]`].join('.'),
		steps,
		owner,
		object: child.name,
		column,
		master,
		collection: master.name === 'Id' ? collectionOf(ownerModel, child, column) : undefined,
		end: await resolvePath(metadata, child.name, after.trim() === '' ? 'Id' : after, field),
	};
}

async function lookupsOf(
	metadata: Metadata,
	object: string,
	path: string,
	field: string,
): Promise<readonly Column[]> {
	const { steps, column, owner } = await resolvePath(metadata, object, path, field);
	if (column.type === 'lookup' && column.target !== undefined) return [...steps, column];
	throw inputError(
		`The path goes through ${column.name}, which is not a lookup of ${owner} (field ${field})`,
		'Only a lookup column leads to another object, such as Account in Account.[Contact:Account].',
	);
}

async function childModel(
	metadata: Metadata,
	name: string,
	path: string,
	field: string,
): Promise<ObjectModel> {
	const outcome = await attempt(metadata.object(name));
	if (outcome.done) return outcome.value;
	const { error } = outcome;
	if (!isCreatioError(error) || error.kind !== 'input') throw error;
	throw inputError(
		`The path "${path}" names the object "${name}", which the site does not have (field ${field})`,
		error.cure,
		error.asksFor,
	);
}

function collectionOf(owner: ObjectModel, child: ObjectModel, column: Column): Collection | undefined {
	return [...owner.collections.values()].find(
		(collection) => collection.target === child.name && collection.column === column.name,
	);
}

/** The columns of an object that hold Ids of another one. */
function columnsTo(child: ObjectModel, owner: string): string[] {
	return [...child.columns.values()]
		.filter(({ type, target }) => type === 'lookup' && target === owner)
		.map(({ name }) => name);
}

function unknownChildColumn(child: ObjectModel, name: string, owner: string, field: string): CreatioError {
	const fitting = columnsTo(child, owner);
	if (nearest(name, [...child.columns.keys()]).length > 0 || fitting.length === 0)
		return unknownColumn(child, name, field);
	return inputError(
		`The object ${child.name} has no column "${name}" (field ${field})`,
		`Columns that point to ${owner}: ${fitting.join(', ')}.`,
	);
}

function wrongTarget(child: ObjectModel, column: Column, owner: string, field: string): CreatioError {
	const why =
		column.target === undefined
			? `is not a lookup, so it cannot point to ${owner}`
			: `points to ${column.target}, not to ${owner}`;
	const fitting = columnsTo(child, owner);
	const hint = fitting.length > 0 ? `Columns that point to ${owner}: ${fitting.join(', ')}. ` : '';
	return inputError(
		`The column ${column.name} of ${child.name} ${why} (field ${field})`,
		`${hint}To compare it with a column of ${owner} anyway, name that column: [${child.name}:${column.name}:Id].`,
	);
}

function unreadablePath(path: string, field: string): CreatioError {
	return inputError(
		`The path "${path}" is not a connection to records of another object (field ${field})`,
		'Write the object and its column that points back in brackets, once, followed by at most one column: [Activity:Contact].Title.',
	);
}

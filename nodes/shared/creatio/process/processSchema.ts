import { bestEffort } from '../../basics/bestEffort';
import { guidIn } from '../../basics/guid';
import { isMembers, jsonIn, member, type Members, membersOf, objectsIn, textIn } from '../../basics/json';
import { dictionaryInWcf } from '../../basics/netJson';
import type { Connection } from '../../connection/serviceCall';
import { captionIn, readRuntimeSchema } from '../metadata/runtimeSchema';
import { columnTypeOf, DATA_VALUE_TYPE, DATA_VALUE_TYPES } from '../model/dataValueType';
import type { ColumnType } from '../model/objectModel';

/** `collection`: a list of records. `other`: types without a value in workflows, such as a collection of entities. */
export type ParameterType = ColumnType | 'collection' | 'other';

/** `internal`: not visible outside the process. */
type Direction = 'in' | 'out' | 'both' | 'internal';

export interface ProcessParameter {
	/** The code, which is case-sensitive (contract 5.3). */
	readonly name: string;
	/** Falls back to the name when the site does not report a caption. */
	readonly caption: string;
	readonly type: ParameterType;
	readonly direction: Direction;
	/** A value is required, and the process has no default for it. */
	readonly required: boolean;
	/** UId of the object that a lookup points to. */
	readonly targetUId?: string;
	/** Name of that object, where the site reports it. */
	readonly target?: string;
	/** Columns of a collection's records; none of any other type. */
	readonly columns: readonly ProcessParameter[];
}

export interface ProcessSchema {
	/** The code that starts it. */
	readonly name: string;
	readonly caption: string;
	readonly parameters: readonly ProcessParameter[];
}

/** The parameters that take a value. */
export function inputsOf({ parameters }: ProcessSchema): ProcessParameter[] {
	return parameters.filter(({ direction }) => direction === 'in' || direction === 'both');
}

/** The parameters that can be returned as results; inputs can be, too (contract 5.3). */
export function resultsOf({ parameters }: ProcessSchema): ProcessParameter[] {
	return parameters.filter(({ direction }) => direction !== 'internal');
}

/** The parameters that are results and nothing else, of types that have a value in workflows. */
export function outputsOf({ parameters }: ProcessSchema): ProcessParameter[] {
	return parameters.filter(({ direction, type }) => direction === 'out' && type !== 'other');
}

/**
 * Reads the parameters of a process by its UId from the library (contract 5.5). `undefined` when the site refuses: the
 * user may lack the right to read schemas.
 */
export async function askProcessSchema(
	connection: Connection,
	uId: string,
): Promise<ProcessSchema | undefined> {
	const json = await bestEffort(
		askSchema(connection, 'ProcessSchemaRequest', { uId, convertLocalizableStringToParameter: true }),
	);
	const schema = readProcessSchema(json);
	return schema && (await withTargets(connection, schema));
}

async function askSchema(connection: Connection, path: string, json: object): Promise<unknown> {
	const request = { method: 'POST', service: 'dataService', path, json, repeat: 'read' } as const;
	return (await connection.call(request)).json;
}

/** Adds the names of the objects of lookups, of which a process only has the UIds. */
async function withTargets(connection: Connection, schema: ProcessSchema): Promise<ProcessSchema> {
	const uIds = new Set(
		schema.parameters
			.flatMap((parameter) => [parameter, ...parameter.columns])
			.flatMap(({ targetUId }) => targetUId ?? []),
	);
	const names = new Map<string, string>();
	for (const uId of uIds) {
		const json = await bestEffort(askSchema(connection, 'RuntimeEntitySchemaRequest', { uId }));
		const object = readRuntimeSchema(json);
		if (object) names.set(uId, object.name);
	}
	const named = (parameter: ProcessParameter): ProcessParameter => ({
		...parameter,
		target: parameter.targetUId === undefined ? undefined : names.get(parameter.targetUId),
		columns: parameter.columns.map(named),
	});
	return { ...schema, parameters: schema.parameters.map(named) };
}

/**
 * Reads the answer to ProcessSchemaRequest (contract 5.5). Members vary with the version; unknown ones are
 * ignored. `undefined` when there is no schema in it. Captions are in `culture` where the site has it.
 */
export function readProcessSchema(json: unknown, culture = 'en-US'): ProcessSchema | undefined {
	if (!isMembers(json) || member(json, 'success') === false) return undefined;
	const schema = membersOf(member(json, 'schema'));
	const metaData = membersOf(decoded(member(schema, 'metaData')));
	const inner = membersOf(member(membersOf(member(metaData, 'metaData') ?? metaData), 'schema'));
	const parameters = objectsIn(member(inner, 'parameters'));
	if (parameters === undefined) return undefined;
	const captionOf = captionReader(member(schema, 'resources'), culture);
	const name = textIn(schema, 'name') ?? textIn(inner, 'name') ?? '';
	return {
		name,
		caption: captionIn(member(schema, 'caption'), culture) || name,
		parameters: parameters.flatMap((parameter) => parameterOf(parameter, captionOf) ?? []),
	};
}

/** The caption of a parameter, which may be a column of the `collection`. */
type CaptionOf = (parameter: Members, name: string, collection?: string) => string | undefined;

/**
 * Captions are separate from the parameters, under keys such as `Parameters.Input.Caption`; those of a collection's
 * columns are under `Parameters.Lines.Price.Caption`, or under `ItemProperties` in it.
 */
function captionReader(resources: unknown, culture: string): CaptionOf {
	const texts = decoded(resources);
	const byKey = Object.entries(membersOf(dictionaryInWcf(texts) ?? texts)).map(
		([key, value]) => [key.toLowerCase(), dictionaryInWcf(value) ?? value] as const,
	);
	return (parameter, name, collection) => {
		const paths =
			collection === undefined ? [name] : [`${collection}.${name}`, `${collection}.itemproperties.${name}`];
		const keys = paths.map((path) => `parameters.${path}.caption`.toLowerCase());
		const [, text] =
			byKey.find(([candidate]) => keys.some((key) => candidate === key || candidate.endsWith(`.${key}`))) ??
			[];
		return captionIn(member(parameter, 'caption'), culture) || captionIn(text, culture) || undefined;
	};
}

function parameterOf(
	parameter: Members,
	captionOf: CaptionOf,
	collection?: string,
): ProcessParameter | undefined {
	const name = textIn(parameter, 'name');
	if (name === undefined) return undefined;
	const type = typeOf(member(parameter, 'dataValueType'));
	const columns = type === 'collection' ? (objectsIn(member(parameter, 'itemProperties')) ?? []) : [];
	return {
		name,
		caption: captionOf(parameter, name, collection) ?? name,
		type,
		direction: directionOf(member(parameter, 'direction')),
		required: member(parameter, 'isRequired') === true && !hasOwnValue(member(parameter, 'sourceValue')),
		targetUId: guidIn(parameter, 'referenceSchemaUId'),
		columns: columns.flatMap((column) => parameterOf(column, captionOf, name) ?? []),
	};
}

const LISTS: readonly number[] = [DATA_VALUE_TYPE.ObjectList, DATA_VALUE_TYPE.CompositeObjectList];

/** By the UId of the type, or by its code (contract 4.1). */
function typeOf(given: unknown): ParameterType {
	const uId = typeof given === 'string' ? given.toLowerCase() : undefined;
	const known = DATA_VALUE_TYPES.find(
		(type) => type.code === given || (uId !== undefined && type.uId === uId),
	);
	if (!known) return typeof given === 'number' && given > 45 ? columnTypeOf(given) : 'other';
	return LISTS.includes(known.code) ? 'collection' : (known.column ?? 'other');
}

/** A parameter without a direction counts as both, since metadata often leaves out defaults. */
function directionOf(given: unknown): Direction {
	return (['in', 'out', 'both', 'internal'] as const)[Number(given)] ?? 'both';
}

function hasOwnValue(source: unknown): boolean {
	const value = member(membersOf(source), 'value');
	return value !== undefined && value !== null && value !== '';
}

/** JSON inside JSON, or the value itself. */
function decoded(value: unknown): unknown {
	return typeof value === 'string' ? jsonIn(value) : value;
}

import { bestEffort } from '../../basics/bestEffort';
import { isMembers, jsonIn, member, type Members } from '../../basics/json';
import { dictionaryInWcf } from '../../basics/netJson';
import type { Connection } from '../../connection/serviceCall';
import { captionIn, readRuntimeSchema } from '../metadata/runtimeSchema';
import { columnTypeOf, DATA_VALUE_TYPE, DATA_VALUE_TYPES } from '../model/dataValueType';
import type { ColumnType } from '../model/objectModel';
import { guidIn, textIn } from './engineService';

/** `collection`: a list of records. `other`: what no value of a workflow is, such as a collection of entities. */
export type ParameterType = ColumnType | 'collection' | 'other';

/** `internal`: the process keeps it to itself. */
export type Direction = 'in' | 'out' | 'both' | 'internal';

export interface ProcessParameter {
	/** The code, which is case-sensitive (contract 5.3). */
	readonly name: string;
	/** Falls back to the name when the site does not tell. */
	readonly caption: string;
	readonly type: ParameterType;
	readonly direction: Direction;
	/** Must be given a value, and the process has none of its own. */
	readonly required: boolean;
	/** UId of the object that a lookup points to. */
	readonly targetUId?: string;
	/** Name of that object, where the site tells it. */
	readonly target?: string;
	/** Columns of a collection's records; none of any other type. */
	readonly columns: readonly ProcessParameter[];
}

export interface ProcessSchema {
	/** The code by which it is run. */
	readonly name: string;
	readonly caption: string;
	readonly parameters: readonly ProcessParameter[];
}

/** Where one may put a value. */
export function inputsOf({ parameters }: ProcessSchema): ProcessParameter[] {
	return parameters.filter(({ direction }) => direction === 'in' || direction === 'both');
}

/** What may be asked for as a result; an input is one as well (contract 5.3). */
export function resultsOf({ parameters }: ProcessSchema): ProcessParameter[] {
	return parameters.filter(({ direction }) => direction !== 'internal');
}

/**
 * Asks for the parameters of a process, by the UId that the library tells (contract 5.5). `undefined` when the site
 * refuses: the user may have no right to see schemas.
 */
export async function askProcessSchema(
	connection: Connection,
	uId: string,
): Promise<ProcessSchema | undefined> {
	const { value: json } = await bestEffort(
		askSchema(connection, 'ProcessSchemaRequest', { uId, convertLocalizableStringToParameter: true }),
	);
	const schema = readProcessSchema(json);
	return schema && (await withTargets(connection, schema));
}

async function askSchema(connection: Connection, path: string, json: object): Promise<unknown> {
	const request = { method: 'POST', service: 'dataService', path, json, repeat: 'read' } as const;
	return (await connection.call(request)).json;
}

/** Names the objects of lookups, of which a process knows the UIds only. */
async function withTargets(connection: Connection, schema: ProcessSchema): Promise<ProcessSchema> {
	const uIds = new Set(
		schema.parameters
			.flatMap((parameter) => [parameter, ...parameter.columns])
			.flatMap(({ targetUId }) => targetUId ?? []),
	);
	const names = new Map<string, string>();
	for (const uId of uIds) {
		const { value: json } = await bestEffort(askSchema(connection, 'RuntimeEntitySchemaRequest', { uId }));
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
 * Reads the answer to ProcessSchemaRequest (contract 5.5). Members vary with the version; what is not known is passed
 * over. `undefined` when there is no schema in it. Captions are taken in `culture` where the site has it.
 */
export function readProcessSchema(json: unknown, culture = 'en-US'): ProcessSchema | undefined {
	if (!isMembers(json) || member(json, 'success') === false) return undefined;
	const schema = membersOf(member(json, 'schema'));
	const metaData = membersOf(decoded(member(schema, 'metaData')));
	const inner = membersOf(member(membersOf(member(metaData, 'metaData') ?? metaData), 'schema'));
	const parameters = listOf(member(inner, 'parameters'));
	if (parameters === undefined) return undefined;
	const captionOf = captionReader(member(schema, 'resources'), culture);
	const name = textIn(schema, 'name') ?? textIn(inner, 'name') ?? '';
	return {
		name,
		caption: captionIn(member(schema, 'caption'), culture) || name,
		parameters: parameters.flatMap((parameter) => parameterOf(parameter, captionOf) ?? []),
	};
}

type CaptionOf = (parameter: Members, name: string) => string | undefined;

/** Captions stand beside the parameters, under keys such as `Parameters.Input.Caption`. */
function captionReader(resources: unknown, culture: string): CaptionOf {
	const told = decoded(resources);
	const byKey = Object.entries(membersOf(dictionaryInWcf(told) ?? told)).map(
		([key, value]) => [key.toLowerCase(), dictionaryInWcf(value) ?? value] as const,
	);
	return (parameter, name) => {
		const key = `parameters.${name.toLowerCase()}.caption`;
		const [, told] = byKey.find(([candidate]) => candidate === key || candidate.endsWith(`.${key}`)) ?? [];
		return captionIn(member(parameter, 'caption'), culture) || captionIn(told, culture) || undefined;
	};
}

function parameterOf(parameter: Members, captionOf: CaptionOf): ProcessParameter | undefined {
	const name = textIn(parameter, 'name');
	if (name === undefined) return undefined;
	const type = typeOf(member(parameter, 'dataValueType'));
	const columns = type === 'collection' ? (listOf(member(parameter, 'itemProperties')) ?? []) : [];
	return {
		name,
		caption: captionOf(parameter, name) ?? name,
		type,
		direction: directionOf(member(parameter, 'direction')),
		required: member(parameter, 'isRequired') === true && !hasOwnValue(member(parameter, 'sourceValue')),
		targetUId: guidIn(parameter, 'referenceSchemaUId'),
		columns: columns.flatMap((column) => parameterOf(column, captionOf) ?? []),
	};
}

const LISTS: readonly number[] = [DATA_VALUE_TYPE.ObjectList, DATA_VALUE_TYPE.CompositeObjectList];

/** By the UId of the type, or by its code (contract 4.1). */
function typeOf(told: unknown): ParameterType {
	const uId = typeof told === 'string' ? told.toLowerCase() : undefined;
	const known = DATA_VALUE_TYPES.find(
		(type) => type.code === told || (uId !== undefined && type.uId === uId),
	);
	if (!known) return typeof told === 'number' && told > 45 ? columnTypeOf(told) : 'other';
	return LISTS.includes(known.code) ? 'collection' : (known.column ?? 'other');
}

/** A parameter that does not tell is taken for either, since leaving out a default is common in metadata. */
function directionOf(told: unknown): Direction {
	return (['in', 'out', 'both', 'internal'] as const)[Number(told)] ?? 'both';
}

function hasOwnValue(source: unknown): boolean {
	const value = member(membersOf(source), 'value');
	return value !== undefined && value !== null && value !== '';
}

/** JSON inside JSON, or the value itself. */
function decoded(value: unknown): unknown {
	return typeof value === 'string' ? jsonIn(value) : value;
}

/** A list, or a map whose values are meant. */
function listOf(value: unknown): Members[] | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.values(value).filter(isMembers);
}

function membersOf(value: unknown): Members {
	return isMembers(value) ? value : {};
}

import { isDateObject, withDates } from '../../basics/dateObjects';
import { type CreatioError, inputError } from '../../basics/errors';
import { ExactNumber, jsonText, plainDigits } from '../../basics/exactNumber';
import type { Zone } from '../../basics/instant';
import { isMembers, jsonIn, type Members, refuseUnsendable } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import { wallText } from '../dataservice/expressions';
import type { WireValue } from '../dataservice/wireTypes';
import { isBlank, isEmptyFor, saysEmpty } from '../model/emptyValues';
import { inputsByName } from '../model/inputNames';
import { didYouMean, nearestCaptioned } from '../model/nearest';
import { captioned, type ColumnType } from '../model/objectModel';
import { describe, readValue, type TypedValue } from '../model/values';
import type { LookupResolver } from '../writing/lookupTexts';
import { parameterName } from './engineService';
import { inputsOf, type ProcessParameter, type ProcessSchema, resultsOf } from './processSchema';

/** A value as RunProcess takes it: always text (contract 5.3). */
export interface WireParameter {
	readonly name: string;
	readonly value: string;
}

export interface ParameterContext {
	/** The zone for dates that were entered without one, such as `Europe/Berlin`. */
	readonly zone: string;
	/** The zone of the Creatio user, in which the site reads dates (contract 5.3). */
	readonly sessionZone: Zone;
	/** Finds records by their display text; without it, a lookup only takes an ID. */
	readonly lookups?: LookupResolver;
}

/** The labels of the values in the editor. */
const FIELD = LABELS.parameters;

const RESULTS = LABELS.resultParameters;

/**
 * Reads the values for the parameters of a process: an object of values by code, or the same as JSON text. Everything
 * is checked before anything is sent, since the server silently ignores unknown names (contract 5.3). Blank values
 * are left out. Rejects with kind `input`, naming the parameter and the cure.
 */
export async function readParameters(
	input: unknown,
	schema: ProcessSchema,
	context: ParameterContext,
): Promise<WireParameter[]> {
	const inputs = inputsOf(schema);
	const given = givenValues(input);
	for (const name of given.keys()) {
		if (!inputs.some((parameter) => parameter.name === name)) throw unknownParameter(name, schema);
	}
	const wire: WireParameter[] = [];
	for (const parameter of inputs) {
		const value = given.get(parameter.name);
		const label = `parameter ${captioned(parameter)} (field ${FIELD})`;
		if (isMissing(parameter, value)) {
			if (parameter.required) throw missing(label);
			continue;
		}
		const typed = await jsonValue(parameter, value, label, context);
		wire.push({ name: parameter.name, value: typeof typed === 'string' ? typed : asText(typed) });
	}
	return wire;
}

/**
 * The same if the site does not report the parameters: only checks that names can be codes and that values can be
 * written.
 */
export function readParametersByHand(
	input: unknown,
	context: Pick<ParameterContext, 'zone' | 'sessionZone'>,
): WireParameter[] {
	return [...givenValues(input)].flatMap(([name, value]) => {
		const label = `parameter ${parameterName(name, FIELD)} (field ${FIELD})`;
		const isData = Array.isArray(value) || (isMembers(value) && !isDateObject(value));
		if (isData) return { name, value: asText(withWallDates(value, label, context)) };
		const type = plainType(value);
		if (saysEmpty(type, value)) return [];
		const typed = readValue(type, value, { label, zone: context.zone });
		return { name, value: asText(wireValue(typed, 'dateTime', context.sessionZone)) };
	});
}

/** The codes of the results to return, each once. Rejects with kind `input` what the process does not have. */
export function readResultNames(names: readonly string[], schema?: ProcessSchema): string[] {
	for (const name of new Set(names)) {
		parameterName(name, RESULTS);
		if (schema && !resultsOf(schema).some((parameter) => parameter.name === name)) {
			throw unknownIn(
				name,
				resultsOf(schema),
				`The process ${schema.name} has no result "${name}" (field ${RESULTS})`,
			);
		}
	}
	return [...new Set(names)];
}

/** The values that are not blank, by the names as entered. */
function givenValues(input: unknown): Map<string, unknown> {
	const value = typeof input === 'string' && input.trim() !== '' ? (jsonIn(input) ?? input) : input;
	if (isBlank(value)) return new Map();
	if (!isMembers(value)) {
		throw inputError(
			`The field ${FIELD} takes an object with the values by parameter, but got ${describe(input)}`,
			'Write it like {"Amount": 5, "Contact": "c4ed336c-3e9b-40fe-8b82-5632476472b4"}.',
		);
	}
	return new Map([...inputsByName(value, `field ${FIELD}`)].filter(([, member]) => !isBlank(member)));
}

function isMissing({ type }: ProcessParameter, value: unknown): boolean {
	return type === 'collection' || type === 'other' ? isBlank(value) : isEmptyFor(type, value);
}

/** A value of the parameter's type, as JSON inside a collection. */
async function jsonValue(
	parameter: ProcessParameter,
	input: unknown,
	label: string,
	context: ParameterContext,
): Promise<unknown> {
	const { type } = parameter;
	if (type === 'collection') return await collectionValue(parameter, input, label, context);
	if (type === 'other') return withWallDates(input, label, context);
	const value = readValue(type, input, { label, zone: context.zone });
	if (value.type !== 'displayText') return wireValue(value, type, context.sessionZone);
	if (!context.lookups || parameter.target === undefined) {
		throw inputError(
			`The ${label} takes the ID of a record, but got ${describe(input)}`,
			'The site does not report the object it belongs to; read the record first and pass its ID.',
		);
	}
	const request = { target: parameter.target, text: value.value, label };
	return await context.lookups.resolve(request, { createIfMissing: false });
}

/** A list of records, keyed by the codes of the columns (contract 5.3). */
async function collectionValue(
	{ columns }: ProcessParameter,
	input: unknown,
	label: string,
	context: ParameterContext,
): Promise<Members[]> {
	const list = typeof input === 'string' ? jsonIn(input) : input;
	if (!Array.isArray(list)) throw noCollection(label, input);
	const records: Members[] = [];
	for (const [index, item] of list.entries()) {
		const where = `record ${index + 1} of the ${label}`;
		if (!isMembers(item)) throw noCollection(label, item);
		records.push(await collectionRecord(columns, item, where, context));
	}
	return records;
}

async function collectionRecord(
	columns: readonly ProcessParameter[],
	item: Members,
	where: string,
	context: ParameterContext,
): Promise<Members> {
	const values = new Map<string, unknown>();
	for (const [name, value] of inputsByName(item, where)) {
		const column = columns.find((candidate) => candidate.name === name);
		// Old metadata does not contain the columns of a collection.
		if (!column && columns.length > 0) {
			throw unknownIn(name, columns, `There is no column "${name}" in ${where}`);
		}
		if (column ? isMissing(column, value) : isBlank(value)) continue;
		const label = `column ${column ? captioned(column) : name} in ${where}`;
		values.set(
			name,
			column ? await jsonValue(column, value, label, context) : withWallDates(value, label, context),
		);
	}
	const lacking = columns.find(({ name, required }) => required && !values.has(name));
	if (lacking) throw missing(`column ${captioned(lacking)} in ${where}`);
	return Object.fromEntries(values);
}

function wireValue(
	value: TypedValue | { readonly type: 'displayText'; readonly value: string },
	type: ColumnType,
	zone: Zone,
): WireValue {
	return value.type === 'dateTime' ? wallText(value.value, type, zone) : value.value;
}

/** Data of an unknown type: only the dates that expressions returned are recognised in it. */
function withWallDates(
	value: unknown,
	label: string,
	{ zone, sessionZone }: Pick<ParameterContext, 'zone' | 'sessionZone'>,
): unknown {
	refuseUnsendable(value, label);
	return withDates(value, (date) =>
		wireValue(readValue('dateTime', date, { label, zone }), 'dateTime', sessionZone),
	);
}

function asText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || value instanceof ExactNumber) return plainDigits(String(value));
	return jsonText(value);
}

function plainType(value: unknown): 'decimal' | 'boolean' | 'dateTime' | 'text' {
	if (typeof value === 'number') return 'decimal';
	if (typeof value === 'boolean') return 'boolean';
	return isDateObject(value) ? 'dateTime' : 'text';
}

function unknownParameter(name: string, schema: ProcessSchema): CreatioError {
	const own = schema.parameters.find((parameter) => parameter.name === name);
	if (own) {
		return inputError(
			`The parameter ${captioned(own)} of the process ${schema.name} does not take a value (field ${FIELD})`,
			own.direction === 'out' ? `Remove it here, and select it in the field ${RESULTS}.` : 'Remove it.',
		);
	}
	return unknownIn(
		name,
		inputsOf(schema),
		`The process ${schema.name} has no parameter "${name}" (field ${FIELD})`,
	);
}

function unknownIn(name: string, known: readonly ProcessParameter[], message: string): CreatioError {
	const candidates = nearestCaptioned(name, known).map(captioned);
	const all = known.map(({ name: one }) => one).slice(0, 20);
	const hint =
		didYouMean(candidates) ?? (all.length > 0 ? `It has: ${all.join(', ')}.` : 'It does not have any.');
	return inputError(message, `${hint} Codes are case-sensitive.`);
}

function missing(label: string): CreatioError {
	return inputError(`The ${label} is required, but does not have a value`, 'Enter a value.');
}

function noCollection(label: string, input: unknown): CreatioError {
	return inputError(
		`The ${label} takes a list of records, but got ${describe(input)}`,
		'Write a list of objects, such as [{"Name": "A"}, {"Name": "B"}].',
	);
}

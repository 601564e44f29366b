import type { Call } from '../context';
import { type Answer, header, json, parameter } from '../http';
import { isGuid } from '../model/ids';
import type { Hosting } from '../options';

/** How bodies are read and answers are wrapped (contract 6.1). */
type BodyStyle = 'wrapped' | 'bare' | 'wrappedRequest' | 'wrappedResponse';

type ParameterType = 'text' | 'integer' | 'decimal' | 'boolean' | 'guid' | 'object' | 'list';

export type Arguments = Record<string, unknown>;

/** What a method gives back. A dictionary and a date are spelled differently on the two hostings. */
export type Result =
	| { kind: 'json'; value: Json }
	/** Further members stand next to the result, as out parameters of .NET do. */
	| { kind: 'jsonWithOut'; value: Json; out: Record<string, Json> }
	/** The author of the service writes the answer: another status, text, XML, bytes. */
	| { kind: 'raw'; answer: Answer }
	/** An exception that nobody handles. */
	| { kind: 'unhandled' };

export type Json = string | number | boolean | null | Date | Dictionary | Json[] | { [member: string]: Json };

/** A .NET dictionary, which is not the same as an object. */
export class Dictionary {
	constructor(readonly entries: Array<[string, Json]>) {}
}

export interface ServiceMethod {
	verb: 'GET' | 'POST';
	style: BodyStyle;
	/** In order. A bare POST has one, and it is the whole body. */
	parameters: Record<string, ParameterType>;
	/** The body is bytes of any type, not JSON. */
	takesBytes?: boolean;
	run(args: Arguments, call: Call): Result;
}

/** A request that WCF cannot map to the parameters: 400 (contract 6.2). */
export class BadRequest extends Error {}

/** The arguments by name. What is missing has the empty value of its type, as in .NET. */
export function readArguments(method: ServiceMethod, call: Call): Arguments {
	const { request } = call;
	const names = Object.entries(method.parameters);
	if (method.verb === 'GET') {
		return Object.fromEntries(
			names.map(([name, type]) => [name, fromQuery(type, parameter(request.query, name))]),
		);
	}
	if (method.takesBytes === true) return {};
	const body = readJson(call);
	if (method.style === 'bare' || method.style === 'wrappedResponse') {
		return Object.fromEntries(names.map(([name, type]) => [name, fromJson(type, body)]));
	}
	if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new BadRequest();
	const members = new Map(Object.entries(body));
	return Object.fromEntries(names.map(([name, type]) => [name, fromJson(type, members.get(name))]));
}

function readJson({ request }: Call): unknown {
	if (!/json/i.test(header(request, 'content-type') ?? '')) throw new BadRequest();
	try {
		return JSON.parse(request.body.toString('utf8'));
	} catch {
		throw new BadRequest();
	}
}

function fromQuery(type: ParameterType, text: string | undefined): unknown {
	if (text === undefined) return emptyOf(type);
	switch (type) {
		case 'text':
			return text;
		case 'integer':
			return check(/^[+-]?\d+$/.test(text), Number(text));
		case 'decimal':
			return check(/^[+-]?\d+(\.\d+)?$/.test(text), Number(text));
		case 'boolean':
			return check(/^(true|false)$/i.test(text), text.toLowerCase() === 'true');
		case 'guid':
			return check(isGuid(text), text.toLowerCase());
		case 'object':
		case 'list':
			throw new BadRequest();
	}
}

function fromJson(type: ParameterType, value: unknown): unknown {
	if (value === undefined || value === null) return emptyOf(type);
	switch (type) {
		case 'text':
			return check(typeof value === 'string', value);
		case 'integer':
			return check(Number.isInteger(value), value);
		case 'decimal':
			return check(typeof value === 'number', value);
		case 'boolean':
			return check(typeof value === 'boolean', value);
		case 'guid':
			return check(typeof value === 'string' && isGuid(value), value);
		case 'object':
			return check(typeof value === 'object' && !Array.isArray(value), value);
		case 'list':
			return check(Array.isArray(value), value);
	}
}

function emptyOf(type: ParameterType): unknown {
	switch (type) {
		case 'integer':
		case 'decimal':
			return 0;
		case 'boolean':
			return false;
		case 'guid':
			return '00000000-0000-0000-0000-000000000000';
		case 'text':
		case 'object':
		case 'list':
			return null;
	}
}

function check<T>(fits: boolean, value: T): T {
	if (!fits) throw new BadRequest();
	return value;
}

/** The JSON answer of a method: wrapped as `<Method>Result`, or bare. */
export function jsonAnswer(
	name: string,
	method: ServiceMethod,
	result: Extract<Result, { kind: 'json' | 'jsonWithOut' }>,
	hosting: Hosting,
): Answer {
	const isWrapped = method.style === 'wrapped' || method.style === 'wrappedResponse';
	const out = result.kind === 'jsonWithOut' ? result.out : {};
	const value = isWrapped ? { [`${name}Result`]: result.value, ...out } : result.value;
	const answer = json(spell(value, hosting));
	// The serialiser of WCF escapes every slash; in JSON they are in texts only.
	return hosting === 'framework'
		? { ...answer, body: answer.body.toString().replaceAll('/', String.raw`\/`) }
		: answer;
}

/** WCF writes dates as `/Date(ms+zone)/` and dictionaries as pairs (contract 6.1). */
function spell(value: Json, hosting: Hosting): unknown {
	if (value instanceof Date) {
		return hosting === 'framework' ? `/Date(${value.getTime()}+0000)/` : value.toISOString();
	}
	if (value instanceof Dictionary) {
		const pairs = value.entries.map(([key, one]): [string, unknown] => [key, spell(one, hosting)]);
		return hosting === 'framework'
			? pairs.map(([Key, Value]) => ({ Key, Value }))
			: Object.fromEntries(pairs);
	}
	if (Array.isArray(value)) return value.map((one) => spell(one, hosting));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spell(one, hosting)]));
}

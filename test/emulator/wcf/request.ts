import { header, type QueryParameter, type SiteRequest } from '../http';
import { Unreadable } from './errors';
import { readJson } from './json';
import { emptyOf, foundTwice, readAs } from './read';
import { typeName, type ValueOf, type WcfType } from './types';

/** Parameters of a method, in order. */
export type Parameters = Readonly<Record<string, WcfType>>;

export type ArgumentsOf<P extends Parameters> = { [Name in keyof P]: ValueOf<P[Name]> };

/** Whether the members of the body are the arguments, or the whole body is the only one. */
export type RequestShape = 'wrapped' | 'bare';

/**
 * The arguments of a method from a body (contract 6.1). What is missing has the empty value of its type; a
 * method without parameters does not look at the body. Throws `Unreadable`.
 */
export function readBodyArguments<P extends Parameters>(
	request: SiteRequest,
	parameters: P,
	shape: RequestShape,
): ArgumentsOf<P> {
	const given = readGiven(request, parameters, shape);
	return argumentsOf(parameters, (name, type) => given.get(name) ?? emptyOf(type));
}

function readGiven(
	request: SiteRequest,
	parameters: Parameters,
	shape: RequestShape,
): Map<string, ReturnType<typeof readAs>> {
	const names = Object.keys(parameters);
	if (names.length === 0) return new Map();
	if (!/json/i.test(header(request, 'content-type') ?? '')) {
		throw new Unreadable(
			"The incoming message has an unexpected message format 'Raw'. The expected message formats for the operation are 'Xml', 'Json'.",
		);
	}
	const root = readJson(request.body.toString('utf8'));
	const given = new Map<string, ReturnType<typeof readAs>>();
	const read = (name: string, node: typeof root, element: string) => {
		const type = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
		if (type === undefined) return;
		if (given.has(name)) throw foundTwice('root', name);
		given.set(
			name,
			explain(name, type, () => readAs(type, node, element)),
		);
	};
	if (shape === 'bare') read(names[0] ?? '', root, 'root');
	else if (root.kind === 'object') for (const { name, value } of root.members) read(name, value, name);
	else throw new Unreadable("The element 'root' has to be an object.");
	return given;
}

/** WCF puts the sentence of its serialiser between two further ones. */
function explain<T>(name: string, type: WcfType, read: () => T): T {
	try {
		return read();
	} catch (cause) {
		if (!(cause instanceof Unreadable)) throw cause;
		throw new Unreadable(
			`The formatter threw an exception while trying to deserialize the message: There was an error while trying to deserialize parameter :${name}. The InnerException message was 'There was an error deserializing the object of type ${typeName(type)}. ${cause.message}'.  Please see InnerException for more details.`,
		);
	}
}

/** Parameters of GET stand in the query, so they have no members. */
export type QueryParameters = Readonly<
	Record<string, 'string' | 'int' | 'decimal' | 'double' | 'bool' | 'Guid'>
>;

/** The arguments of a method from the query. Booleans are read in any letter case there. */
export function readQueryArguments<P extends QueryParameters>(
	query: readonly QueryParameter[],
	parameters: P,
): ArgumentsOf<P> {
	return argumentsOf(parameters, (name, type) => {
		const text = query.find((one) => one.name === name)?.value;
		if (text === undefined) return emptyOf(type);
		const written = type === 'bool' && /^(true|false)$/i.test(text) ? text.toLowerCase() : text;
		return readAs(type, { kind: 'text', text: written, source: 'string', firstPiece: written }, name);
	});
}

function argumentsOf<P extends Parameters>(
	parameters: P,
	read: (name: string, type: WcfType) => ReturnType<typeof readAs>,
): ArgumentsOf<P> {
	const pairs = Object.entries(parameters).map(([name, type]) => [name, read(name, type)]);
	return Object.fromEntries(pairs) as ArgumentsOf<P>;
}

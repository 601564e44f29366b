import type { Call } from '../context';
import { type Answer, json } from '../http';
import type { Parameters, QueryParameters } from '../wcf/request';
import { readBodyArguments, readQueryArguments } from '../wcf/request';
import type { WcfValue } from '../wcf/values';
import { writeJson } from '../wcf/write';

/** How bodies are read and answers are wrapped (contract 6.1). */
export type BodyStyle = 'wrapped' | 'bare' | 'wrappedRequest' | 'wrappedResponse';

/** What a method gives back. */
export type Result =
	| { kind: 'json'; value: WcfValue }
	/** Further members stand next to the result, as out parameters of .NET do. */
	| { kind: 'jsonWithOut'; value: WcfValue; out: Record<string, WcfValue> }
	/** The author of the service writes the answer: another status, text, XML, bytes. */
	| { kind: 'raw'; answer: Answer }
	/** An exception that nobody handles. */
	| { kind: 'unhandled'; message: string };

interface MethodBase {
	style: BodyStyle;
	/** Name of the result in a wrapped answer, where it is not `<Method>Result`. */
	resultName?: string;
	run(args: never, call: Call): Result;
}

export type ServiceMethod = MethodBase &
	(
		| { verb: 'GET'; parameters: QueryParameters }
		/** A bare one has one parameter, and it is the whole body. */
		| { verb: 'POST'; parameters: Parameters }
	);

/** Reads the arguments of a method and runs it. Throws `Unreadable`. */
export function runMethod(method: ServiceMethod, call: Call): Result {
	const { request } = call;
	if (method.verb === 'GET') {
		return method.run(readQueryArguments(request.query, method.parameters) as never, call);
	}
	const shape = method.style === 'bare' || method.style === 'wrappedResponse' ? 'bare' : 'wrapped';
	return method.run(readBodyArguments(request, method.parameters, shape) as never, call);
}

/** The JSON answer of a method: wrapped as `<Method>Result`, or bare. */
export function jsonAnswer(
	{ context }: Call,
	name: string,
	method: ServiceMethod,
	result: Extract<Result, { kind: 'json' | 'jsonWithOut' }>,
): Answer {
	const isWrapped = method.style === 'wrapped' || method.style === 'wrappedResponse';
	const out = result.kind === 'jsonWithOut' ? result.out : {};
	const value = isWrapped ? { [method.resultName ?? `${name}Result`]: result.value, ...out } : result.value;
	return { ...json(null), body: writeJson(value, context.switches.serverZone) };
}

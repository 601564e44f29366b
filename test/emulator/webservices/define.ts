import type { Call } from '../context';
import { isAtLeast } from '../options';
import type { ArgumentsOf, Parameters, QueryParameters } from '../wcf/request';
import type { WcfValue } from '../wcf/values';
import type { BodyStyle, Result, ServiceMethod } from './method';

/** Shorthands with which the tables of services are written. */
interface Parts<P> {
	style?: BodyStyle;
	parameters?: P;
	resultName?: string;
}

type Run<P extends Parameters> = (args: ArgumentsOf<P>, call: Call) => Result;

export function get<const P extends QueryParameters>(parts: Parts<P>, run: Run<P>): ServiceMethod {
	return { verb: 'GET', style: 'wrapped', parameters: {}, ...parts, run };
}

export function post<const P extends Parameters>(parts: Parts<P>, run: Run<P>): ServiceMethod {
	return { verb: 'POST', style: 'wrapped', parameters: {}, ...parts, run };
}

export function value(result: WcfValue): Result {
	return { kind: 'json', value: result };
}

/** An answer that the author writes: text, XML, bytes, another status. */
export function raw(
	body: string | Buffer,
	contentType: string,
	{ status = 200, headers = [] }: { status?: number; headers?: Array<[string, string]> } = {},
): Result {
	return {
		kind: 'raw',
		answer: { status, headers: [['Content-Type', contentType], ...headers], body },
	};
}

/** `errorInfo` of a BaseResponse. Stack traces are hidden from 8.3.2 on (contract 6.2). */
export function errorInfo(
	{ context }: Call,
	errorCode: string,
	message: string,
	method = 'UsrIntegrationService.Run',
): Record<'errorCode' | 'message' | 'stackTrace', string> {
	const hidden = isAtLeast(context.options.version, '8.3.2');
	return {
		errorCode,
		message,
		stackTrace: hidden ? 'The stack trace is hidden.' : `   at Terrasoft.Configuration.${method}()`,
	};
}

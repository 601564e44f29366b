import type { Call } from '../context';
import { type Answer, empty, parameter } from '../http';
import { isAtLeast } from '../options';
import type { GivenValue } from './engine';
import { ProcessFault } from './faults';
import { actualVersion, findSchema } from './library';
import { resultValue } from './results';

const RESULT_NAME = 'ResultParameterName';

/**
 * `{ProcessCode}/Execute` with parameters in the query (contract 5.1). Versions before 8 take POST as well.
 * Without a result name the caller does not wait; a result that the process lacks is null.
 */
export async function execute(call: Call, code: string): Promise<Answer> {
	const { host, options, processes, switches } = call.context;
	const { method, query } = call.request;
	const takesPost = !isAtLeast(options.version, '8.1') && method === 'POST';
	if (method !== 'GET' && !takesPost) return host.wrongVerb('GET');
	const schema = findSchema(code);
	if (!schema || schema.code !== code) return host.serviceError(500);
	const resultName = parameter(query, RESULT_NAME) ?? '';
	const given = query
		.filter(({ name }) => name !== RESULT_NAME)
		.map(({ name, value }): GivenValue => ({ name, text: value }));
	try {
		if (resultName === '') {
			processes.runInBackground(actualVersion(schema), given, call.caller.user);
			return executionAnswer(call, undefined);
		}
		const instance = await processes.runAndWait(actualVersion(schema), given, call.caller.user);
		return executionAnswer(call, resultValue(instance, resultName, switches.collectionResults));
	} catch (cause) {
		if (cause instanceof ProcessFault) return host.serviceError(500);
		throw cause;
	}
}

const OPENING = '<string xmlns="http://schemas.microsoft.com/2003/10/Serialization/"';

/** The value as JSON, wrapped in XML; without a value an empty element or nothing at all. */
export function executionAnswer({ context }: Call, value: unknown): Answer {
	if (value === undefined && context.switches.executeWithoutResult === 'emptyBody') return empty(200);
	return {
		status: 200,
		headers: [['Content-Type', 'application/xml; charset=utf-8']],
		body: value === undefined ? `${OPENING}/>` : `${OPENING}>${escapeXml(JSON.stringify(value))}</string>`,
	};
}

function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

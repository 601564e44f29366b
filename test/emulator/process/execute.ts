import type { Call } from '../context';
import { type Answer, empty, escapeXml, parameter } from '../http';
import { serviceFault } from '../webservices/fault';
import type { GivenValue } from './engine';
import { ProcessFault } from './faults';
import { actualVersion, findSchema } from './library';
import { resultValue } from './results';

const RESULT_NAME = 'ResultParameterName';

/**
 * `{ProcessCode}/Execute` with parameters in the query, by GET or POST (contract 5.1).
 * Without a result name the caller does not wait; a result that the process lacks is null.
 */
export async function execute(call: Call, code: string): Promise<Answer> {
	const { host, processes, switches } = call.context;
	const { method, query } = call.request;
	if (method !== 'GET' && method !== 'POST') return host.wrongVerb('GET');
	const schema = findSchema(code);
	if (!schema || schema.code !== code) {
		return serviceFault(call, 500, `Item with name "${code}" was not found.`);
	}
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
		if (cause instanceof ProcessFault) return serviceFault(call, 500, cause.message);
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

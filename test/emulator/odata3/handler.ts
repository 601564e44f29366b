import type { Call } from '../context';
import { aspNetPage } from '../hosts/pages';
import type { Answer } from '../http';
import { handleBatch } from './batch/handler';
import type { ServiceCall } from './call';
import { answerRequest } from './request';

/** OData 3 by WCF Data Services 5.0 (contract 3, 14). Segments start with `ServiceModel`, `EntityDataService.svc`. */
export function handleOData3(call: Call, segments: string[]): Answer {
	const { request, context } = call;
	const query = request.url.split('?')[1] ?? '';
	if (query.length > context.switches.odata3MaxQueryString) {
		return aspNetPage(
			'The length of the query string for this request exceeds the configured maxQueryStringLength value.',
		);
	}
	const zero = request.segments[0] === '0' ? '/0' : '';
	const root = `${call.base}${zero}/${segments.slice(0, 2).join('/')}`;
	const journal: ServiceCall['journal'] = [];
	const answer = answerRequest(
		{ ...call, root, journal, references: new Map() },
		segments.slice(2),
		handleBatch,
	);
	for (const { object, kind, id } of journal) context.stats.addWrite(object, kind, id);
	return answer;
}

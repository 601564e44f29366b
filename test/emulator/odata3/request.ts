import { type Answer, header } from '../http';
import { isAtLeast } from '../options';
import { errorFormat } from './accept';
import { errorAnswer } from './answers';
import type { ServiceCall } from './call';
import { asServiceError, badRequest, ServiceError } from './errors';
import { read } from './get';
import { type PathRules, readPath, type Target } from './path';
import { checkOptions } from './query';
import { Versions } from './versions';
import { write } from './write';

const OVERRIDES = ['PUT', 'MERGE', 'PATCH', 'DELETE'];

/** One request: alone, with a way to carry out a batch, or as a part of one. */
export function answerRequest(
	call: Omit<ServiceCall, 'versions' | 'method'>,
	segments: readonly string[],
	batch?: (call: ServiceCall) => Answer,
): Answer {
	const { context, request } = call;
	const { switches, options, store } = context;
	const isWhole = batch !== undefined;
	let max: Versions['max'] = 3;
	try {
		if (isWhole) checkOptions(request.query);
		const versions = Versions.of(request);
		({ max } = versions);
		const whole: ServiceCall = { ...call, versions, method: isWhole ? methodOf(call) : request.method };
		const rules: PathRules = {
			store,
			hasCollections: switches.odata3Collections,
			hasCountAndValue:
				switches.odata3CountAndValue === 'byVersion'
					? !isAtLeast(options.version, '8.1')
					: switches.odata3CountAndValue === 'answers',
			hasBatch: isWhole && switches.odata3Batch,
			references: call.references,
		};
		refuseEtags(whole);
		const target = readPath(segments, rules);
		if (target.kind === 'batch' && batch) return batch(whole);
		return store.db.transaction(() => answer(whole, target));
	} catch (cause) {
		const error = asServiceError(cause);
		if (error === undefined) throw cause;
		const format =
			switches.odata3Format === 'atomAlways' ? 'atom' : errorFormat(header(request, 'accept'), max);
		return errorAnswer(error, format, switches.odata3Culture);
	}
}

function answer(call: ServiceCall, target: Target): Answer {
	switch (call.method) {
		case 'GET':
			return read(call, target);
		case 'POST':
		case 'PUT':
		case 'MERGE':
		case 'PATCH':
		case 'DELETE':
			return write(call, target);
		default:
			throw new ServiceError(501, `The HTTP method '${call.method}' is not implemented.`);
	}
}

/** The verb, or the one that POST stands for (from the library's source). */
function methodOf({ context, request }: Pick<ServiceCall, 'context' | 'request'>): string {
	const given = request.method === 'HEAD' ? 'GET' : request.method;
	const override = context.switches.odata3MethodOverride ? header(request, 'x-http-method') : undefined;
	if (override === undefined) return given;
	if (given !== 'POST') throw badRequest('The X-HTTP-Method header can only be used with POST requests.');
	if (!OVERRIDES.includes(override)) {
		throw badRequest(
			`The X-HTTP-Method header should be 'PUT', 'MERGE', 'PATCH' or 'DELETE', but is '${override}' instead.`,
		);
	}
	return override;
}

const ETAG = /^(\*|W\/"[^"]*")$/;

/** No type has an ETag, so that each is one too many (from the library's source). */
function refuseEtags({ request, method }: ServiceCall): void {
	const [match, noneMatch] = ['if-match', 'if-none-match'].map((name) => header(request, name) ?? '');
	if (match === '' && noneMatch === '') return;
	if (match !== '' && noneMatch !== '') {
		throw badRequest(
			'Both If-Match and If-None-Match HTTP headers cannot be specified at the same time. Please specify either one of the headers or none of them.',
		);
	}
	if (!ETAG.test(match === '' ? (noneMatch ?? '') : (match ?? ''))) {
		throw badRequest(
			'The etag value in one of the request headers is not valid. Please make sure only one etag value is specified and is valid.',
		);
	}
	if (method === 'POST')
		throw badRequest('If-Match and If-None-Match HTTP headers cannot be specified for POST operations.');
	throw badRequest(
		'If-Match or If-None-Match headers cannot be specified if the target type does not have etag properties defined.',
	);
}

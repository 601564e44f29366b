import type { Call } from '../context';
import { FILE_API_SERVICE } from '../files/fileApi';
import { type Answer, empty } from '../http';
import {
	ANONYMOUS_FEATURE_SERVICE,
	BPMS_QUERY_BUILDER_SERVICE,
	ENTITY_SCHEMA_SERVICE,
	FEATURE_SERVICE,
	LICENSE_SERVICE,
	RIGHTS_SERVICE,
} from './builtIn';
import { USR_CUSTOM_CONFIGURATION_SERVICE, USR_INTEGRATION_SERVICE, USR_PUBLIC_SERVICE } from './custom';
import { Unreadable } from '../wcf/errors';
import { serviceFault } from './fault';
import { jsonAnswer, runMethod, type ServiceMethod } from './method';

type Services = Record<string, Record<string, ServiceMethod>>;

/** `/rest/<Class>/<Method>` (contract 6.1). */
const REST: Services = {
	UsrCustomConfigurationService: USR_CUSTOM_CONFIGURATION_SERVICE,
	UsrIntegrationService: USR_INTEGRATION_SERVICE,
	BpmsQueryBuilderService: BPMS_QUERY_BUILDER_SERVICE,
	RightsService: RIGHTS_SERVICE,
	FeatureService: FEATURE_SERVICE,
	EntitySchemaService: ENTITY_SCHEMA_SERVICE,
	FileApiService: FILE_API_SERVICE,
};

/** `/ssp/rest/<Class>/<Method>`: what portal users may call. */
const PORTAL: Services = { UsrCustomConfigurationService: USR_CUSTOM_CONFIGURATION_SERVICE };

/** `/ServiceModel/<Class>.svc/<Method>` without sign-in. */
const ANONYMOUS: Services = {
	UsrPublicService: USR_PUBLIC_SERVICE,
	AnonymousFeatureService: ANONYMOUS_FEATURE_SERVICE,
};

const CORE: Services = { LicenseService: LICENSE_SERVICE };

/** Segments: `rest`, class, method. */
export function restService(call: Call, segments: string[]): Answer {
	return forCallers('employees', call, REST, segments.slice(1));
}

/** Segments: `ssp`, `rest`, class, method. */
export function portalService(call: Call, segments: string[]): Answer {
	return forCallers('external', call, PORTAL, segments.slice(2));
}

/** Each kind of user has its own route to a service; the other one is 403, where there is one (contract 6.1). */
function forCallers(
	who: 'employees' | 'external',
	call: Call,
	services: Services,
	segments: string[],
): Answer {
	const isTheirs = (call.caller.user.isExternal === true) === (who === 'external');
	const isThere = findByName(services, segments[0] ?? '') !== undefined;
	return isThere && !isTheirs ? empty(403) : answer(call, services, segments);
}

export function anonymousService(call: Call, segments: string[]): Answer {
	return answer(call, ANONYMOUS, withoutSvc(segments));
}

export function coreService(call: Call, segments: string[]): Answer {
	return answer(call, CORE, withoutSvc(segments));
}

/** `ServiceModel`, `X.svc`, method. */
function withoutSvc([, service = '', ...rest]: string[]): string[] {
	return [service.replace(/\.svc$/i, ''), ...rest];
}

function answer(call: Call, services: Services, [service = '', name = '', ...rest]: string[]): Answer {
	const { host } = call.context;
	const found = findByName(findByName(services, service)?.value ?? {}, name);
	if (!found || rest.length > 0) return host.notFound();
	const method = found.value;
	const verb = call.request.method === 'HEAD' ? 'GET' : call.request.method;
	if (verb !== method.verb) return host.wrongVerb(method.verb);
	try {
		const result = runMethod(method, call);
		switch (result.kind) {
			case 'raw':
				return result.answer;
			case 'unhandled':
				return serviceFault(call, 500, result.message);
			case 'json':
			case 'jsonWithOut':
				return jsonAnswer(call, found.name, method, result);
		}
	} catch (cause) {
		if (cause instanceof Unreadable) return serviceFault(call, 400, cause.message);
		throw cause;
	}
}

/** Routes ignore letter case (contract 6.1); the name of the result is the one in the source. */
function findByName<T>(table: Record<string, T>, name: string): { name: string; value: T } | undefined {
	const entry = Object.entries(table).find(([key]) => key.toLowerCase() === name.toLowerCase());
	return entry && { name: entry[0], value: entry[1] };
}

import { type Answer, empty } from '../http';
import { QueryTooComplex } from '../store/database';
import { noAction, type ODataCall, ok, unknownSet, unroutable, VERSION } from './answers';
import { createEntity, deleteEntity, handleStream, patchEntity } from './entityWrites';
import { UnreadableBody } from './body/unreadable';
import { errorAnswer, invalidBody, ODataError, ProviderRefusal, serverFault, UnhandledFault } from './errors';
import { metadata, readCollection, readCount, readEntity, readProperty, serviceDocument } from './get';
import { hasRepeatedOption } from './query';
import { resolveResource, type Resource } from './resource';
import { takesVersion } from './versions';

/** Answers everything below the OData root except `$batch`. */
export function handleOData(call: ODataCall, segments: string[]): Answer {
	try {
		const { store } = call.context;
		if (hasRepeatedOption(call.request.query) || !takesVersion(call.request))
			return unroutable(call, segments[0] ?? '');
		const resource = resolveResource(segments, store.model, store);
		return store.db.transaction(() => answer(call, resource));
	} catch (cause) {
		if (cause instanceof ProviderRefusal) return providerRefusal(call, cause, segments);
		if (cause instanceof UnhandledFault) return call.context.host.unhandled();
		const error = asODataError(cause);
		if (error === undefined) throw cause;
		return errorAnswer(error, call.context.host);
	}
}

function asODataError(cause: unknown): ODataError | undefined {
	if (cause instanceof ODataError) return cause;
	if (cause instanceof UnreadableBody) return invalidBody(cause);
	if (cause instanceof QueryTooComplex) return serverFault({ message: cause.message });
	return undefined;
}

/** A site that streams may notice once the answer has begun; a count has nothing to stream (contract 2.12). */
function providerRefusal(call: ODataCall, cause: ProviderRefusal, segments: string[]): Answer {
	const { host, switches } = call.context;
	const streams = host.odata.streamsReads && switches.providerRefusal === 'cutOff';
	if (!streams || call.isPart === true) return errorAnswer(cause, host);
	if (segments.at(-1)?.toLowerCase() !== '$count') return { ...ok(call, ''), breaksOff: true };
	return errorAnswer(serverFault(INVOCATION_FAILED), host);
}

function answer(call: ODataCall, resource: Resource): Answer {
	const method = call.request.method === 'HEAD' ? 'GET' : call.request.method;
	if (method !== 'GET' && !call.caller.user.mayWrite)
		throw new ODataError(403, 'An error has occurred.', [NO_RIGHTS]);
	switch (resource.kind) {
		case 'unknownSet':
			return unknownSet(call, resource.name);
		case 'unroutable':
			return unroutable(call, resource.name);
		case 'noAction':
			return noAction(call, resource.template);
		case 'missing':
		case 'batch':
			return empty(404);
		case 'nothing':
			return method === 'GET' ? empty(204, [VERSION]) : empty(404);
		case 'service':
			return method === 'GET' ? serviceDocument(call) : noAction(call, '~/');
		case 'metadata':
			return method === 'GET' ? metadata(call) : noAction(call, '~/$metadata');
		case 'collection':
			if (method === 'GET') return readCollection(call, resource.source);
			return method === 'POST' && resource.root
				? createEntity(call, resource.source.entity)
				: noAction(call, '~/entityset');
		case 'count':
			return method === 'GET' ? readCount(call, resource.source) : noAction(call, '~/entityset/$count');
		case 'entity':
			return handleEntity(call, resource, method);
		case 'property':
		case 'value':
			return method === 'GET' ? readProperty(call, resource) : noAction(call, '~/entityset/key/property');
		case 'stream':
			return handleStream(call, resource, method);
	}
}

function handleEntity(
	call: ODataCall,
	{ entity, id, direct }: Extract<Resource, { kind: 'entity' }>,
	method: string,
): Answer {
	if (method === 'GET') return readEntity(call, entity, id);
	if (!direct) return noAction(call, '~/entityset/key/navigation');
	// MERGE is the verb of OData 3 for the same; later versions of the library refuse it.
	if (method === 'PATCH' || method === 'MERGE') return patchEntity(call, entity, id);
	return method === 'DELETE' ? deleteEntity(call, entity, id) : noAction(call, '~/entityset/key');
}

const INVOCATION_FAILED = {
	message: 'Exception has been thrown by the target of an invocation.',
	type: 'System.Reflection.TargetInvocationException',
};

const NO_RIGHTS = {
	message: 'Current user does not have sufficient permissions to run this operation.',
	type: 'System.Security.SecurityException',
};

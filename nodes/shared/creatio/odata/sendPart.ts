import { attempt } from '../../basics/attempt';
import { isCreatioError } from '../../basics/errors';
import { LeastRecentlyUsed } from '../../basics/lru';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import type { BatchPart } from './batchJson';
import { protocolOf } from './protocolOf';

/** Web servers and gateways are reconfigured, and what looked like a refusal may have been a bad moment. */
const REMEMBERED_MS = 10 * 60_000;

/** Methods that hosts refuse, by site and method. */
const refusedMethods = new LeastRecentlyUsed<true>(256, { ageMs: REMEMBERED_MS });

/**
 * Sends one request by itself. Where the host refuses its method, as the WebDAV module of IIS and some gateways do, it is
 * sent again as a POST that names the method in a header, if the version of OData has one (contract 3): a request that was
 * refused for its method has done nothing.
 */
export async function sendPart(
	connection: Connection,
	{ object: _, ...part }: BatchPart,
): Promise<ServiceAnswer> {
	const { methodHeader } = protocolOf(connection);
	const asIs = async () => await connection.call({ service: 'odata', ...part });
	if (methodHeader === undefined || part.method === 'GET' || part.method === 'POST') return await asIs();
	const key = `${connection.site} ${part.method}`;
	const headers = { ...part.headers, [methodHeader]: part.method };
	const asPost = async () => await connection.call({ service: 'odata', ...part, method: 'POST', headers });
	if (refusedMethods.get(key)) {
		const post = await attempt(asPost());
		if (post.done) return post.value;
		if (!isMethodRefused(post.error)) throw post.error;
		refusedMethods.delete(key);
	}
	const first = await attempt(asIs());
	if (first.done) return first.value;
	if (!isMethodRefused(first.error)) throw first.error;
	const post = await attempt(asPost());
	// The header may be what is refused now; the method is what the user has to know.
	if (!post.done) throw isMethodRefused(post.error) ? first.error : post.error;
	refusedMethods.set(key, true);
	return post.value;
}

/** Whether a host refuses a request for its method: nothing of it was done. */
export function isMethodRefused(error: unknown): boolean {
	return isCreatioError(error) && error.reason === 'verbRefused';
}

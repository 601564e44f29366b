import type { Entity } from '../../model/model';
import type { SqlRow } from '../../store/database';
import { isVerboseJson } from '../accept';
import type { ServiceCall } from '../call';
import { badRequest, unsupportedMediaType } from '../errors';
import { readAtomEntry } from './atomEntry';
import { readJsonEntry } from './jsonEntry';

/** The columns that the body of a write gives (contract 3.5). */
export function readBody(call: ServiceCall, entity: Entity): SqlRow {
	const { request, versions } = call;
	const header = request.headers['content-type'] ?? '';
	if (header.trim() === '') throw badRequest('Content-Type header value missing.');
	const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase());
	const text = request.body.toString('utf8');
	if (isVerboseJson(type, parameters, versions.request)) return readJsonEntry(call, entity, text);
	if (type === 'application/atom+xml') return readAtomEntry(call, entity, text);
	throw unsupportedMediaType();
}

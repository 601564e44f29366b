import type { Connection, ServiceRequest } from '../../connection/serviceCall';
import { protocolOf } from '../odata/protocolOf';
import { recordPath } from '../odata/url';

/** Where the content of a file is read or written. */
export type ContentAddress = Pick<ServiceRequest, 'service' | 'path'>;

/** The service for downloads, which serves every storage (contract 7.2). */
export function downloadOf(object: string, id: string): ContentAddress {
	return { service: 'rest', path: `FileService/Download/${object}/${id}` };
}

/**
 * The stream with the content of a record, by the property of its column (contract 2.11); `undefined` where the version of OData
 * has no streams.
 */
export function streamOf(
	connection: Connection,
	object: string,
	id: string,
	property = 'Data',
): ContentAddress | undefined {
	if (!protocolOf(connection).hasStreams) return undefined;
	return { service: 'odata', path: `${recordPath(connection, object, id)}/${property}` };
}

import type { Connection } from '../http/types';
import { createLookupResolver, type LookupResolver } from './lookups';
import { createMetadata } from './metadata/metadata';
import type { Metadata } from './model';

/** Everything that an operation needs of one site for one user. */
export interface CreatioClient {
	readonly connection: Connection;
	readonly metadata: Metadata;
	readonly lookups: LookupResolver;
}

/** A client for one run: the session and the metadata are shared by all runs, found lookup texts are not. */
export function createClient(connection: Connection): CreatioClient {
	const metadata = createMetadata(connection);
	return { connection, metadata, lookups: createLookupResolver(connection, metadata) };
}

import { Batcher } from '../basics/batcher';
import type { Connection } from '../connection/serviceCall';
import { createMetadata } from './metadata/metadata';
import type { Metadata } from './model/objectModel';
import { existingIds } from './odata/findByFilters';
import type { NewId } from '../basics/guid';
import { createPairResolver, type PairResolver } from './writing/lookupPairs';
import { createConditionCheck, type ConditionCheck } from './writing/conditionCheck';
import { createLookupResolver, type LookupResolver } from './writing/lookupTexts';

/** Everything that an operation needs to use one site as one user. */
export interface CreatioClient {
	readonly connection: Connection;
	readonly metadata: Metadata;
	readonly lookups: LookupResolver;
	readonly pairs: PairResolver;
	readonly conditions: ConditionCheck;
	/** Whether an object has a record with a key. */
	exists(object: string, id: string): Promise<boolean>;
}

/**
 * A client for one run: all runs share the session and the metadata, but not the lookup texts that were found. `newId`: the
 * Ids of the records that it creates by itself.
 */
export function createClient(connection: Connection, newId: NewId): CreatioClient {
	const metadata = createMetadata(connection);
	const keys = new Batcher(connection.wait, async (object: string, ids: readonly string[]) => {
		const found = await existingIds(connection, object, ids);
		return (id: string) => found.has(id);
	});
	const lookups = createLookupResolver(connection, metadata, newId);
	const exists = async (object: string, id: string) => await keys.ask(object, id);
	return {
		connection,
		metadata,
		lookups,
		pairs: createPairResolver(connection, metadata, lookups),
		conditions: createConditionCheck(metadata, lookups, exists),
		exists,
	};
}

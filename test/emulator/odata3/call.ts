import type { Call } from '../context';
import type { JournalEntry } from '../odata/write';
import type { Versions } from './versions';

/** A record that a part of a change set created. */
export interface CreatedRecord {
	object: string;
	id: string;
}

/** One request to the service, alone or as a part of a batch. */
export interface ServiceCall extends Call {
	/** Address of the service without a slash at its end. */
	root: string;
	/** The verb that counts, that of `X-HTTP-Method` included. */
	method: string;
	versions: Versions;
	/** What was written; the caller counts it once it is committed. */
	journal: JournalEntry[];
	/** What earlier parts of the change set created, by their content ids: `$1` stands for it. */
	references: ReadonlyMap<string, CreatedRecord>;
}

import type { User } from '../auth/users';
import type { SiteContext } from '../context';
import { type JournalEntry, Writer } from '../odata/write';

/** What writing takes. */
export type WriteContext = Pick<SiteContext, 'store' | 'options' | 'stats'>;

/** Writes as the user through the entity layer, all or nothing, and counts what was written. */
export function writeAs<T>(context: WriteContext, user: User, work: (writer: Writer) => T): T {
	const { store, options, stats } = context;
	const journal: JournalEntry[] = [];
	const result = store.db.transaction(() => work(new Writer(store, options, user.contactId, journal)));
	for (const { object, kind, id } of journal) stats.addWrite(object, kind, id);
	return result;
}

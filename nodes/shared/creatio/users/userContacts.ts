import { CreatioError, inputError } from '../../basics/errors';
import { isGuid } from '../../basics/guid';
import { LABELS } from '../../basics/labels';
import { LeastRecentlyUsed } from '../../basics/lru';
import { SingleFlight } from '../../basics/singleFlight';
import type { Connection } from '../../connection/serviceCall';
import { contactOfUser, contactsNamed, ownContact } from './siteUsers';

/** Stands for the user of the credential among the names of users. */
export const OWN_USER = 'ownUser';

/** An administrator may give a user another contact, or a login to another user. */
const LIFE_MS = 3_600_000;

/** By identity of the connection, since another credential has another own user. */
const known = new LeastRecentlyUsed<string>(1_024, { ageMs: LIFE_MS });

const asking = new SingleFlight<string>();

/**
 * The contacts of users, in lower case: `OWN_USER`, names, or IDs of users or of contacts. `ModifiedBy` and `CreatedBy` hold
 * contacts (contract 8.3). Each is asked for once an hour, for all polls of a site and user. Rejects with kind `input` for
 * names that no user, or more than one, has.
 */
export async function contactsOf(
	connection: Connection,
	users: readonly string[],
): Promise<ReadonlySet<string>> {
	const contacts = new Set<string>();
	for (const user of new Set(users)) contacts.add(await contactOf(connection, user));
	return contacts;
}

async function contactOf(connection: Connection, user: string): Promise<string> {
	const key = `${connection.identity} ${user.toLowerCase()}`;
	const kept = known.get(key);
	if (kept !== undefined) return kept;
	const asked = asking.of(`${key} ${connection.limits}`, async () => {
		const contact = await findContact(connection.outliving(), user);
		known.set(key, contact);
		return contact;
	});
	return await connection.orCancelled(asked);
}

async function findContact(connection: Connection, user: string): Promise<string> {
	if (user === OWN_USER) {
		const own = await ownContact(connection);
		if (own !== undefined) return own;
		throw new CreatioError(
			'unreadable',
			`The site does not report which contact the user of the credential has (option ${LABELS.ignoreChangesBy})`,
			{ cure: 'Choose this user from the list instead, or enter its name. It needs a contact in Creatio.' },
		);
	}
	if (isGuid(user)) return (await contactOfUser(connection, user)) ?? user.toLowerCase();
	const [contact, ...others] = await contactsNamed(connection, user);
	if (contact !== undefined && others.length === 0) return contact;
	throw inputError(
		`${contact === undefined ? 'No user has' : `${others.length + 1} users have`} the name "${user}" (option ${LABELS.ignoreChangesBy})`,
		'Choose the user from the list, or enter the ID of its contact.',
	);
}

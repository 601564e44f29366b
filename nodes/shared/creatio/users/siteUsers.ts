import { bestEffort } from '../../basics/bestEffort';
import { guidIn } from '../../basics/guid';
import { membersOf } from '../../basics/json';
import type { Connection } from '../../connection/serviceCall';
import { readUser, WHO_AM_I } from '../../connection/whoAmI';
import type { Condition } from '../conditions/tree';
import { signedInContact } from '../dataservice/findRecords';
import type { Column, ObjectModel } from '../model/objectModel';
import { type ColumnPath, keyPath } from '../model/paths';
import type { Row } from '../model/rows';
import type { TypedValue } from '../model/values';
import { rowsMatching } from '../odata/findByFilters';
import { readRows } from '../odata/readRows';

const ID: Column = { name: 'Id', property: 'Id', type: 'guid' };
const NAME: Column = { name: 'Name', property: 'Name', type: 'text' };
const PERSON: Column = { name: 'Contact', property: 'ContactId', type: 'lookup', target: 'Contact' };

const modelOf = (name: string, ...columns: readonly Column[]): ObjectModel => ({
	name,
	columns: new Map(columns.map((column) => [column.name, column])),
	collections: new Map(),
});

const CONTACT = modelOf('Contact', ID, NAME);
/** Users and roles; users have a contact. */
const USER = modelOf('SysAdminUnit', ID, NAME, PERSON);

const CONTACT_NAME: ColumnPath = { text: 'Name', steps: [], column: NAME, owner: CONTACT.name };
const LOGIN: ColumnPath = { text: 'Name', steps: [], column: NAME, owner: USER.name };
const PERSON_NAME: ColumnPath = { text: 'Contact.Name', steps: [PERSON], column: NAME, owner: CONTACT.name };

export interface SiteUser {
	readonly login: string;
	/** ID and name of the user's contact, which Creatio notes as the author of a change. */
	readonly contact: string;
	readonly name: string;
}

/** The users of the site in the order of their logins, `most` at most. None where the site does not show them. */
export async function listUsers(connection: Connection, most: number): Promise<SiteUser[]> {
	const rows = await bestEffort(
		readRows(connection, {
			object: USER.name,
			shape: { columns: [NAME, PERSON], labels: [], related: [PERSON_NAME] },
			order: [{ property: NAME.property, direction: 'asc' }],
			limit: most,
		}),
	);
	return (rows ?? []).flatMap((row) => {
		const contact = guidIn(row, PERSON.property);
		const login = String(row.Name ?? '');
		const name = String(membersOf(row.Contact).Name ?? '') || login;
		return contact === undefined ? [] : [{ login, contact, name }];
	});
}

/** The contact of the user with an ID; `undefined` where no user has it, or where the site does not show users. */
export async function contactOfUser(connection: Connection, id: string): Promise<string | undefined> {
	const condition = equals(keyPath(USER), { type: 'guid', value: id });
	const rows = await bestEffort(rowsMatching(connection, USER.name, condition, [PERSON]));
	return contactsIn(rows ?? [])[0];
}

/**
 * The contacts of the users with a login or a contact of this name; where there are none, or the site does not show users,
 * the contacts of this name.
 */
export async function contactsNamed(connection: Connection, name: string): Promise<readonly string[]> {
	const text: TypedValue = { type: 'text', value: name };
	const parts = [equals(LOGIN, text), equals(PERSON_NAME, text)];
	const condition: Condition = { kind: 'group', combine: 'any', parts };
	const users = await bestEffort(rowsMatching(connection, USER.name, condition, [PERSON]));
	const found = contactsIn(users ?? []);
	if (found.length > 0) return found;
	const contacts = await rowsMatching(connection, CONTACT.name, equals(CONTACT_NAME, text), []);
	return contacts.flatMap((row) => guidIn(row, 'Id') ?? []);
}

/**
 * The contact of the connection's own user: as the service for the user reports it, otherwise as DataService resolves its
 * macro (contract 1.6, 4.1). `undefined` where the site answers neither, or the user has no contact.
 */
export async function ownContact(connection: Connection): Promise<string | undefined> {
	const answer = await bestEffort(connection.call(WHO_AM_I));
	return readUser(answer?.json).contactId ?? (await bestEffort(signedInContact(connection, CONTACT)));
}

function equals(path: ColumnPath, value: TypedValue): Condition {
	return { kind: 'compare', path, operator: 'equals', value };
}

function contactsIn(rows: readonly Row[]): string[] {
	return [...new Set(rows.flatMap((row) => guidIn(row, PERSON.property) ?? []))];
}

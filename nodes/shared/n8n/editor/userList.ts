import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { OWN_USER } from '../../creatio/users/userContacts';
import { listUsers } from '../../creatio/users/siteUsers';
import { listed } from './lists';

/** Others are entered by an expression. */
const MOST_LISTED = 2_000;

/** The users of the site by the names of their contacts, after the credential's own user. */
export async function getUsers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await listed(this, async ({ connection }) => {
		const users = (await listUsers(connection, MOST_LISTED)).map(({ login, contact, name }) => ({
			name: login === name ? name : `${name} (${login})`,
			value: contact,
		}));
		return [
			{ name: 'User of the Credential', value: OWN_USER, description: 'Whoever this node signs in as' },
			...users.sort((one, other) => one.name.localeCompare(other.name)),
		];
	});
}

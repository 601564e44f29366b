import { guidIn } from '../basics/guid';
import { isMembers, member, membersOf, textIn } from '../basics/json';
import type { ServiceRequest } from './serviceCall';

/** A cheap call that every user may make and that needs a session (contract 1.6). */
export const WHO_AM_I: ServiceRequest = {
	method: 'POST',
	service: 'serviceModel',
	path: 'UserInfoService.svc/GetCurrentUserInfo',
	json: {},
	repeat: 'read',
};

/** The user of a session. What a site does not report is missing. */
export interface SignedInUser {
	readonly login: string | undefined;
	/** The ID and the name of the user's contact. */
	readonly contactId: string | undefined;
	readonly contactName: string | undefined;
	/** The user's language, such as `en-US`. */
	readonly culture: string | undefined;
}

/** Reads the answer to `WHO_AM_I`: its members are below `userInfo` or at the top (contract 1.6). */
export function readUser(json: unknown): SignedInUser {
	const info = membersOf(json);
	const inner = member(info, 'userInfo');
	const user = isMembers(inner) ? inner : info;
	return {
		login: textIn(user, 'userName'),
		contactId: guidIn(user, 'contactId'),
		contactName: textIn(user, 'contactName'),
		culture: textIn(user, 'cultureName'),
	};
}

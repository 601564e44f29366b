import { FIXED, guidOf } from '../model/ids';

/** `Code` of the login answer (contract 1.1). */
export type LoginCode = 0 | 1 | 2 | 3 | 4 | 5;

export interface User {
	name: string;
	password: string;
	/** What a right password leads to. */
	code: LoginCode;
	userId: string;
	contactId: string;
	contactName: string;
	/** Without it every write is refused. */
	mayWrite: boolean;
	/** An external user, who has the portal alone (contract 6.1). */
	isExternal?: boolean;
	/** Code of the second factor, where the user needs one. */
	secondFactor?: string;
	/** Time zone of the profile, by IANA name. Without it the sign-in may choose one (contract 1.1). */
	zone?: string;
}

function user(name: string, password: string, code: LoginCode, mayWrite = true): User {
	return {
		name,
		password,
		code,
		userId: guidOf(`user ${name}`),
		contactId: guidOf(`contact of user ${name}`),
		contactName: name,
		mayWrite,
	};
}

/** The users of the site. Names and passwords are for tests only. */
export const USERS = {
	supervisor: {
		name: 'Supervisor',
		password: 'Supervisor',
		code: 0,
		userId: FIXED.supervisorUser,
		contactId: FIXED.supervisorContact,
		contactName: 'Supervisor',
		mayWrite: true,
	},
	/** Code 1 although the password is right. */
	blocked: user('Blocked', 'Blocked-1', 1),
	/** Code 2: signed in, a password change is recommended. */
	changeRecommended: user('ChangeSoon', 'ChangeSoon-2', 2),
	/** Code 4. */
	noLicence: user('NoLicence', 'NoLicence-4', 4),
	/** Code 5. */
	expired: user('Expired', 'Expired-5', 5),
	/** Reads, and gets 403 on every write. */
	readOnly: user('ReadOnly', 'ReadOnly-0', 0, false),
	/** A second user with full rights; quotes, spaces and letters beyond ASCII in the password. */
	awkward: user("Anna O'Brien", 'p"ä&ß %41+=\\ 密', 0),
	/** A profile with a time zone, one whose clocks change. */
	inKyiv: { ...user('Olena', 'Olena-0', 0), zone: 'Europe/Kyiv' },
	/** Calls the services of the portal, and no others. */
	portal: { ...user('Portal', 'Portal-0', 0), isExternal: true },
	/** Needs a code besides the password. */
	secondFactor: { ...user('SecondFactor', 'SecondFactor-0', 0), secondFactor: '493817' },
	/** Technical user of the OAuth applications. */
	technical: user('OAuth technical user', 'not for forms', 1),
} satisfies Record<string, User>;

export interface OAuthClient {
	clientId: string;
	clientSecret: string;
	grantType: 'client_credentials' | 'authorization_code';
	/** User as whom client credentials act. */
	user: User;
	redirectUris: string[];
}

/** Name of the OAuth resource, `ApplicationAccess_<32 hex>` (contract 1.9). */
export const OAUTH_SCOPE = `ApplicationAccess_${guidOf('oauth resource').replaceAll('-', '')}`;

export const OAUTH_CLIENTS = {
	server: {
		clientId: '7D1F0A4B6C2E4F7A9B3D5E8C1A2B3C4D',
		clientSecret: 'emulator+server/secret=',
		grantType: 'client_credentials',
		user: { ...USERS.technical, mayWrite: true },
		redirectUris: [],
	},
	readOnly: {
		clientId: '2A9C4E6F8B1D43A5B7C9D0E2F4A6B8C0',
		clientSecret: 'emulator-read-only-secret',
		grantType: 'client_credentials',
		user: USERS.readOnly,
		redirectUris: [],
	},
	web: {
		clientId: '5B3E7C9A1D2F4B6C8E0A2C4E6F8091A3',
		clientSecret: 'emulator-web-secret',
		grantType: 'authorization_code',
		user: USERS.supervisor,
		redirectUris: [
			'http://localhost:5678/rest/oauth2-credential/callback',
			'http://127.0.0.1:5678/rest/oauth2-credential/callback',
			'http://localhost/callback',
		],
	},
} satisfies Record<string, OAuthClient>;

export function findUser(name: string): User | undefined {
	return Object.values<User>(USERS).find((one) => one.name.toLowerCase() === name.toLowerCase());
}

export function findClient(clientId: string): OAuthClient | undefined {
	return Object.values<OAuthClient>(OAUTH_CLIENTS).find((one) => one.clientId === clientId);
}

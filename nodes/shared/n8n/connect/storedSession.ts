import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { secretKey } from '../../basics/fingerprint';
import { jsonIn, membersOf } from '../../basics/json';
import { type CookieJar, withCookies } from '../../connection/cookies';
import type { OpenedSession } from '../../connection/signIn';
import { siteFromAddress } from '../../connection/siteAddress';

/** A session as n8n keeps it for its own HTTP Request node. */
export interface StoredSession {
	/** The address that answered as Creatio at the sign-in. */
	readonly site: string;
	readonly cookies: CookieJar;
}

/** The text that n8n keeps, encrypted, beside the credential. */
export function storedText(
	credentials: ICredentialDataDecryptedObject,
	{ site, setCookies }: Pick<OpenedSession, 'site' | 'setCookies'>,
): string {
	const cookies = [...withCookies(new Map(), setCookies)];
	return JSON.stringify({ owner: ownerOf(credentials), site, cookies });
}

/**
 * What n8n kept. If the credential was changed since, a session without cookies for the whole host: the site answers 401,
 * and n8n signs in.
 */
export function storedSession(credentials: ICredentialDataDecryptedObject): StoredSession {
	const { owner, site, cookies } = membersOf(jsonIn(String(credentials.sessionToken || '{}')));
	if (owner !== ownerOf(credentials) || typeof site !== 'string' || !Array.isArray(cookies)) {
		return { site: new URL(siteFromAddress(String(credentials.baseUrl ?? ''))).origin, cookies: new Map() };
	}
	return { site, cookies: new Map(cookies as Array<[string, string]>) };
}

/** Identifies the session without containing the password. */
function ownerOf({ baseUrl, username, password, ...rest }: ICredentialDataDecryptedObject): string {
	return secretKey(baseUrl, username, password, rest.allowUnauthorizedCerts === true);
}

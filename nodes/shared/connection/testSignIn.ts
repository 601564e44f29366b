import { attempt } from '../basics/attempt';
import { isCreatioError, messageOf } from '../basics/errors';
import type { Send } from '../http/types';
import { openConnection } from './connection';
import { noODataError, readOverOData, saysNoOData } from './odataVersions';
import type { Connection } from './serviceCall';
import type { ConnectionSettings, SignIn } from './settings';
import { readUser, WHO_AM_I } from './whoAmI';

export interface CredentialTestResult {
	readonly ok: boolean;
	readonly message: string;
}

/**
 * Signs in and makes two cheap calls: one that needs the session, since some sites serve `$metadata` and the list of objects
 * to everybody (contract 1.5, 1.6), and one over the chosen version of OData. Returns what is wrong and how to solve it,
 * also with the settings: `readSettings` may throw.
 */
export async function testSignIn(
	readSettings: () => ConnectionSettings,
	sendWith: (settings: ConnectionSettings) => Send,
): Promise<CredentialTestResult> {
	const outcome = await attempt(
		(async () => {
			const settings = readSettings();
			const connection = openConnection(settings, sendWith(settings));
			const { json } = await connection.call(WHO_AM_I);
			return { who: nameOf(json, settings.signIn), connection, odataNotes: await notesOnOData(connection) };
		})(),
	);
	if (outcome.done) {
		const { who, connection, odataNotes } = outcome.value;
		const signedIn = `Signed in${who === undefined ? '' : ` as ${who}`} at ${connection.site}.`;
		return { ok: true, message: [signedIn, ...connection.notes, ...odataNotes].join(' ') };
	}
	const { error } = outcome;
	if (!isCreatioError(error)) return { ok: false, message: messageOf(error) };
	return { ok: false, message: error.cure ? `${error.message}. ${error.cure}` : error.message };
}

/**
 * What to add to a sign-in that works: a sentence where the read over OData failed temporarily or because of missing rights,
 * which says nothing about the credential. Rejects where the site does not have the chosen version.
 */
async function notesOnOData(connection: Connection): Promise<string[]> {
	const { odataVersion } = connection;
	const outcome = await attempt(readOverOData(connection, odataVersion));
	if (outcome.done) return [];
	const { error } = outcome;
	if (saysNoOData(error)) throw await noODataError(connection, odataVersion);
	return [`Whether OData ${odataVersion} works was not found out: ${messageOf(error)}.`];
}

/** The user as the site reports it; the user name as typed where the site reports neither. */
function nameOf(json: unknown, signIn: SignIn): string | undefined {
	const { login, contactName } = readUser(json);
	return login ?? contactName ?? (signIn.kind === 'password' ? signIn.username : undefined);
}

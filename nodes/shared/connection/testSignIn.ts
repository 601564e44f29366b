import { attempt } from '../basics/attempt';
import { isCreatioError } from '../basics/errors';
import type { Send } from '../http/types';
import { WHO_AM_I } from './call';
import { openConnection } from './connection';
import type { ConnectionSettings } from './settings';

export interface CredentialTestResult {
	readonly ok: boolean;
	readonly message: string;
}

/**
 * Signs in and makes one cheap call that needs the session: some sites serve `$metadata` and the list of objects to
 * everybody (contract 1.5, 1.6). Returns what is wrong and how to solve it, also with the settings: `readSettings` may
 * throw.
 */
export async function testSignIn(
	readSettings: () => ConnectionSettings,
	sendWith: (settings: ConnectionSettings) => Send,
): Promise<CredentialTestResult> {
	const outcome = await attempt(
		(async () => {
			const settings = readSettings();
			const connection = openConnection(settings, sendWith(settings));
			await connection.call(WHO_AM_I);
			return connection;
		})(),
	);
	if (outcome.done)
		return { ok: true, message: ['Connection successful!', ...outcome.value.notes].join(' ') };
	const { error } = outcome;
	if (!isCreatioError(error))
		return { ok: false, message: error instanceof Error ? error.message : String(error) };
	return { ok: false, message: error.cure ? `${error.message}. ${error.cure}` : error.message };
}

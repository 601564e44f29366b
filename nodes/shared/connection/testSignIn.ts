import { attempt } from '../basics/attempt';
import { isCreatioError } from '../basics/errors';
import { openConnection } from './connection';
import type { ConnectionSettings } from './settings';

export interface CredentialTestResult {
	readonly ok: boolean;
	readonly message: string;
}

/**
 * Signs in and makes one cheap call that needs the session (contract 1.6). Returns what is wrong and how to solve it, also
 * with the settings: `readSettings` may throw.
 */
export async function testSignIn(readSettings: () => ConnectionSettings): Promise<CredentialTestResult> {
	const outcome = await attempt(
		(async () => {
			const settings = readSettings();
			const connection = openConnection(settings);
			await connection.call(
				settings.signIn.kind === 'password'
					? {
							method: 'POST',
							service: 'serviceModel',
							path: 'UserInfoService.svc/GetCurrentUserInfo',
							json: {},
							repeat: 'read',
						}
					: { method: 'GET', service: 'odata', path: '', repeat: 'read' },
			);
		})(),
	);
	if (outcome.done) return { ok: true, message: 'Connection successful!' };
	const { error } = outcome;
	if (!isCreatioError(error))
		return { ok: false, message: error instanceof Error ? error.message : String(error) };
	return { ok: false, message: error.cure ? `${error.message}. ${error.cure}` : error.message };
}

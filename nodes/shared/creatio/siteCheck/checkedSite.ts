import { SingleFlight } from '../../basics/singleFlight';
import type { Connection } from '../../connection/serviceCall';
import { readUser, type SignedInUser, WHO_AM_I } from '../../connection/whoAmI';
import { APPLICATION_INFO, type ApplicationInfo, readApplicationInfo } from '../dataservice/applicationInfo';
import type { Metadata } from '../model/objectModel';

/** A site that is checked. What several parts of a check need is asked for once. */
export interface CheckedSite {
	readonly connection: Connection;
	readonly metadata: Metadata;
	/** Rejects where the site does not say who is signed in (contract 1.6). */
	user(): Promise<SignedInUser>;
	/** Rejects where the site reports nothing of itself (contract 1.6). */
	info(): Promise<ApplicationInfo>;
}

export function checkedSite(connection: Connection, metadata: Metadata): CheckedSite {
	const users = new SingleFlight<SignedInUser>('kept');
	const infos = new SingleFlight<ApplicationInfo>('kept');
	return {
		connection,
		metadata,
		user: async () => await users.of('', async () => readUser((await connection.call(WHO_AM_I)).json)),
		info: async () =>
			await infos.of('', async () => readApplicationInfo((await connection.call(APPLICATION_INFO)).json)),
	};
}

import { attempt } from '../../basics/attempt';
import { bestEffort } from '../../basics/bestEffort';
import { isCreatioError } from '../../basics/errors';
import type { Connection } from '../../connection/serviceCall';
import { readUser, WHO_AM_I } from '../../connection/whoAmI';
import { APPLICATION_INFO, readApplicationInfo } from '../dataservice/applicationInfo';
import { type Finding, ok, warning } from './finding';

/** Who is signed in where. Rejects when nobody is. */
export async function signedIn(connection: Connection): Promise<Finding> {
	const answer = await attempt(connection.call(WHO_AM_I));
	if (!answer.done && !isOfService(answer.error)) throw answer.error;
	const { login, contactName, contactId } = readUser(answer.done ? answer.value.json : undefined);
	const name = login ?? contactName;
	const where = `at ${connection.site}`;
	if (name === undefined) {
		return warning(
			`Signed in ${where}, but the site does not say as whom`,
			'Ask an administrator whether UserInfoService is available to the user.',
			{ site: connection.site },
		);
	}
	return ok(`Signed in as ${name} ${where}`, { site: connection.site, user: name, contactId });
}

/** Whether the site only lacks or forbids the service that says who is signed in (contract 1.6). */
function isOfService(error: unknown): boolean {
	if (!isCreatioError(error) || error.mayPass) return false;
	return error.kind === 'forbidden' || error.kind === 'notFound' || error.kind === 'server';
}

export async function version(connection: Connection): Promise<Finding> {
	const { version: found } = await infoOf(connection);
	if (found !== undefined) return ok(`Creatio ${found}`, found);
	return warning(
		'The site does not report its version',
		'Ask an administrator whether ApplicationInfoService is available to the user. Everything else works without it.',
	);
}

export async function culture(connection: Connection): Promise<Finding> {
	const [{ culture: own }, who] = await Promise.all([
		infoOf(connection),
		bestEffort(connection.call(WHO_AM_I)),
	]);
	const found = own ?? readUser(who?.json).culture;
	if (found === undefined) {
		return warning(
			"The site does not report the user's language",
			'Captions and texts of lookups come in the language of the profile of the user.',
		);
	}
	return ok(`Captions and texts of lookups come in ${found}`, found);
}

/** Which host the site is on: the sign-in has shown it. */
export async function hosting(connection: Connection): Promise<Finding> {
	const family = connection.hostFamily();
	switch (family) {
		case 'framework':
			return ok('.NET Framework: addresses contain "/0"', family);
		case 'net':
			return ok('.NET: addresses contain no "/0"', family);
		default:
			return warning(
				'Nothing has shown which host the site is on',
				'Set the field Hosting of the credential.',
			);
	}
}

async function infoOf(connection: Connection) {
	const answer = await bestEffort(connection.call(APPLICATION_INFO));
	return readApplicationInfo(answer?.json);
}

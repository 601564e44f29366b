import { attempt } from '../../basics/attempt';
import { bestEffort } from '../../basics/bestEffort';
import { isCreatioError } from '../../basics/errors';
import type { CheckedSite } from './checkedSite';
import { type Finding, ok, warning } from './finding';

/** Who is signed in where. Rejects when nobody is. */
export async function signedIn({ connection, user }: CheckedSite): Promise<Finding> {
	const answer = await attempt(user());
	if (!answer.done && !isOfService(answer.error)) throw answer.error;
	const who = answer.done ? answer.value : undefined;
	const name = who?.login ?? who?.contactName;
	const where = `at ${connection.site}`;
	if (name === undefined) {
		return warning(
			`Signed in ${where}, but the site does not say as whom`,
			'Ask an administrator whether UserInfoService is available to the user.',
			{ site: connection.site },
		);
	}
	return ok(`Signed in as ${name} ${where}`, {
		site: connection.site,
		user: name,
		contactId: who?.contactId,
	});
}

/** Whether the site only lacks or forbids the service that says who is signed in (contract 1.6). */
function isOfService(error: unknown): boolean {
	if (!isCreatioError(error) || error.mayPass) return false;
	return error.kind === 'forbidden' || error.kind === 'notFound' || error.kind === 'server';
}

/** The version of Creatio (contract 1.6). */
export async function version({ info }: CheckedSite): Promise<Finding> {
	const found = (await bestEffort(info()))?.version;
	if (found !== undefined) return ok(`Creatio ${found}`, found);
	return warning(
		'The site does not report its version',
		'Ask an administrator whether ApplicationInfoService is available to the user. Everything else works without it.',
	);
}

/** The language of the user, which decides about captions and texts (contract 1.6). */
export async function culture({ info, user }: CheckedSite): Promise<Finding> {
	const found = (await bestEffort(info()))?.culture ?? (await bestEffort(user()))?.culture;
	if (found === undefined) {
		return warning(
			"The site does not report the user's language",
			'Captions and texts of lookups come in the language of the profile of the user.',
		);
	}
	return ok(`Captions and texts of lookups come in ${found}`, found);
}

/** Which host the site is on: the sign-in has shown it. */
export async function hosting({ connection }: CheckedSite): Promise<Finding> {
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

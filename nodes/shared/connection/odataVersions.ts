import { attempt } from '../basics/attempt';
import { CreatioError, isCancelled, isCreatioError, messageOf } from '../basics/errors';
import { member, membersOf } from '../basics/json';
import { LABELS } from '../basics/labels';
import { WITHOUT_VERSION } from './meanings';
import type { Connection, ServiceAnswer } from './serviceCall';
import type { ODataVersion } from './settings';

/** An object that every site has, as each version names its records (contract 2.3, 3). */
const USUAL: Readonly<Record<ODataVersion, string>> = { '4': 'Contact', '3': 'ContactCollection' };

/**
 * Reads one record over a version of OData, to see that it answers: some sites serve `$metadata` to everybody, so only data
 * shows it (contract 14). Rejects where it does not.
 */
export async function readOverOData(
	{ call, site }: Pick<Connection, 'call' | 'site'>,
	version: ODataVersion,
): Promise<void> {
	const answer = await call({
		method: 'GET',
		service: 'odata',
		odataVersion: version,
		path: `${USUAL[version]}?$select=Id&$top=1`,
		repeat: 'read',
	});
	if (isOfOData(answer, version)) return;
	throw new CreatioError('notFound', `${new URL(site).host} does not answer OData ${version}`, {
		reason: 'noObject',
		status: answer.status,
	});
}

function isOfOData({ json, text }: ServiceAnswer, version: ODataVersion): boolean {
	if (version === '4') return Array.isArray(member(membersOf(json), 'value'));
	return member(membersOf(json), 'd') !== undefined || /<(?:\w{1,20}:)?feed\b/.test(text.slice(0, 1_000));
}

/** Whether a read failed because the site does not have this version, and not temporarily or because of missing rights. */
export function saysNoOData(error: unknown): error is CreatioError {
	if (!isCreatioError(error)) return false;
	const { kind, reason } = error;
	return kind === 'notFound' || kind === 'address' || reason === 'verbRefused' || reason === 'webPage';
}

/** Why the chosen version does not answer: finds out whether the other one does. Rejects only when the run was cancelled. */
export async function noODataError(
	connection: Pick<Connection, 'call' | 'site'>,
	version: ODataVersion,
): Promise<CreatioError> {
	const other = version === '4' ? '3' : '4';
	const { host } = new URL(connection.site);
	const failure = (message: string, cure: string) =>
		new CreatioError('notFound', message, { reason: 'noObject', cure });
	const outcome = await attempt(readOverOData(connection, other));
	if (outcome.done) {
		const what = version === '4' ? 'has OData 4 switched off' : 'does not have OData 3';
		return failure(`${host} ${what}`, WITHOUT_VERSION[version]);
	}
	const { error } = outcome;
	if (isCancelled(error)) throw error;
	if (saysNoOData(error)) {
		return failure(
			`${host} answers neither OData 4 nor OData 3`,
			'Check Hosting of the credential, and ask an administrator whether OData is switched on and whether a gateway in front of the site lets its addresses pass.',
		);
	}
	return failure(
		`${host} does not answer OData ${version}`,
		`Check the field ${LABELS.odataVersion} of the credential. Whether the site has OData ${other} could not be found out: ${messageOf(error)}.`,
	);
}

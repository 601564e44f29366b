import { CreatioError } from '../basics/errors';
import { type Members, membersOf, textIn } from '../basics/json';
import { LABELS } from '../basics/labels';
import { withoutSecrets } from '../basics/redact';
import { serverSentence } from './serverWords';
import type { PasswordSignIn } from './settings';

/** What was typed as user name and password. */
export type Typed = Pick<PasswordSignIn, 'username' | 'password'>;

const PASSWORD_CURE = 'Sign in to Creatio in a browser, set a new password, and enter it in the credential.';

/** Types of exceptions with which the site failed while it signed the user in. */
const FAILURE_TYPE =
	/Npgsql|Sql|Oracle|Postgres|Db[A-Z]|Database|Redis|Timeout|Socket|IOException|OutOfMemory|HttpException|WebException|NullReference/;

/** The same in words, for sites that do not send the type; in other languages such a message counts as a refusal. */
const FAILURE_WORDS = /\bdatabase\b|\bSQL\b|connection pool|deadlock/i;

const LONGEST_WORDS = 300;

/**
 * Why `Code` says that the user is not signed in (contract 1.1). `Code` 1 stands for anything, and the message is in the
 * language of the user: what is not known to be something else counts as a refused password, which must not be tried again.
 */
export function signInRefusal(json: Members, host: string, typed: Typed, status: number): CreatioError {
	const words = wordsOf(json, typed);
	const exceptionType = textIn(membersOf(json.Exception), 'Type') ?? '';
	const isFailure =
		FAILURE_TYPE.test(exceptionType) || FAILURE_WORDS.test(words ?? '') || Number(json.Code) < 0;
	switch (true) {
		case json.Code === 3 || json.Code === 4:
			return new CreatioError('licence', 'The user has no licence for Creatio', {
				status,
				cure: 'Ask an administrator to assign a licence to the user.',
			});
		case json.Code === 5 || textIn(json, 'PasswordChangeUrl') !== undefined:
			return new CreatioError('passwordExpired', 'The password of the user has expired or must be changed', {
				status,
				cure: PASSWORD_CURE,
			});
		case /TOTP|TwoFactor/i.test(exceptionType):
			return new CreatioError('credentials', 'The user needs a second factor to sign in', {
				status,
				cure: 'Use the credential "Creatio OAuth2 API", or a user without two-factor authentication.',
			});
		case isFailure:
			return new CreatioError('unavailable', `${host} could not sign the user in${behind(words)}`, {
				status,
				cure: 'Run again in a few minutes. If it persists, an administrator can find the reason in the error log of the site.',
			});
		case isRule(words ?? ''):
			return refusedByRule(host, words, status);
		default:
			return wrongCredentials(words, status);
	}
}

/** In the languages that most sites use; in others such a message counts as a refused password. */
const IP_ADDRESS = /(?<!\p{L})IP(?!\p{L})|\bnetwork address/iu;
const SESSIONS = /(?<!\p{L})(?:sess?i|sess[aã]|сеан|сесси|сесі|sitzung|zitting)/iu;
const LIMIT =
	/limit|m[aáà]xim|maksym|exceed|too many|überschritten|superad|dépass|ultrapassad|przekrocz|superat|лимит|ліміт|превыш|перевищ|максим/iu;

/** What speaks of the password refuses it, whatever else it says. */
const PASSWORD = /pass?word|passwort|kennwort|wachtwoord|mot de passe|contraseña|senha|hasł|парол/iu;

/** An address that is not allowed, or too many sessions. */
function isRule(words: string): boolean {
	if (PASSWORD.test(words)) return false;
	return IP_ADDRESS.test(words) || (SESSIONS.test(words) && LIMIT.test(words));
}

/** A rule of the site, which the user name and the password do not matter for. */
export function refusedByRule(host: string, words: string | undefined, status: number): CreatioError {
	return new CreatioError('credentials', `${host} refused the sign-in${behind(words)}`, {
		reason: 'signInRule',
		status,
		cure: 'Ask an administrator about restrictions by IP address, the limit of sessions and firewalls. The user name and the password are not the reason.',
	});
}

export function wrongCredentials(words: string | undefined, status: number): CreatioError {
	const message =
		words === undefined
			? 'The user name or password is wrong, or the user is locked or not active'
			: `Creatio refused the sign-in: ${words}`;
	return new CreatioError('credentials', message, {
		status,
		cure: `Try the ${LABELS.userName} and the password in a browser; the user may also be locked or not active. The node tries once and does not retry, so that the account is not locked.`,
	});
}

/** What the site says, without what was typed, as one line. */
export function wordsOf(json: unknown, { username, password }: Typed): string | undefined {
	// What was typed is removed first: in a shortened text it would not be found.
	const words = withoutSecrets(serverSentence(json) ?? '', [username, password, `${username}:${password}`])
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, LONGEST_WORDS)
		.replace(/\.$/, '');
	return words === '' ? undefined : words;
}

function behind(words: string | undefined): string {
	return words === undefined ? '' : `: ${words}`;
}

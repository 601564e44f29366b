import { CreatioError } from '../basics/errors';
import { ASK_FOR_RIGHTS, cureOf, NOT_CREATIO } from './meanings';
import { errorCodeOf, failingEnvelope, passes, reasonIn, serverSentence } from './serverWords';

/**
 * A failure inside HTTP 200: `success: false` of DataService and the configuration services, also inside
 * `<Method>Result` (contract 4.8, 6.2).
 */
export function envelopeFailure(json: unknown, status: number): CreatioError | undefined {
	const envelope = failingEnvelope(json);
	if (!envelope) return undefined;
	const given = serverSentence(envelope);
	const sentence = given ?? 'Creatio refused the request without a reason';
	const reason = reasonIn(given);
	const code = errorCodeOf(envelope);
	if (code === '5') {
		return new CreatioError('passwordExpired', sentence, {
			status,
			reason,
			cure: 'Sign in to Creatio in a browser, set a new password, and enter it in the credential.',
		});
	}
	if (passes(given)) return new CreatioError('server', sentence, { status, reason, mayPass: true });
	// The code of a refused file extension is not a missing right (contract 7.1).
	if (/(?<!File)Security|AccessDenied|Rights/i.test(code)) {
		return new CreatioError('forbidden', sentence, { status, reason, cure: ASK_FOR_RIGHTS });
	}
	const cure =
		reason === 'unexplained'
			? 'Run again. If the error persists, an administrator can find the reason in the error log of the site.'
			: cureOf(sentence);
	return new CreatioError('invalid', sentence, { status, reason, cure });
}

/** An answer that lacks a required part: from a proxy or another application, or truncated. */
export function unreadable(what: string, lacks: string, isWrite: boolean): CreatioError {
	return new CreatioError('unreadable', `Creatio answered ${what} without ${lacks}`, {
		cure: NOT_CREATIO,
		perhapsDone: isWrite,
	});
}

import type { Call } from '../context';
import type { Answer } from '../http';
import { isAtLeast } from '../options';

/** What a WCF service answers that fails. Texts of exceptions reach the caller before 8.3.2 (contract 6.2). */
export function serviceFault(
	{ context, base }: Pick<Call, 'context' | 'base'>,
	status: 400 | 500,
	message: string,
): Answer {
	const { host, options, switches } = context;
	return host.serviceError(status, {
		message: isAtLeast(options.version, '8.3.2') ? undefined : message,
		helpUrl: switches.serviceHelp ? `${base}/help` : undefined,
	});
}

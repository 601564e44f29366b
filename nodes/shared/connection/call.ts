import { attempt } from '../basics/attempt';
import type { Pass } from './authorizer';
import { beforeSending, type CallContext, exchange } from './exchange';
import type { ServiceAnswer, ServiceRequest } from './serviceCall';
import { isKnownAsRefused, noObjectOrNoRight, objectOf, rememberRefused } from './unknownObject';
import type { Verdict } from './verdict';
import { WHO_AM_I } from './whoAmI';

/** Makes one call, and renews the session once if it was not accepted. */
export async function callOnce(context: CallContext, request: ServiceRequest): Promise<ServiceAnswer> {
	const { authorizer, signal, identity } = context;
	const pass = await beforeSending(authorizer.pass(), signal);
	const first = await exchange(context, request, pass);
	if (first.kind === 'ok') return first.answer;
	if (first.kind === 'failed') throw first.error;

	const object = isSignedOut(first) ? objectOf(request, context.settings) : undefined;
	if (object !== undefined && isKnownAsRefused(identity, object))
		throw noObjectOrNoRight(context.site, object);
	const isOpen = !first.refused && request.repeat !== 'read';
	const renewal = beforeSending(authorizer.renew(pass, first.error), signal, isOpen);
	// A login page with status 200 does not say whether a write was carried out (contract 1.5).
	if (isOpen && request.repeat === 'once') {
		await attempt(renewal);
		throw first.error;
	}
	const renewed = await renewal;
	const second = await exchange(context, request, renewed);
	if (second.kind === 'ok') return second.answer;
	if (object !== undefined && isSignedOut(second) && (await isSignedIn(context, renewed))) {
		rememberRefused(identity, object);
		throw noObjectOrNoRight(context.site, object);
	}
	if (second.error.kind === 'forbidden') authorizer.renewalWasUseless();
	throw second.error;
}

/** A plain 401, which some sites also answer for an object that they do not have (contract 2.1). */
function isSignedOut(verdict: Verdict): boolean {
	return verdict.kind === 'signInAgain' && verdict.error.kind === 'session' && verdict.error.status === 401;
}

async function isSignedIn(context: CallContext, pass: Pass): Promise<boolean> {
	const asked = await attempt(exchange(context, WHO_AM_I, pass));
	return asked.done && asked.value.kind !== 'signInAgain';
}

import { attempt } from '../basics/attempt';
import { isCreatioError } from '../basics/errors';
import type { HttpResponse } from '../http/types';
import { type LoginRequest, loginRequest, readLogin, type SignedIn } from './login';
import type { Typed } from './signInRefusal';

/** A successful sign-in. */
export interface OpenedSession extends SignedIn {
	/** The address that answered as Creatio: the site as typed, or its origin. */
	readonly site: string;
	readonly setCookies: readonly string[];
}

/**
 * Signs in at the site. Where the path of the address does not answer as Creatio, it is the path of a page, and the origin
 * is tried once. A wrong password is sent to Creatio once.
 */
export async function signIn(
	site: string,
	typed: Typed,
	send: (request: LoginRequest) => Promise<HttpResponse>,
): Promise<OpenedSession> {
	const signInAt = async (address: string): Promise<OpenedSession> => {
		const request = loginRequest(address, typed);
		const response = await send(request);
		return { ...readLogin(response, request, typed), site: address, setCookies: response.setCookies };
	};
	const first = await attempt(signInAt(site));
	if (first.done) return first.value;
	const { origin } = new URL(site);
	if (origin === site || !isNotCreatio(first.error)) throw first.error;
	const second = await attempt(signInAt(origin));
	if (second.done) return second.value;
	throw isCreatioError(second.error) && second.error.kind === 'address' ? first.error : second.error;
}

function isNotCreatio(error: unknown): boolean {
	return isCreatioError(error) && error.reason === 'notCreatio';
}

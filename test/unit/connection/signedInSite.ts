import { openConnection } from '../../../nodes/shared/connection/connection';
import type { ServiceRequest } from '../../../nodes/shared/connection/serviceCall';
import type { ConnectionSettings, SignIn } from '../../../nodes/shared/connection/settings';
import type { HttpRequest, HttpResponse } from '../../../nodes/shared/http/types';
import { answer, fakeSend } from './answers';

export const READ: ServiceRequest = { method: 'GET', service: 'odata', path: 'Contact', repeat: 'read' };
export const CREATE: ServiceRequest = { ...READ, method: 'POST', json: { Name: 'é' }, repeat: 'once' };

export const PASSWORD: SignIn = { kind: 'password', username: 'me', password: 'pw' };
export const TOKEN: SignIn = {
	kind: 'accessToken',
	owner: 'somebody',
	current: async () => 'T1',
	renew: async () => 'T2',
};
export const CLIENT: SignIn = { kind: 'clientCredentials', clientId: 'c', clientSecret: 's', tokenUrl: '' };

let sites = 0;
/** A new site each time, since sessions outlive a connection. */
export const settings = (more: Partial<ConnectionSettings> = {}): ConnectionSettings => ({
	baseUrl: `https://connection${++sites}.example/app`,
	hosting: 'net',
	allowUnauthorizedCerts: false,
	signIn: TOKEN,
	timeoutMs: 1_000,
	retries: 0,
	...more,
});

export const isSignIn = ({ url }: HttpRequest) => url.endsWith('/Login') || url.endsWith('/connect/token');

/** A site that signs everybody in, and answers calls in turn, then well. */
export function siteWith(replies: HttpResponse[] = [], more: Partial<ConnectionSettings> = {}) {
	const left = [...replies];
	const { send, sent } = fakeSend((request) => {
		if (request.url.endsWith('/connect/token')) return answer(200, { access_token: 'T' });
		if (request.url.endsWith('/Login'))
			return { ...answer(200, { Code: 0 }), setCookies: [`s=${sent.length}`] };
		return left.shift() ?? answer(200, { value: [] });
	});
	const connection = openConnection(settings(more), send);
	return { connection, sent, calls: () => sent.filter((request) => !isSignIn(request)) };
}

import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

import { type Emulator, USERS } from '.';

/** An answer with its body read. */
export interface Answer {
	status: number;
	headers: Headers;
	text: string;
	/** The body as JSON; throws when it is none. */
	json<T = Record<string, unknown>>(): T;
}

export interface RequestOptions {
	body?: unknown;
	/** Sent as it is. */
	raw?: string | Uint8Array<ArrayBuffer>;
	headers?: Record<string, string | undefined>;
}

export async function request(url: string, method: string, options: RequestOptions = {}): Promise<Answer> {
	const headers = new Headers();
	if (options.body !== undefined) headers.set('Content-Type', 'application/json; charset=utf-8');
	for (const [name, value] of Object.entries(options.headers ?? {})) {
		if (value === undefined) headers.delete(name);
		else headers.set(name, value);
	}
	const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
	const response = await fetch(url, { method, headers, body, redirect: 'manual' });
	const text = await response.text();
	return { status: response.status, headers: response.headers, text, json: <T>() => JSON.parse(text) as T };
}

export function login(url: string, name: string, password: string): Promise<Answer> {
	return request(`${url}/ServiceModel/AuthService.svc/Login`, 'POST', {
		body: { UserName: name, UserPassword: password },
		headers: { ForceUseSession: 'true' },
	});
}

export function cookieJar(answer: Answer): Map<string, string> {
	return new Map(
		answer.headers.getSetCookie().map((cookie) => {
			const pair = cookie.split(';')[0] ?? '';
			const at = pair.indexOf('=');
			return [pair.slice(0, at), pair.slice(at + 1)];
		}),
	);
}

export type Send = (method: string, path: string, options?: RequestOptions) => Promise<Answer>;

/** Signs in and gives a function that calls the site with the session's cookies and token. */
export async function signedIn(
	emulator: Emulator,
	user: { name: string; password: string } = USERS.supervisor,
): Promise<Send> {
	const jar = cookieJar(await login(emulator.url, user.name, user.password));
	const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
	const session = { Cookie: cookie, BPMCSRF: jar.get('BPMCSRF'), ForceUseSession: 'true' };
	return (method, path, options = {}) =>
		request(`${emulator.url}${path}`, method, { ...options, headers: { ...session, ...options.headers } });
}

/** Path of an OData request with encoded query options. */
export function odata(path: string, options: Record<string, string> = {}): string {
	const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
	return `/0/odata/${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

export interface ODataErrorBody {
	error: {
		code: string;
		message: string;
		innererror?: { message: string; type: string; internalexception?: { message: string } };
	};
}

export function sample(path: string): string {
	return readFileSync(join(__dirname, '..', 'fixtures', 'wire-samples', path), 'utf8');
}

/**
 * Sends bytes as they are and gives what comes until the site closes the connection. For what `fetch` refuses
 * to send.
 */
export function sendBytes(url: string, bytes: string | Uint8Array): Promise<string> {
	const { hostname, port } = new URL(url);
	return new Promise((resolve, reject) => {
		const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(bytes));
		const chunks: Buffer[] = [];
		socket.on('data', (chunk: Buffer) => chunks.push(chunk));
		socket.once('error', reject);
		socket.once('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
	});
}

/** The lines of a recording, each a JSON value. */
export function sampleLines<T>(path: string): T[] {
	return sample(path)
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as T);
}

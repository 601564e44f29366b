import { CreatioError } from '../../../nodes/shared/basics/errors';
import type { Asked } from '../../../nodes/shared/connection/asked';
import type { HttpRequest, HttpResponse } from '../../../nodes/shared/http/types';

export const HOST = 'my.example';

/** A request to the site, as far as the meaning of its answer depends on it. */
export function asked(isWrite = false, more: Partial<Asked> = {}): Asked {
	const url = `https://${HOST}/0/ServiceModel/Some.svc/Method`;
	return { url, service: 'serviceModel', repeat: isWrite ? 'once' : 'read', ...more };
}

/** A response in JSON, unless the headers say otherwise. */
export function answer(
	status: number,
	body: unknown = '',
	headers: Readonly<Record<string, string>> = {},
): HttpResponse {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return {
		status,
		headers: { 'content-type': 'application/json', ...headers },
		setCookies: [],
		body: Buffer.from(text),
	};
}

export const page = (body: string, status = 200) => answer(status, body, { 'content-type': 'text/html' });

/** What is thrown by work that must fail with an error of this package. */
export function thrownBy(work: () => unknown): CreatioError {
	try {
		work();
	} catch (error) {
		if (error instanceof CreatioError) return error;
		throw error;
	}
	throw new Error('Nothing was thrown');
}

/** A sender that answers by a function and remembers the requests. */
export function fakeSend(
	reply: (request: HttpRequest, index: number) => HttpResponse | Promise<HttpResponse>,
) {
	const sent: HttpRequest[] = [];
	const send = async (request: HttpRequest) => {
		sent.push(request);
		return await reply(request, sent.length - 1);
	};
	return { send, sent };
}

export const newMeter = () => ({ requests: 0, signIns: 0, retries: 0, batches: 0, parts: 0, rows: 0 });

/** Sets the clock of a test; Jest restores it by `jest.restoreAllMocks`. */
export function clockAt(start: number) {
	let now = start;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	return { set: (time: number) => (now = time) };
}

import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import type { Fault } from './faults';
import { type Answer, bytesOf, empty, html, isStreamed, json, redirect } from './http';
import { outageAnswer } from './outages';

/** The answer of a fault that replaces the work, or `undefined` when the work is done. */
export function answerInstead(fault: Fault, loginPage: { path: string; html: string }): Answer | undefined {
	switch (fault.kind) {
		case 'collectionModified':
			return json({ success: false, errorInfo: { message: COLLECTION_MODIFIED } });
		case 'ramLimit':
			return json(RAM_LIMIT, 500);
		case 'csrf403':
			return empty(403);
		case 'redirectToLogin':
			return redirect(`${loginPage.path}?ReturnUrl=%2f`);
		case 'redirect':
			return redirect(fault.location, fault.status ?? 302);
		default:
			return 'after' in fault && fault.after === true ? undefined : ownAnswer(fault, loginPage.html);
	}
}

/** What is sent of the answer of the work, or instead of it. */
export function answerAfter(fault: Fault, worked: Answer, loginPage: { html: string }): Answer {
	switch (fault.kind) {
		case 'shortAnswer':
			return { ...worked, body: firstHalf(worked), isChunked: fault.isChunked };
		case 'cutBody':
			return { ...worked, isChunked: fault.isChunked };
		case 'compressed':
			return compressed(worked, fault.encoding);
		case 'missingParts':
			return withoutParts(worked);
		default:
			return ownAnswer(fault, loginPage.html) ?? worked;
	}
}

/** Of faults that may come before the work as well as after it. */
function ownAnswer(fault: Fault, loginHtml: string): Answer | undefined {
	switch (fault.kind) {
		case 'htmlLogin':
			return html(loginHtml);
		case 'status':
			return { status: fault.status, headers: Object.entries(fault.headers ?? {}), body: fault.body ?? '' };
		case 'outage':
			return outageAnswer(fault, fault.retryAfter);
		case 'jsonError':
			return json(describeError(fault.message ?? NULL_REFERENCE), fault.status ?? 500);
		case 'globalHandler':
			return json(
				{ Code: -1, Exception: `System.NullReferenceException: ${fault.message ?? NULL_REFERENCE}` },
				fault.status,
			);
		case 'emptyAnswer':
			return {
				status: 200,
				headers: [['Content-Type', 'application/json; charset=utf-8']],
				body: fault.body,
			};
		default:
			return undefined;
	}
}

function firstHalf(answer: Answer): Answer['body'] {
	const { body } = answer;
	if (!isStreamed(body)) return bytesOf(answer).subarray(0, Math.floor(body.length / 2));
	return { length: Math.floor(body.length / 2), pieces: () => body.pieces() };
}

/** The answer of a batch without its second half: of a `$batch` in JSON or multipart, or of a BatchQuery. */
function withoutParts(answer: Answer): Answer {
	if (isStreamed(answer.body)) return answer;
	const text = bytesOf(answer).toString('utf8');
	const boundary = /^--batchresponse_\S+/.exec(text)?.[0];
	if (boundary !== undefined) {
		const parts = text.split(`${boundary}\r\n`).slice(1);
		const kept = firstOf(parts).map((part) => `${boundary}\r\n${part}`);
		return { ...answer, body: `${kept.join('')}${boundary}--\r\n` };
	}
	const batch = batchIn(text);
	if (batch === undefined) return answer;
	return { ...answer, body: JSON.stringify(batch) };
}

function batchIn(text: string): object | undefined {
	if (!text.startsWith('{')) return undefined;
	const json = JSON.parse(text) as Record<string, unknown>;
	const name = ['responses', 'queryResults'].find((one) => Array.isArray(json[one]));
	return name === undefined ? undefined : { ...json, [name]: firstOf(json[name] as unknown[]) };
}

function firstOf<T>(parts: readonly T[]): T[] {
	return parts.slice(0, Math.floor(parts.length / 2));
}

function compressed(answer: Answer, encoding: 'gzip' | 'deflate' | 'br'): Answer {
	const compress = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }[encoding];
	return {
		status: answer.status,
		headers: [...answer.headers, ['Content-Encoding', encoding], ['Vary', 'Accept-Encoding']],
		body: compress(bytesOf(answer)),
	};
}

const COLLECTION_MODIFIED =
	'System.InvalidOperationException: Collection was modified; enumeration operation may not execute.';
const NULL_REFERENCE = 'Object reference not set to an instance of an object.';

function describeError(message: string): object {
	return {
		error: {
			code: '',
			message: 'An error has occurred.',
			innererror: { message, type: 'System.NullReferenceException', stacktrace: '' },
		},
	};
}

const RAM_LIMIT = {
	error: {
		code: '',
		message: 'An error has occurred.',
		innererror: {
			message:
				"The 'ObjectContent`1' type failed to serialize the response body for content type 'application/json; odata.metadata=minimal'.",
			type: '',
			stacktrace: '',
			internalexception: {
				message:
					'Request processing terminated because it reached the RAM consumption limit of 2000 MB. You can reduce RAM usage by selecting fewer columns or reducing the number of records using filtering or strict limit for record quantity',
				type: '',
				stacktrace: '',
			},
		},
	},
};

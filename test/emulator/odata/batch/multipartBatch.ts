import { STATUS_CODES } from 'node:http';

import type { Answer } from '../../http';
import { newGuid } from '../../model/ids';
import { VERSION } from '../answers';
import { join } from './jsonBatch';
import { boundaryOf, type MimePart, readHttpRequest, splitParts } from './mime';
import { MalformedBatch, type Part, type PartAnswer } from './part';

/** Reads the requests of a batch in `multipart/mixed` by the rules of Microsoft's library (contract 2.14). */
export function readMultipartBatch(text: string, boundary: string): Part[] {
	return splitParts(text, boundary).flatMap((part, index) => {
		const contentType = part.headers.get('content-type') ?? '';
		const inner = /^multipart\/mixed\b/i.test(contentType) ? boundaryOf(contentType) : undefined;
		if (inner === undefined) return [readRequest(part, undefined)];
		return splitParts(part.body, inner).map((item) => readRequest(item, `change set ${index}`));
	});
}

function readRequest({ headers, body }: MimePart, group: string | undefined): Part {
	if (!/^application\/http\b/i.test(headers.get('content-type') ?? ''))
		throw new MalformedBatch('a part is application/http');
	if (headers.get('content-transfer-encoding')?.toLowerCase() !== 'binary')
		throw new MalformedBatch('the transfer encoding is binary');
	const message = readHttpRequest(body);
	if (!message) throw new MalformedBatch('a part begins with a request line');
	if (group !== undefined && message.method === 'GET') throw new MalformedBatch('a read in a change set');
	return {
		id: headers.get('content-id') ?? message.headers.get('content-id') ?? null,
		group,
		method: message.method,
		url: message.url,
		headers: Object.fromEntries(message.headers),
		body: Buffer.from(message.body, 'utf8'),
	};
}

export function writeMultipartBatch(answers: readonly PartAnswer[]): Answer {
	const boundary = `batchresponse_${newGuid()}`;
	const sections: Array<Buffer | string> = [];
	let index = 0;
	while (index < answers.length) {
		const group = answers[index]?.group;
		let end = index + 1;
		while (group !== undefined && answers[end]?.group === group) end += 1;
		const run = answers.slice(index, end).map(writeResponse);
		sections.push(...(group === undefined ? run : [writeChangeSet(run)]));
		index = end;
	}
	return {
		status: 200,
		headers: [['Content-Type', `multipart/mixed;boundary=${boundary}`], VERSION],
		body: enclose(sections, boundary),
	};
}

function writeChangeSet(sections: ReadonlyArray<Buffer | string>): Buffer | string {
	const boundary = `changesetresponse_${newGuid()}`;
	const head = `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n`;
	return join([head, enclose(sections, boundary, '')]);
}

function writeResponse({ part, answer }: PartAnswer): Buffer | string {
	const head = [
		'Content-Type: application/http',
		'Content-Transfer-Encoding: binary',
		...(part.id === null ? [] : [`Content-ID: ${part.id}`]),
		'',
		`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
		...answer.headers.map(([name, value]) => `${name}: ${value}`),
		'',
		'',
	].join('\r\n');
	return join([head, answer.body]);
}

function enclose(sections: ReadonlyArray<Buffer | string>, boundary: string, end = '\r\n'): Buffer | string {
	const inner = sections.flatMap((section) => [`--${boundary}\r\n`, section, '\r\n']);
	return join([...inner, `--${boundary}--${end}`]);
}

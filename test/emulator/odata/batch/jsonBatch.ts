import type { Answer } from '../../http';
import { type JsonNode, readJson } from '../body/jsonReader';
import { VERSION } from '../answers';
import { MalformedBatch, type Part, type PartAnswer } from './part';

/** Reads the requests of a batch in JSON by the rules of Microsoft's library (contract 2.14). */
export function readJsonBatch(text: string): Part[] {
	const root = readJson(text);
	if (root?.kind !== 'object') throw new MalformedBatch('not an object');
	const [only, ...others] = root.members;
	if (only?.[0].toLowerCase() !== 'requests' || only[1].kind !== 'array' || others.length > 0) {
		throw new MalformedBatch("the one member is a list named 'requests'");
	}
	return only[1].items.map(readPart);
}

function readPart(node: JsonNode): Part {
	if (node.kind !== 'object') throw new MalformedBatch('a request is an object');
	const given = new Map<string, JsonNode>();
	for (const [name, value] of node.members) {
		const key = name.toLowerCase();
		if (!MEMBERS.includes(key)) throw new MalformedBatch(`unknown member ${name}`);
		if (given.has(key)) throw new MalformedBatch(`${name} comes twice`);
		given.set(key, value);
	}
	const method = textOf(given.get('method'));
	const url = textOf(given.get('url'));
	if (method === null || url === null) throw new MalformedBatch('method and url are obligatory');
	const group = textOf(given.get('atomicitygroup')) ?? undefined;
	const headers = headersOf(given.get('headers'));
	if (group !== undefined && headers === undefined)
		throw new MalformedBatch('headers are obligatory in a group');
	return {
		id: textOf(given.get('id')),
		group,
		method: method.toUpperCase(),
		url,
		headers: headers ?? {},
		body: bodyOf(given.get('body'), headers?.['content-type']),
		dependsOn: idsOf(given.get('dependson')),
	};
}

const MEMBERS = ['id', 'method', 'url', 'headers', 'body', 'atomicitygroup', 'dependson'];

function textOf(node: JsonNode | undefined): string | null {
	if (node === undefined || node.kind === 'null') return null;
	if (node.kind !== 'text') throw new MalformedBatch('a text is expected');
	return node.value;
}

function idsOf(node: JsonNode | undefined): string[] {
	if (node === undefined) return [];
	if (node.kind !== 'array') throw new MalformedBatch('dependsOn is a list');
	return node.items.map((item) => textOf(item) ?? '');
}

function headersOf(node: JsonNode | undefined): Record<string, string> | undefined {
	if (node === undefined) return undefined;
	if (node.kind !== 'object') throw new MalformedBatch('headers are an object');
	return Object.fromEntries(node.members.map(([name, value]) => [name.toLowerCase(), headerOf(value)]));
}

function headerOf(node: JsonNode): string {
	switch (node.kind) {
		case 'object':
		case 'array':
			throw new MalformedBatch('a header is a text');
		case 'text':
			return node.value;
		case 'number':
			return node.spelling;
		case 'boolean':
			return node.value ? 'True' : 'False';
		case 'null':
			return '';
	}
}

/** An object is JSON. A text is the content itself for `text/*`, else base64 for URLs. */
function bodyOf(node: JsonNode | undefined, contentType: string | undefined): Buffer {
	if (node === undefined) return Buffer.alloc(0);
	if (node.kind === 'object') return Buffer.from(node.source, 'utf8');
	if (node.kind !== 'text') throw new MalformedBatch('a body is an object or a text');
	if (/^\s*text\//.test(contentType ?? '')) return Buffer.from(`"${node.value}"`, 'utf8');
	if (node.value.length % 4 > 0 || !/^[\w+/-]*={0,2}$/.test(node.value))
		throw new MalformedBatch('a text is base64 for URLs');
	return Buffer.from(node.value, 'base64url');
}

/** Bodies of parts are copied as they are, whether they are JSON or not (contract 2.14). */
export function writeJsonBatch(answers: readonly PartAnswer[]): Answer {
	const pieces: Array<Buffer | string> = ['{"responses":['];
	for (const [index, one] of answers.entries()) {
		pieces.push(index === 0 ? '{' : ',{', head(one));
		if (one.answer.body.length > 0) pieces.push(', "body" :', one.answer.body);
		pieces.push('}');
	}
	pieces.push(']}');
	return { status: 200, headers: [['Content-Type', 'application/json'], VERSION], body: join(pieces) };
}

function head({ part, group, answer }: PartAnswer): string {
	const headers = Object.fromEntries(answer.headers.map(([name, value]) => [name.toLowerCase(), value]));
	return [
		`"id":${JSON.stringify(part.id)}`,
		...(group === undefined ? [] : [`"atomicityGroup":"${group}"`]),
		`"status":${answer.status}`,
		`"headers":${JSON.stringify(headers)}`,
	].join(',');
}

/** One text where all pieces are texts, else one row of bytes. */
export function join(pieces: ReadonlyArray<Buffer | string>): Buffer | string {
	return pieces.every((piece) => typeof piece === 'string')
		? pieces.join('')
		: Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece)));
}

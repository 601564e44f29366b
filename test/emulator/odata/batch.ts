import { type Answer, empty, header, parseTarget } from '../http';
import { newGuid } from '../model/ids';
import { errorAnswer, invalidBody, ODataError } from './errors';
import type { ODataCall } from './answers';
import { handleOData } from './handler';
import { boundaryOf, joinParts, readHttpRequest, splitParts } from './multipart';
import type { JournalEntry } from './write';

const MAX_PARTS = 100;

interface Part {
	id: string;
	/** The caller's name of the atomicity group or change set. */
	group?: string;
	method: string;
	/** As in the batch: relative to the root, absolute path or absolute address. */
	url: string;
	headers: Record<string, string>;
	body: string;
}

interface PartAnswer {
	part: Part;
	/** Made by the server, one per group. */
	group?: string;
	answer: Answer;
}

/** Answers `POST {root}/$batch` in both formats of contract 2.14. */
export function handleBatch(call: ODataCall): Answer {
	const { switches, stats } = call.context;
	if (!switches.batch) return empty(404);
	if (call.request.method !== 'POST') return empty(405);
	try {
		const type = header(call.request, 'content-type') ?? '';
		const multipart = /^multipart\/mixed/i.test(type);
		if (!multipart && !(switches.batchJson && /^application\/json/i.test(type))) {
			throw new ODataError(
				415,
				`The batch request must have a "Content-Type" of multipart/mixed, not '${type}'.`,
			);
		}
		const body = call.request.body.toString('utf8');
		const parts = multipart ? multipartRequests(body, type) : jsonRequests(body);
		if (parts.length > MAX_PARTS) {
			throw new ODataError(400, TOO_MANY, [{ message: TOO_MANY }]);
		}
		stats.batches += 1;
		stats.batchParts += parts.length;
		const goOn = /continue-on-error(?!\s*=\s*false)/i.test(header(call.request, 'prefer') ?? '');
		const answers = run(call, parts, goOn);
		const wantsJson = !multipart || /application\/json/i.test(header(call.request, 'accept') ?? '');
		return wantsJson ? jsonAnswer(answers) : multipartAnswer(answers);
	} catch (cause) {
		if (cause instanceof ODataError) return errorAnswer(cause, call.context.host);
		throw cause;
	}
}

const TOO_MANY = `The current batch message contains too many parts. A maximum number of '${MAX_PARTS}' query operations and changesets are allowed in a batch message.`;

function run(call: ODataCall, parts: Part[], goOn: boolean): PartAnswer[] {
	const answers: PartAnswer[] = [];
	for (const unit of units(parts)) {
		const done = unit[0]?.group === undefined ? runAlone(call, unit) : runGroup(call, unit);
		answers.push(...done);
		if (!goOn && done.some(({ answer }) => answer.status >= 400)) break;
	}
	return answers;
}

/** Neighbours of one group belong together; everything else stands alone. */
function units(parts: Part[]): Part[][] {
	const found: Part[][] = [];
	for (const part of parts) {
		const last = found.at(-1);
		if (part.group !== undefined && last?.[0]?.group === part.group) last.push(part);
		else found.push([part]);
	}
	return found;
}

function runAlone(call: ODataCall, unit: Part[]): PartAnswer[] {
	return unit.map((part) => ({ part, answer: runPart(call, part, call.journal) }));
}

class GroupFailed extends Error {
	constructor(readonly failure: PartAnswer) {
		super('rolled back');
	}
}

/** One transaction. When a part fails, only its answer is given (contract 2.14). */
function runGroup(call: ODataCall, unit: Part[]): PartAnswer[] {
	const group = newGuid();
	const journal: JournalEntry[] = [];
	try {
		const answers = call.context.store.db.transaction(() =>
			unit.map((part) => {
				const answered = { part, group, answer: runPart(call, part, journal) };
				if (answered.answer.status >= 400) throw new GroupFailed(answered);
				return answered;
			}),
		);
		call.journal.push(...journal);
		return answers;
	} catch (cause) {
		if (cause instanceof GroupFailed) return [cause.failure];
		throw cause;
	}
}

function runPart(call: ODataCall, part: Part, journal: JournalEntry[]): Answer {
	const relative = toRelative(part.url, call);
	const { segments, query } = parseTarget(`/${relative}`);
	const request = {
		...call.request,
		method: part.method,
		url: `${new URL(call.root).pathname}/${relative}`,
		segments,
		path: `/${segments.join('/')}`,
		query,
		headers: part.headers,
		body: Buffer.from(part.body, 'utf8'),
	};
	return handleOData({ ...call, request, journal }, segments);
}

/** `City`, `/City`, `/0/odata/City` and `https://host/0/odata/City` all name the same. */
function toRelative(url: string, call: ODataCall): string {
	const root = new URL(call.root).pathname;
	const path = url.replace(/^https?:\/\/[^/]+/i, '');
	if (path.startsWith(`${root}/`)) return path.slice(root.length + 1);
	return path.replace(/^\//, '');
}

function jsonRequests(body: string): Part[] {
	let parsed: unknown;
	try {
		parsed = JSON.parse(body);
	} catch {
		throw invalidBody('Invalid JSON. A token was not recognized in the JSON content.');
	}
	const requests = (parsed as { requests?: unknown } | null)?.requests;
	if (!Array.isArray(requests)) throw invalidBody("The property 'requests' must be an array.");
	return requests.map((raw: unknown) => {
		const { id, method, url, atomicityGroup, headers, body: content } = raw as Record<string, unknown>;
		if (typeof id !== 'string' || typeof method !== 'string' || typeof url !== 'string') {
			throw invalidBody('Every request of a batch needs the texts id, method and url.');
		}
		return {
			id,
			method: method.toUpperCase(),
			url,
			group: typeof atomicityGroup === 'string' ? atomicityGroup : undefined,
			headers: lowerCase(Object.entries((headers as Record<string, string> | undefined) ?? {})),
			body: content === undefined ? '' : typeof content === 'string' ? content : JSON.stringify(content),
		};
	});
}

function multipartRequests(body: string, contentType: string): Part[] {
	const boundary = boundaryOf(contentType);
	if (boundary === undefined) throw invalidBody('The batch has no boundary.');
	const parts: Part[] = [];
	for (const [index, part] of splitParts(body, boundary).entries()) {
		const inner = boundaryOf(part.headers.get('content-type') ?? '');
		if (/^multipart\/mixed/i.test(part.headers.get('content-type') ?? '') && inner !== undefined) {
			for (const item of splitParts(part.body, inner))
				parts.push(httpPart(item.body, item.headers, `changeset ${index}`));
		} else {
			parts.push(httpPart(part.body, part.headers, undefined));
		}
	}
	return parts;
}

function httpPart(text: string, outer: Map<string, string>, group: string | undefined): Part {
	const message = readHttpRequest(text);
	if (!message) throw invalidBody('A part of the batch does not start with a request line.');
	return {
		id: outer.get('content-id') ?? message.headers.get('content-id') ?? '',
		group,
		method: message.method,
		url: message.url,
		headers: Object.fromEntries(message.headers),
		body: message.body,
	};
}

function lowerCase(entries: Array<[string, string]>): Record<string, string> {
	return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function jsonAnswer(answers: PartAnswer[]): Answer {
	const responses = answers.map(({ part, group, answer }) => {
		const members = [`"id":${JSON.stringify(part.id)}`];
		if (group !== undefined) members.push(`"atomicityGroup":"${group}"`);
		members.push(`"status":${answer.status}`, `"headers":${JSON.stringify(lowerCase(answer.headers))}`);
		const body = answer.body.toString();
		if (body !== '') members.push(`"body":${isJson(answer) ? body : JSON.stringify(body)}`);
		return `{${members.join(',')}}`;
	});
	return {
		status: 200,
		headers: [
			['Content-Type', 'application/json; odata.metadata=minimal'],
			['OData-Version', '4.0'],
		],
		body: `{"responses":[${responses.join(',')}]}`,
	};
}

function isJson(answer: Answer): boolean {
	return answer.headers.some(
		([name, value]) => name === 'Content-Type' && value.startsWith('application/json'),
	);
}

function multipartAnswer(answers: PartAnswer[]): Answer {
	const boundary = `batchresponse_${newGuid()}`;
	const parts: string[] = [];
	let index = 0;
	while (index < answers.length) {
		const group = answers[index]?.group;
		let end = index + 1;
		while (group !== undefined && answers[end]?.group === group) end += 1;
		const run = answers.slice(index, end).map(httpResponse);
		parts.push(...(group === undefined ? run : [changeSet(run)]));
		index = end;
	}
	return {
		status: 200,
		headers: [
			['Content-Type', `multipart/mixed; boundary=${boundary}`],
			['OData-Version', '4.0'],
		],
		body: joinParts(parts, boundary),
	};
}

function changeSet(parts: string[]): string {
	const boundary = `changesetresponse_${newGuid()}`;
	return `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n${joinParts(parts, boundary)}`;
}

const REASONS: Record<number, string> = {
	200: 'OK',
	201: 'Created',
	204: 'No Content',
	400: 'Bad Request',
	404: 'Not Found',
	500: 'Internal Server Error',
};

function httpResponse({ part, answer }: PartAnswer): string {
	return [
		'Content-Type: application/http',
		'Content-Transfer-Encoding: binary',
		...(part.id === '' ? [] : [`Content-ID: ${part.id}`]),
		'',
		`HTTP/1.1 ${answer.status} ${REASONS[answer.status] ?? 'Status'}`,
		...answer.headers.map(([name, value]) => `${name}: ${value}`),
		'',
		answer.body.toString(),
	].join('\r\n');
}

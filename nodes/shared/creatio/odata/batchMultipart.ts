import { jsonText } from '../../basics/exactNumber';
import { newGuid } from '../../basics/guid';
import { jsonIn } from '../../basics/json';
import { type BatchFormat, type BatchPart, jsonFormat, type PartAnswer } from './batchJson';

const LINE = '\r\n';

/** Many times what the largest batch needs. */
const MOST_SECTIONS = 1_000;

/** `multipart/mixed` with change sets, for sites that do not understand batches in JSON (contract 2.14). */
export const multipartFormat: BatchFormat = {
	write(parts, atomic) {
		const boundary = `batch_${newGuid()}`;
		const numbered = parts.map((part, index) => ({ part, id: String(index) }));
		const groups = atomic ? [numbered] : numbered.map((one) => [one]);
		const sections = groups.map((group) => {
			const isRead = group.every(({ part }) => part.method === 'GET');
			const messages = group.map(({ part, id }) => writeMessage(part, id));
			// Reads are separate parts; writes are in change sets.
			return isRead ? messages.join('') : writeChangeSet(messages);
		});
		return {
			content: { type: `multipart/mixed;boundary=${boundary}`, body: enclose(sections, boundary) },
		};
	},
	read(answer) {
		// A site may answer in JSON, since that is what we accept.
		if (answer.json !== undefined) return jsonFormat.read(answer);
		return readSections(answer.text, answer.headers['content-type'] ?? '').flatMap(
			(lines) => readMessage(lines) ?? [],
		);
	},
};

function writeChangeSet(messages: readonly string[]): string {
	const boundary = `changeset_${newGuid()}`;
	return `Content-Type: multipart/mixed; boundary=${boundary}${LINE}${LINE}${enclose(messages, boundary)}`;
}

function enclose(sections: readonly string[], boundary: string): string {
	return `${sections.map((section) => `--${boundary}${LINE}${section}`).join('')}--${boundary}--${LINE}`;
}

/** The id is in both places where sites look for it: in the part's headers and in the message's headers. */
function writeMessage({ method, path, json, headers = {} }: BatchPart, id: string): string {
	return [
		'Content-Type: application/http',
		'Content-Transfer-Encoding: binary',
		`Content-ID: ${id}`,
		'',
		`${method} ${path} HTTP/1.1`,
		`Content-ID: ${id}`,
		...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
		'',
		json === undefined ? '' : jsonText(json),
		'',
	].join(LINE);
}

/**
 * The lines between boundaries, of the batch and of the change sets in it, with any line endings. Lines that no boundary follows are
 * none of them: the answer was cut there.
 */
function readSections(text: string, contentType: string): string[][] {
	const boundaries = new Set<string>();
	const learn = (line: string) => {
		const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(line);
		if (boundary) boundaries.add(`--${boundary[1] ?? boundary[2] ?? ''}`);
	};
	learn(contentType);
	const sections: string[][] = [];
	for (const line of text.split(/\r?\n/)) {
		if (sections.length > MOST_SECTIONS) break;
		if (boundaries.has(line.trimEnd().replace(/--$/, ''))) {
			sections.push([]);
			continue;
		}
		if (/^content-type:\s*multipart\//i.test(line)) learn(line);
		sections.at(-1)?.push(line);
	}
	return sections.slice(0, -1);
}

/** `undefined` for a section without an HTTP response, such as the head of a change set. */
function readMessage(lines: readonly string[]): PartAnswer | undefined {
	const start = lines.findIndex((line) => /^HTTP\/\d/.test(line));
	const status = /^HTTP\/[\d.]+\s+(\d{3})/.exec(lines[start] ?? '')?.[1];
	if (status === undefined) return undefined;
	const rest = lines.slice(start + 1);
	const bodyStart = rest.findIndex((line) => line.trim() !== '' && !/^[\w-]+:/.test(line));
	const body = bodyStart < 0 ? '' : rest.slice(bodyStart).join('\n').trim();
	const head = [...lines.slice(0, start), ...rest.slice(0, bodyStart < 0 ? undefined : bodyStart)];
	const id = head.map((line) => /^content-id:\s*(\S+)/i.exec(line)?.[1]).find((found) => found !== undefined);
	return { id, status: Number(status), text: body, json: jsonIn(body) };
}

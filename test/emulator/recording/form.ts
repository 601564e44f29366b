import type { Hosting } from '..';
import type { Recorded } from './recorded';
import type { RawAnswer } from './site';

/** What is compared of an answer: never its values, which are those of other records. */
export interface Form {
	status: number;
	headers: Record<string, string>;
	body: unknown;
}

const HEADERS = [
	'content-type',
	'location',
	'odata-version',
	'odata-entityid',
	'preference-applied',
	'allow',
];

/** The form of an answer, the same for the library's and for the emulator's. */
export function formOf({ status, headers, body }: RawAnswer, hosting: Hosting): Form {
	const form = new FormOfBody(hosting);
	return {
		status,
		headers: headersOf(headers, hosting),
		body: /^multipart/i.test(headers['content-type'] ?? '') ? form.ofMultipart(body) : form.ofText(body),
	};
}

/** A row, an answer or an envelope. Columns come in the order of the model, which is another. */
class Members {
	constructor(
		readonly ordered: ReadonlyArray<readonly [name: string, form: unknown]>,
		readonly columns: ReadonlyMap<string, string>,
	) {}
}

/** Whether the emulator's form is the recorded one. Its model has more columns, and its lists may be empty where the others are not. */
export function agrees(seen: unknown, wanted: unknown): boolean {
	if (Array.isArray(seen) && Array.isArray(wanted)) {
		const [many, few] = [seen as unknown[], wanted as unknown[]];
		return many.length === few.length && many.every((one, index) => agrees(one, few[index]));
	}
	if (seen instanceof Rows && wanted instanceof Rows) {
		return !seen.first || !wanted.first || agrees(seen.first, wanted.first);
	}
	if (seen instanceof Members && wanted instanceof Members) {
		return (
			agrees(seen.ordered, wanted.ordered) &&
			[...wanted.columns].every(([name, kind]) => agreeAsKinds(seen.columns.get(name), kind))
		);
	}
	return JSON.stringify(seen) === JSON.stringify(wanted);
}

function agreeAsKinds(seen: string | undefined, wanted: string): boolean {
	return seen !== undefined && (seen === wanted || seen === 'empty' || wanted === 'empty');
}

class Rows {
	constructor(readonly first: unknown) {}
}

function headersOf(headers: Record<string, string>, hosting: Hosting): Record<string, string> {
	const kept = HEADERS.flatMap((name) => {
		const value = headers[name];
		return value === undefined ? [] : [[name, headerForm(value, hosting)]];
	});
	return Object.fromEntries(kept) as Record<string, string>;
}

function headerForm(value: string, hosting: Hosting): string {
	const plain = withoutGuids(value).replace(/;\s*/g, ';');
	return hosting === 'net' ? plain : plain.replace(';odata.streaming=true', '');
}

const GUID = /(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|<guid>)/gi;

function withoutGuids(text: string): string {
	return text.replace(GUID, '<guid>');
}

class FormOfBody {
	constructor(private readonly hosting: Hosting) {}

	/** The recorder dropped the byte order mark of a whole body. */
	ofText(marked: string): unknown {
		const text = marked.replace(/^\uFEFF/, '');
		if (text.startsWith('<?xml')) return 'XML';
		try {
			return this.ofValue(JSON.parse(text) as unknown);
		} catch {
			return text.includes('"responses"')
				? this.ofBrokenBatch(text)
				: withoutGuids(text).replace(/\d+/g, '0');
		}
	}

	/** Lines of the parts; what stands behind an empty line may be JSON or the digits of a count. */
	ofMultipart(text: string): unknown {
		return text
			.split('\r\n')
			.map((line) =>
				line.startsWith('{')
					? this.ofText(line)
					: headerForm(line, this.hosting).replace(/^(\uFEFF?)\d+$/, '$10'),
			);
	}

	/** A part that is not JSON stands as it is in a batch of JSON (contract 2.14). */
	private ofBrokenBatch(text: string): string {
		return withoutGuids(text).replace(/\d+/g, '0').replaceAll('; odata.streaming=true', '');
	}

	private ofValue(value: unknown, name = ''): unknown {
		if (Array.isArray(value)) {
			const items = value as unknown[];
			return name === 'responses' || name === 'details'
				? items.map((item) => this.ofValue(item))
				: new Rows(items.length === 0 ? undefined : this.ofValue(items[0]));
		}
		if (typeof value !== 'object' || value === null) return kindOf(value);
		// The two hosts have envelopes of their own.
		if (this.hosting === 'framework' && 'error' in value) return 'refusal';
		const ordered: Array<[string, unknown]> = [];
		const columns = new Map<string, string>();
		for (const [member, inside] of Object.entries(value)) {
			if (isColumn(member, inside)) columns.set(member, kindOf(inside));
			else if (!member.includes('@odata.media')) ordered.push([member, this.ofMember(member, inside)]);
		}
		return new Members(ordered, columns);
	}

	private ofMember(member: string, value: unknown): unknown {
		if (member === 'headers') return headersOf(value as Record<string, string>, this.hosting);
		if (member === 'status') return value;
		// A site hides it.
		if (member === 'stacktrace') return 'hidden';
		if (member === '@odata.context' || member.endsWith('@odata.type')) return withoutGuids(String(value));
		return this.ofValue(value, member);
	}
}

function isColumn(member: string, value: unknown): boolean {
	return /^[A-Z]\w*$/.test(member) && (typeof value !== 'object' || value === null);
}

/** What is empty is null in the recorded model and a value of its type on a site (contract 2.6). */
function kindOf(value: unknown): string {
	if (value === null || value === '' || value === 0 || value === '00000000-0000-0000-0000-000000000000')
		return 'empty';
	if (value === '0001-01-01T00:00:00Z' || value === false) return 'empty';
	return typeof value;
}

/** The sentence of a refusal, as this host shows it. */
export function sentenceOf({ body }: RawAnswer): string {
	try {
		const parsed = JSON.parse(body) as {
			error?: { message?: string; innererror?: { message?: string } };
			Message?: string;
		};
		const { error, Message } = parsed;
		if (error?.message === 'The request is invalid.') return error.innererror?.message ?? '';
		return error?.message ?? Message ?? '';
	} catch {
		return body;
	}
}

/** The sentence that this host shows for what the library recorded. */
export function expectedSentence({ response }: Recorded, hosting: Hosting): string {
	return hosting === 'framework' && response.reading !== undefined
		? `item : ${response.reading}`
		: sentenceOf(response);
}

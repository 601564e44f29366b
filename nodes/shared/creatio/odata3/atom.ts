import { type Attributes, parseXml } from '../../basics/xml';
import { columnTypeOf } from '../schema/edmTypes';
import { wireValue } from './values';

/** What is done with the content of an element. */
interface Element {
	open?(name: string, attributes: Attributes): Element;
	text?(text: string): void;
	close?(): void;
}

type Members = Record<string, unknown>;

const IGNORED: Element = {};

/**
 * A feed or an entry in Atom, which sites send that ignore `Accept`, as verbose JSON (contract 3.3): `{ d: { results } }` or
 * `{ d: record }`. Values whose type the document names have the form of OData 4 already. `undefined` for other XML, and for
 * XML that is not complete.
 */
export function atomIn(text: string): unknown {
	if (!/^\s*</.test(text)) return undefined;
	let content: unknown;
	const document: Element = {
		open: (name) => recordsIn(name, (records) => (content = records)),
	};
	return isRead(text, document) && content !== undefined ? { d: content } : undefined;
}

function isRead(text: string, document: Element): boolean {
	const path: Element[] = [document];
	try {
		parseXml(text, {
			open(name, attributes) {
				path.push(path.at(-1)?.open?.(name, attributes) ?? IGNORED);
			},
			text: (piece) => path.at(-1)?.text?.(piece),
			close() {
				path.pop()?.close?.();
			},
		});
		return true;
	} catch {
		return false;
	}
}

/** A feed or an entry; any other element is ignored. */
function recordsIn(name: string, done: (records: unknown) => void): Element {
	if (name === 'feed') return feed(done);
	return name === 'entry' ? entry(done) : IGNORED;
}

function feed(done: (list: Members) => void): Element {
	const results: unknown[] = [];
	const list: Members = { results };
	return {
		open(name, attributes) {
			if (name === 'entry') return entry((record) => results.push(record));
			if (name === 'count') return textOf((count) => (list.__count = count.trim()));
			if (name === 'link' && attributes.rel === 'next') list.__next = attributes.href;
			return IGNORED;
		},
		close: () => done(list),
	};
}

function entry(done: (record: Members) => void): Element {
	const members = new Map<string, unknown>();
	let type: string | undefined;
	const content: Element = {
		open: (name) => (name === 'properties' ? properties(members) : IGNORED),
	};
	return {
		open(name, attributes) {
			switch (name) {
				case 'category':
					type = attributes.term;
					return IGNORED;
				case 'link':
					return link(attributes, members);
				case 'content':
					return content;
				default:
					// A record with a file has its properties beside the content.
					return name === 'properties' ? properties(members) : IGNORED;
			}
		},
		close: () => done({ ...Object.fromEntries(members), __metadata: { type } }),
	};
}

/** The name of a navigation is at the end of its relation. */
const RELATED = '/related/';

/** A navigation, with its records where they are expanded. */
function link({ rel = '' }: Attributes, members: Map<string, unknown>): Element {
	const at = rel.lastIndexOf(RELATED);
	if (at < 0) return IGNORED;
	const name = rel.slice(at + RELATED.length);
	return {
		open(element) {
			if (element !== 'inline') return IGNORED;
			// An empty lookup has nothing in it.
			members.set(name, null);
			return { open: (inner) => recordsIn(inner, (records) => members.set(name, records)) };
		},
	};
}

function properties(members: Map<string, unknown>): Element {
	return { open: (name, attributes) => property(attributes, (value) => members.set(name, value)) };
}

/** A value, or several values with names. */
function property(attributes: Attributes, done: (value: unknown) => void): Element {
	const type = marked(attributes, 'type');
	const isNull = marked(attributes, 'null') === 'true';
	let inner: Map<string, unknown> | undefined;
	let text = '';
	return {
		open(name, innerAttributes) {
			const members = (inner ??= new Map<string, unknown>());
			return property(innerAttributes, (value) => members.set(name, value));
		},
		text: (piece) => (text += piece),
		close() {
			if (isNull) done(null);
			else if (inner) done(Object.fromEntries(inner));
			else done(type === undefined ? text : wireValue(columnTypeOf(type), text));
		},
	};
}

/** An attribute with a prefix, which each document may choose: `m:type`. */
function marked(attributes: Attributes, name: string): string | undefined {
	const key = Object.keys(attributes).find((candidate) => candidate.endsWith(`:${name}`));
	return key === undefined ? undefined : attributes[key];
}

function textOf(done: (text: string) => void): Element {
	let text = '';
	return { text: (piece) => (text += piece), close: () => done(text) };
}

import { SaxesParser } from 'saxes';

import { CreatioError, messageOf } from './errors';
import { MOST_LEVELS } from './json';

export type Attributes = Readonly<Record<string, string>>;

/** Called for each element in the order of the document, with local names, since prefixes vary from writer to writer. */
export interface XmlHandlers {
	open(name: string, attributes: Attributes): void;
	close(name: string): void;
	/** Decoded text inside the element that was opened last; it may arrive in pieces. */
	text?(text: string): void;
}

/** Reads a document that comes in pieces. Both methods throw an `Error` with the reason where it is not well formed. */
export interface XmlReader {
	write(text: string): unknown;
	/** Where the document has to be complete. */
	close(): unknown;
}

/** A strict parser. It expands no entities of a document type, so that a short document cannot become a long one. */
export function xmlReader(handlers: XmlHandlers): XmlReader {
	return parserFor(handlers);
}

/**
 * Reads a document with a strict parser. Rejects with kind `unreadable` when it is not well formed, for example because
 * the response was truncated. `what` and `cure` are for the message.
 */
export function parseXml(
	text: string,
	handlers: XmlHandlers,
	what = "The description of the site's objects ($metadata)",
	cure = 'Run again. If the error persists, ask an administrator to compile the site.',
): void {
	const parser = parserFor(handlers);
	const reason = failureOf(() => parser.write(withNamedCharacters(text, parser)).close());
	if (reason !== undefined) {
		throw new CreatioError('unreadable', `${what} is not complete XML: ${reason}`, { cure });
	}
}

/** Without a handler of errors the parser stops at the first one; otherwise it would report each `<` of a text. */
function parserFor(handlers: XmlHandlers): SaxesParser {
	const parser = new SaxesParser();
	let level = 0;
	parser.on('opentag', ({ name, attributes }) => {
		if (++level > MOST_LEVELS) throw new Error(`it is nested more than ${MOST_LEVELS} levels deep`);
		handlers.open(localName(name), attributes);
	});
	parser.on('closetag', ({ name }) => {
		level--;
		handlers.close(localName(name));
	});
	const { text: readText } = handlers;
	if (readText) {
		parser.on('text', readText);
		parser.on('cdata', readText);
	}
	return parser;
}

/**
 * References to characters that XML does not have, such as `&#x1;`: .NET writes them for what the texts of records contain
 * (contract 3.3), and one of them must not make a whole page unreadable.
 */
const OUTSIDE_XML = /&#x(0{0,3}(?:[0-8bcef]|1[\da-f])|fff[ef]);/gi;

/** The same text with a name in place of each such reference. The parser learns what the names stand for. */
function withNamedCharacters(text: string, { ENTITIES: entities }: SaxesParser): string {
	return text.replace(OUTSIDE_XML, (_, digits: string) => {
		const name = `character${digits.toLowerCase()}`;
		entities[name] = String.fromCharCode(Number.parseInt(digits, 16));
		return `&${name};`;
	});
}

function failureOf(work: () => unknown): string | undefined {
	try {
		work();
		return undefined;
	} catch (error) {
		return messageOf(error);
	}
}

function localName(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}

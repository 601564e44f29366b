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
	// Without a handler of errors the parser stops at the first one; otherwise it would report each `<` of a text.
	const reason = failureOf(() => parser.write(text).close());
	if (reason !== undefined) {
		throw new CreatioError('unreadable', `${what} is not complete XML: ${reason}`, { cure });
	}
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

import { SaxesParser } from 'saxes';

import { CreatioError } from './errors';

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
	let reason: string | undefined;
	parser.on('error', (error) => {
		reason ??= error.message;
	});
	parser.on('opentag', ({ name, attributes }) => handlers.open(localName(name), attributes));
	parser.on('closetag', ({ name }) => handlers.close(localName(name)));
	const { text: readText } = handlers;
	if (readText) {
		parser.on('text', readText);
		parser.on('cdata', readText);
	}
	parser.write(text).close();
	if (reason === undefined) return;
	throw new CreatioError('unreadable', `${what} is not complete XML: ${reason}`, { cure });
}

function localName(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}

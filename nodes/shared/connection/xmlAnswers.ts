/** The XML that services of .NET Framework answer: Atom, descriptions and errors of OData 3 (contract 3). */

const DECLARATION = String.raw`^\s{0,50}(?:<\?xml[^<>]{0,200}\?>\s{0,50})?`;

/** The beginning of a document, with the name of its root. */
const BEGINNING = new RegExp(String.raw`${DECLARATION}<((?:\w{1,20}:)?\w{1,100})(?=[\s/>])`);

/** A document whose root has no content, as that of a value that is null: `<Name m:null="true" />`. */
const ONE_TAG = new RegExp(String.raw`${DECLARATION}<[^<>]{1,400}/>\s{0,50}$`);

const LONGEST_BEGINNING = 500;

/** The name of the root of a document, with its prefix; `undefined` for a text that does not begin as one. */
function rootOf(text: string): string | undefined {
	return BEGINNING.exec(text.slice(0, LONGEST_BEGINNING))?.[1];
}

/** Whether a document lacks the end of its root. XML does not say in its beginning that its end is missing. */
export function isCutXml(text: string): boolean {
	const root = rootOf(text);
	const end = text.slice(-LONGEST_BEGINNING).trimEnd();
	return root === undefined || !(end.endsWith(`</${root}>`) || isOneTag(text));
}

function isOneTag(text: string): boolean {
	return ONE_TAG.test(text.slice(0, 2 * LONGEST_BEGINNING));
}

/** Whether a document is only an error of OData: `<m:error>…</m:error>` (contract 3). */
export function isErrorDocument(text: string): boolean {
	return /^(?:\w{1,20}:)?error$/.test(rootOf(text) ?? '');
}

/** Messages that are read of one error, each of which may contain another. */
const MOST_MESSAGES = 12;

/** The messages of an error of OData in XML, the outer ones first, with the escapes of XML and without stacks of calls. */
export function messagesOfErrorDocument(text: string): string[] {
	if (!isErrorDocument(text)) return [];
	return [...text.matchAll(/<(?:\w{1,20}:)?message(?:\s[^<>]{0,200})?>([^<>]{1,4000})/g)]
		.slice(0, MOST_MESSAGES)
		.map(([, words = '']) => words);
}

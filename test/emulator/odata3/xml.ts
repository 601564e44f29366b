/** Characters that XML 1.0 has no way to write; the library writes them all the same, as references. */
const CONTROL = /(?![\t\n\r\x7f-\x9f])\p{Cc}|[\uFFFE\uFFFF]/gu;

export function xmlText(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('\r', '&#xD;')
		.replace(CONTROL, (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`);
}

export function xmlAttribute(text: string): string {
	return xmlText(text).replaceAll('"', '&quot;').replaceAll('\t', '&#x9;').replaceAll('\n', '&#xA;');
}

/** An element of a document. Names are resolved to their namespaces. */
export interface XmlElement {
	namespace: string;
	name: string;
	/** By local name, or by namespace and name with a blank between them. */
	attributes: Map<string, string>;
	children: XmlElement[];
	/** Text of the element itself. */
	text: string;
}

/** What is not XML, with the place. */
export class XmlError extends Error {}

const DEEPEST = 100;
const TOKEN =
	/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

type Prefixes = ReadonlyMap<string, string>;

interface Open {
	tag: string;
	element: XmlElement;
	prefixes: Prefixes;
}

/** Reads a document without a DOCTYPE, which the library refuses too. */
export function readXml(document: string): XmlElement {
	const text = document.replace(/^\uFEFF/, '');
	const open: Open[] = [];
	let root: XmlElement | undefined;
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < text.length) {
		const at = TOKEN.lastIndex;
		const match = TOKEN.exec(text);
		if (!match) throw new XmlError(`Unexpected content at position ${at}.`);
		const [, cdata, end, tag, attributes = '', isEmpty, plain] = match;
		const inside = open.at(-1);
		if (end !== undefined) {
			if (open.pop()?.tag !== end)
				throw new XmlError(`The end tag '${end}' at position ${at} does not match.`);
		} else if (tag !== undefined) {
			if (root && !inside) throw new XmlError('There are multiple root elements.');
			const opened = openElement(tag, attributes, inside?.prefixes ?? new Map());
			root ??= opened.element;
			inside?.element.children.push(opened.element);
			if (isEmpty !== '/') open.push(opened);
			if (open.length > DEEPEST) throw new XmlError('The document is nested too deep.');
		} else {
			const content = cdata ?? (plain === undefined ? '' : unescaped(plain));
			if (inside) inside.element.text += content;
			else if (content.trim() !== '') throw new XmlError('Data at the root level is invalid.');
		}
	}
	const last = open.at(-1);
	if (last) throw new XmlError(`Unexpected end of file. The element '${last.tag}' is not closed.`);
	if (!root) throw new XmlError('Root element is missing.');
	return root;
}

function openElement(tag: string, source: string, outer: Prefixes): Open {
	const given = [...source.matchAll(ATTRIBUTE)].map(([, name = '', double, single]): [string, string] => [
		name,
		unescaped(double ?? single ?? ''),
	]);
	const prefixes = new Map(outer);
	for (const [name, value] of given) {
		if (name === 'xmlns') prefixes.set('', value);
		else if (name.startsWith('xmlns:')) prefixes.set(name.slice('xmlns:'.length), value);
	}
	const attributes = new Map<string, string>();
	for (const [name, value] of given) {
		if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
		const key = name.includes(':') ? qualified(name, prefixes).join(' ') : name;
		if (attributes.has(key)) throw new XmlError(`'${name}' is a duplicate attribute name.`);
		attributes.set(key, value);
	}
	const [namespace, name] = qualified(tag, prefixes);
	return { tag, prefixes, element: { namespace, name, attributes, children: [], text: '' } };
}

function qualified(name: string, prefixes: Prefixes): [namespace: string, name: string] {
	const at = name.indexOf(':');
	const prefix = at < 0 ? '' : name.slice(0, at);
	if (prefix === 'xml') return [XML_NAMESPACE, name.slice(at + 1)];
	const namespace = prefixes.get(prefix);
	if (namespace === undefined && prefix !== '') throw new XmlError(`'${prefix}' is an undeclared prefix.`);
	return [namespace ?? '', name.slice(at + 1)];
}

function unescaped(text: string): string {
	return text.replace(/&([^;\s&]*);?/g, (reference, name: string) => {
		const code = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/i.exec(name);
		if (!reference.endsWith(';')) throw new XmlError(`An error occurred while parsing the entity '${name}'.`);
		if (!code) {
			const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
			if (known === undefined) throw new XmlError(`Reference to undeclared entity '${name}'.`);
			return known;
		}
		const point = code[1] === undefined ? Number(code[2]) : Number.parseInt(code[1], 16);
		if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
			throw new XmlError(`'${reference}' is an invalid character.`);
		return String.fromCodePoint(point);
	});
}

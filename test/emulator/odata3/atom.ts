import type { Column, Entity } from '../model/model';
import { toWire, storedNow } from '../model/instant';
import type { ServiceCall } from './call';
import { addressOf, setName, typeName, typeOf } from './names';
import type { Page, ShownRecord } from './records';
import { selectionModel, shownColumns, shownLinks } from './selection';
import { isoDate, type Spelled, spelled } from './values';
import { xmlAttribute, xmlText } from './xml';

export const DATA = 'http://schemas.microsoft.com/ado/2007/08/dataservices';
export const METADATA = `${DATA}/metadata`;
export const ATOM = 'http://www.w3.org/2005/Atom';
const RELATED = `${DATA}/related/`;
const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';
const NAMESPACES = `xmlns="${ATOM}" xmlns:d="${DATA}" xmlns:m="${METADATA}"`;

/** What a feed is of, for its title and id. */
export interface FeedPlace {
	title: string;
	/** Address without options. */
	address: string;
}

/** Atom (contract 3.3, `wire-samples/odata3/feed-anonymised.xml`). */
export function pageAtom(call: ServiceCall, page: Page, place: FeedPlace, next: string | undefined): string {
	return [
		DECLARATION,
		`<feed xml:base="${xmlAttribute(`${call.root}/`)}" ${NAMESPACES}>`,
		...(page.count === undefined ? [] : [`<m:count>${page.count}</m:count>`]),
		...feedBody(call, page.records, place),
		...(next === undefined ? [] : [`<link rel="next" href="${xmlAttribute(next)}" />`]),
		'</feed>',
	].join('');
}

export function entryAtom(call: ServiceCall, record: ShownRecord): string {
	return (
		DECLARATION + entry(call, record, `<entry xml:base="${xmlAttribute(`${call.root}/`)}" ${NAMESPACES}>`)
	);
}

function feedBody(call: ServiceCall, records: readonly ShownRecord[], place: FeedPlace): string[] {
	const relative = place.address.slice(call.root.length + 1);
	return [
		`<id>${xmlText(place.address)}</id>`,
		`<title type="text">${xmlText(place.title)}</title>`,
		`<updated>${now(call)}</updated>`,
		`<link rel="self" title="${xmlAttribute(place.title)}" href="${xmlAttribute(relative)}" />`,
		// A feed without entries has an author.
		...(records.length === 0 ? ['<author><name /></author>'] : []),
		...records.map((record) => entry(call, record, '<entry>')),
	];
}

function entry(call: ServiceCall, record: ShownRecord, start: string): string {
	const { row, selection } = record;
	const { entity } = selection;
	const address = addressOf(entity, String(row.Id));
	return [
		start,
		`<id>${xmlText(`${call.root}/${address}`)}</id>`,
		`<category term="${typeName(entity)}" scheme="${DATA}/scheme" />`,
		`<link rel="edit" title="${entity.name}" href="${address}" />`,
		...[...record.expanded].map(([name, shown]) => expandedLink(call, address, name, shown)),
		...shownLinks(selection, selectionModel(call.context)).map(([name, kind]) =>
			link(address, name, kind === 'lookup' ? 'entry' : 'feed'),
		),
		`<title /><updated>${now(call)}</updated><author><name /></author>`,
		'<content type="application/xml"><m:properties>',
		...shownColumns(selection).map((column) => property(call, entity, column, record)),
		'</m:properties></content></entry>',
	].join('');
}

function link(address: string, name: string, type: 'entry' | 'feed', inside?: string): string {
	const start = `<link rel="${RELATED}${name}" type="application/atom+xml;type=${type}" title="${name}" href="${address}/${name}"`;
	return inside === undefined ? `${start} />` : `${start}><m:inline>${inside}</m:inline></link>`;
}

function expandedLink(
	call: ServiceCall,
	address: string,
	name: string,
	shown: ShownRecord | ShownRecord[] | undefined,
): string {
	if (shown === undefined)
		return link(address, name, 'entry', '').replace('<m:inline></m:inline>', '<m:inline />');
	if (!Array.isArray(shown)) return link(address, name, 'entry', entry(call, shown, '<entry>'));
	const place = { title: name, address: `${call.root}/${address}/${name}` };
	return link(address, name, 'feed', `<feed>${feedBody(call, shown, place).join('')}</feed>`);
}

function property(call: ServiceCall, entity: Entity, column: Column, { row }: ShownRecord): string {
	return element(column, spelled(call, entity, column, row), '');
}

/** Texts have no type. Blanks at their ends are marked as such. */
function element(column: Column, value: Spelled, namespaces: string): string {
	const name = `d:${column.property}`;
	const type = typeOf(column);
	const typed = type === 'Edm.String' ? '' : ` m:type="${type}"`;
	const text = value.kind === 'date' ? isoDate(value.stored) : value.text;
	if (text === null) return `<${name}${namespaces}${typed} m:null="true" />`;
	const space = /^\s|\s$/.test(text) ? ' xml:space="preserve"' : '';
	return text === ''
		? `<${name}${namespaces}${typed}></${name}>`
		: `<${name}${namespaces}${typed}${space}>${xmlText(text)}</${name}>`;
}

/** One column as a document. */
export function propertyXml(column: Column, value: Spelled): string {
	return DECLARATION + element(column, value, ` xmlns:d="${DATA}" xmlns:m="${METADATA}"`);
}

/** AtomPub (`wire-samples/odata3/service-document-excerpt.xml`). */
export function serviceAtom(root: string, entities: readonly Entity[]): string {
	return [
		DECLARATION,
		`<service xml:base="${xmlAttribute(`${root}/`)}" xmlns="http://www.w3.org/2007/app" xmlns:atom="${ATOM}">`,
		'<workspace><atom:title>Default</atom:title>',
		...entities.map((entity) => {
			const name = setName(entity);
			return `<collection href="${name}"><atom:title>${name}</atom:title></collection>`;
		}),
		'</workspace></service>',
	].join('');
}

function now({ context }: ServiceCall): string {
	return toWire(storedNow(context.options.clock()).slice(0, 19));
}

import { dateTimeText } from '../../../../nodes/shared/creatio/odata3/dates';
import { duration, ORDER } from './rows';

type Row = Readonly<Record<string, unknown>>;

const escaped = (text: string) =>
	text.replace(/[&<>"\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);

const TYPES: Readonly<Record<string, string>> = {
	guid: 'Guid',
	lookup: 'Guid',
	integer: 'Int32',
	boolean: 'Boolean',
};

/** `inside`: properties are in the content; beside it they are where the record is a file. */
export interface Layout {
	readonly inside: boolean;
	readonly prefix: string;
}

export function entryOf(row: Row, layout: Layout): string {
	const { inside, prefix } = layout;
	const links: string[] = [];
	let properties = '';
	for (const [name, value] of Object.entries(row)) {
		if (name === 'Parent' || name === 'OrderCollectionByParent') links.push(linkOf(name, value, layout));
		else properties += propertyOf(name, value, prefix);
	}
	const all = `<${prefix}:properties>${properties}</${prefix}:properties>`;
	return `<entry><id>x</id><category term="Terrasoft.Configuration.Order" scheme="s"/><link rel="edit" href="x"/>${links.join('')}<link rel="http://schemas.microsoft.com/ado/2007/08/dataservices/related/Ghost" title="Ghost" href="x/Ghost"/><title/><author><name/></author>${inside ? `<content type="application/xml">\n${all}\n</content>` : `<content type="image/png" src="x"/>${all}`}</entry>`;
}

export function feedOf(rows: readonly Row[], layout: Layout, more = ''): string {
	const { prefix } = layout;
	return `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:d="d" xmlns:${prefix}="m"><title>x</title>${more}${rows.map((row) => entryOf(row, layout)).join('\n')}</feed>`;
}

function linkOf(name: string, value: unknown, layout: Layout): string {
	const content = Array.isArray(value)
		? feedOf(value as Row[], layout)
		: value === null
			? ''
			: entryOf(value as Row, layout);
	const { prefix } = layout;
	return `<link rel="http://schemas.microsoft.com/ado/2007/08/dataservices/related/${name}" title="${name}" href="x"><${prefix}:inline>${content}</${prefix}:inline></link>`;
}

function propertyOf(name: string, value: unknown, prefix: string): string {
	const column = [...ORDER.columns.values()].find(({ property }) => property === name);
	const edm = column?.edm ?? TYPES[column?.type ?? ''];
	const type = edm === undefined ? '' : ` ${prefix}:type="Edm.${edm}"`;
	if (value === null) return `<d:${name}${type} ${prefix}:null="true"/>`;
	return `<d:${name}${type}>${escaped(textOf(edm, value))}</d:${name}>`;
}

function textOf(edm: string | undefined, value: unknown): string {
	if (edm === 'DateTime') return dateTimeText(String(value));
	if (edm === 'Time') return duration(String(value));
	return edm === 'Int64' ? BigInt(String(value)).toString() : String(value);
}

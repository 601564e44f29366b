import { bestEffort } from '../../basics/bestEffort';
import { guidIn } from '../../basics/guid';
import { textIn } from '../../basics/json';
import type { Connection } from '../../connection/serviceCall';
import type { ObjectModel, ObjectSummary } from '../model/objectModel';
import { onlyColumns, type Row } from '../model/rows';
import { textFilter } from '../odata/filterCost';
import { readRows } from '../odata/readRows';
import { readableColumns } from '../protocol/shape';
import { readSections } from './sections';

/** Objects that list the site's objects, the more detailed one first (contract 8.1). */
const SCHEMA_OBJECTS = ['VwSysSchemaInWorkspace', 'SysSchema'] as const;

const WANTED_COLUMNS = ['Name', 'Caption', 'UId', 'ExtendParent'];

/** Technical objects (contract 8.1). They are listed last, since they are rarely needed. */
const TECHNICAL = /^(Vw|Sys)|(Lcz|Right|InFolder|InTag)$/;

/** Objects that have a section on every site, as far as the site has them. */
const STOCK_SECTIONS: ReadonlySet<string> = new Set([
	'Account',
	'Activity',
	'Case',
	'Contact',
	'Lead',
	'Opportunity',
	'Order',
]);

export interface ObjectList {
	readonly objects: readonly ObjectSummary[];
	/** False when the site did not return them. */
	readonly hasCaptions: boolean;
}

/**
 * The site's objects, with captions and sections where it reports them: those with a section first, technical ones last, each
 * in the order of their captions.
 */
export async function listObjects(
	connection: Connection,
	names: readonly string[],
	modelOf: (name: string) => ObjectModel | undefined,
): Promise<ObjectList> {
	const [schemas, sections] = await Promise.all([
		readSchemas(connection, modelOf),
		readSections(connection, modelOf),
	]);
	const captions = schemas && captionsOf(schemas);
	const sectionOf = schemas && sections ? sectionsByName(schemas, sections) : new Map<string, string>();
	const rank = ({ name, section }: ObjectSummary) => {
		if (section !== undefined || (sectionOf.size === 0 && STOCK_SECTIONS.has(name))) return 0;
		return TECHNICAL.test(name) ? 2 : 1;
	};
	const { compare } = new Intl.Collator();
	const objects = names
		.map((name) => {
			const caption = captions?.get(name) ?? name;
			const section = sectionOf.get(name);
			return { name, caption, ...(section !== undefined && { section: section || caption }) };
		})
		.sort((a, b) => rank(a) - rank(b) || compare(a.caption, b.caption) || compare(a.name, b.name));
	return { objects, hasCaptions: captions !== undefined };
}

/** Captions of sections by the name of their object. A section names its object by the UId of any of its schemas. */
function sectionsByName(
	schemas: readonly Row[],
	sections: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
	const byName = new Map<string, string>();
	for (const row of schemas) {
		const name = textIn(row, 'Name');
		const section = sections.get(guidIn(row, 'UId') ?? '');
		if (name !== undefined && section !== undefined) byName.set(name, section);
	}
	return byName;
}

/** The user may lack the right to read schemas. All other failures are reported. */
async function readSchemas(
	connection: Connection,
	modelOf: (name: string) => ObjectModel | undefined,
): Promise<readonly Row[] | undefined> {
	for (const object of SCHEMA_OBJECTS) {
		const model = modelOf(object);
		if (!model) continue;
		const schemas = await bestEffort(readSchemaRows(connection, model));
		if (schemas && schemas.length > 0) return schemas;
	}
	return undefined;
}

async function readSchemaRows(connection: Connection, model: ObjectModel): Promise<Row[]> {
	const columns = readableColumns(model).filter(({ name }) => WANTED_COLUMNS.includes(name));
	const shape = onlyColumns(columns);
	const filter = textFilter("ManagerName eq 'EntitySchemaManager'");
	const query = { object: model.name, shape, filter, limit: Infinity };
	return await readRows(connection, query);
}

/** An object has one row for each package that extends it; the row that does not extend is the original (contract 8.1). */
function captionsOf(rows: readonly Row[]): ReadonlyMap<string, string> {
	const captions = new Map<string, string>();
	for (const row of rows) {
		const { Name: name, Caption: caption, ExtendParent: extendsParent } = row;
		if (typeof name !== 'string' || typeof caption !== 'string' || caption === '') continue;
		if (extendsParent !== true || !captions.has(name)) captions.set(name, caption);
	}
	return captions;
}

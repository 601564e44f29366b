import { bestEffort } from '../../basics/bestEffort';
import type { Connection } from '../../connection/serviceCall';
import type { ObjectModel, ObjectSummary } from '../model/objectModel';
import type { Row } from '../model/rows';
import { textFilter } from '../odata/filterCost';
import { readRows } from '../odata/readRows';
import { readableColumns } from '../odata/selectExpand';

/** Objects that list the site's objects, the more detailed one first (contract 8.1). */
const SCHEMA_OBJECTS = ['VwSysSchemaInWorkspace', 'SysSchema'] as const;

const WANTED_COLUMNS = ['Name', 'Caption', 'ExtendParent'];

/** Technical objects (contract 8.1). They are listed last, since they are rarely needed. */
const TECHNICAL = /^(Vw|Sys)|(Lcz|Right|InFolder|InTag)$/;

export interface ObjectList {
	readonly objects: readonly ObjectSummary[];
	/** False when the site did not return them. */
	readonly hasCaptions: boolean;
}

/** The site's objects, with captions where it reports them. */
export async function listObjects(
	connection: Connection,
	names: readonly string[],
	modelOf: (name: string) => ObjectModel | undefined,
): Promise<ObjectList> {
	const captions = await readCaptions(connection, modelOf);
	const objects = names
		.map((name) => ({ name, caption: captions?.get(name) ?? name }))
		.sort((a, b) => rank(a) - rank(b) || a.caption.localeCompare(b.caption) || a.name.localeCompare(b.name));
	return { objects, hasCaptions: captions !== undefined };
}

/** The user's own objects first. */
function rank({ name }: ObjectSummary): number {
	if (TECHNICAL.test(name)) return 2;
	return name.startsWith('Usr') ? 0 : 1;
}

/** The user may lack the right to read schemas. All other failures are reported. */
async function readCaptions(
	connection: Connection,
	modelOf: (name: string) => ObjectModel | undefined,
): Promise<ReadonlyMap<string, string> | undefined> {
	for (const object of SCHEMA_OBJECTS) {
		const model = modelOf(object);
		if (!model) continue;
		const schemas = await bestEffort(readSchemaRows(connection, model));
		if (schemas && schemas.length > 0) return captionsOf(schemas);
	}
	return undefined;
}

async function readSchemaRows(connection: Connection, model: ObjectModel): Promise<Row[]> {
	const columns = readableColumns(model).filter(({ name }) => WANTED_COLUMNS.includes(name));
	const shape = { columns, labels: [], related: [] };
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

import { bestEffort } from '../../basics/bestEffort';
import { guidIn } from '../../basics/guid';
import { membersOf, textIn } from '../../basics/json';
import type { Connection } from '../../connection/serviceCall';
import type { ObjectModel } from '../model/objectModel';
import { readRows } from '../odata/readRows';

/** The lookup of a section to what says which object it shows, and the column of that. */
const ENTITY = 'SysModuleEntity';
const SCHEMA = 'SysEntitySchemaUId';

/** More sections than a site has. */
const MOST_SECTIONS = 2_000;

/**
 * The captions of sections by the UId of the object that they show, in lower case (contract 8.1). `undefined` where the site
 * does not show its sections to the user.
 */
export async function readSections(
	connection: Connection,
	modelOf: (name: string) => ObjectModel | undefined,
): Promise<ReadonlyMap<string, string> | undefined> {
	const section = modelOf('SysModule');
	const caption = section?.columns.get('Caption');
	const entity = section?.columns.get(ENTITY);
	const schema = modelOf(ENTITY)?.columns.get(SCHEMA);
	if (!section || !caption || !entity || !schema) return undefined;
	const path = { text: `${ENTITY}.${SCHEMA}`, steps: [entity], column: schema, owner: ENTITY };
	const shape = { columns: [caption], labels: [], related: [path] };
	const rows = await bestEffort(readRows(connection, { object: section.name, shape, limit: MOST_SECTIONS }));
	if (!rows || rows.length === 0) return undefined;
	const captions = new Map<string, string>();
	for (const row of rows) {
		// Pages such as the desktop are listed like sections, but show no object.
		const uId = guidIn(membersOf(row[ENTITY]), SCHEMA);
		if (uId !== undefined && !captions.has(uId)) captions.set(uId, textIn(row, 'Caption') ?? '');
	}
	return captions;
}

import { attempt } from '../../http/attempt';
import { isCreatioError } from '../../http/errors';
import type { Connection } from '../../http/types';
import type { ObjectModel, ObjectSummary } from '../model';
import { readPages } from '../odata/records';
import { readableColumns } from '../odata/select';
import type { Row } from '../rows';

/** Objects that tell what objects there are, the richer one first (contract 8.1). */
const SCHEMA_OBJECTS = ['VwSysSchemaInWorkspace', 'SysSchema'] as const;
const WANTED_COLUMNS = ['Name', 'Caption', 'ExtendParent'];
/** Technical objects (contract 8.1). They come last, since nobody looks for them, but somebody may. */
const TECHNICAL = /^(Vw|Sys)|(Lcz|Right|InFolder|InTag)$/;

/** The site's objects with captions where it tells them; without, the names alone. */
export async function listObjects(
	connection: Connection,
	names: readonly string[],
	modelOf: (name: string) => ObjectModel | undefined,
	signal?: AbortSignal,
): Promise<ObjectSummary[]> {
	const captions = await readCaptions(connection, modelOf, signal);
	return names
		.map((name) => ({ name, caption: captions.get(name) ?? name }))
		.sort((a, b) => rank(a) - rank(b) || a.caption.localeCompare(b.caption) || a.name.localeCompare(b.name));
}

/** The user's own objects first. */
function rank({ name }: ObjectSummary): number {
	if (TECHNICAL.test(name)) return 2;
	return name.startsWith('Usr') ? 0 : 1;
}

async function readCaptions(
	connection: Connection,
	modelOf: (name: string) => ObjectModel | undefined,
	signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
	for (const object of SCHEMA_OBJECTS) {
		const model = modelOf(object);
		if (!model) continue;
		const outcome = await attempt(readSchemaRows(connection, model, signal));
		if (outcome.done && outcome.value.length > 0) return captionsOf(outcome.value);
		if (!outcome.done && !isRefusal(outcome.error)) throw outcome.error;
	}
	return new Map();
}

/** A user may have no right to see schemas. Anything else that goes wrong is the user's to know. */
function isRefusal(error: unknown): boolean {
	return (
		isCreatioError(error) && ['forbidden', 'invalid', 'notFound', 'server', 'unreadable'].includes(error.kind)
	);
}

async function readSchemaRows(
	connection: Connection,
	model: ObjectModel,
	signal?: AbortSignal,
): Promise<Row[]> {
	const columns = readableColumns(model).filter(({ name }) => WANTED_COLUMNS.includes(name));
	const shape = { columns, labels: [], related: [] };
	const filter = "ManagerName eq 'EntitySchemaManager'";
	const query = { object: model.name, shape, filter, limit: Infinity };
	const rows: Row[] = [];
	for await (const page of readPages(connection, query, { droppedColumns: new Set() }, signal)) {
		for (const row of page) rows.push(row);
	}
	return rows;
}

/** An object has a row in each package that extends it; the one that does not extend is the original (contract 8.1). */
function captionsOf(rows: readonly Row[]): ReadonlyMap<string, string> {
	const captions = new Map<string, string>();
	for (const row of rows) {
		const { Name: name, Caption: caption, ExtendParent: extendsParent } = row;
		if (typeof name !== 'string' || typeof caption !== 'string' || caption === '') continue;
		if (extendsParent !== true || !captions.has(name)) captions.set(name, caption);
	}
	return captions;
}

import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { type Column, type Metadata, type ObjectModel } from '../model/objectModel';
import type { Row } from '../model/rows';
import type { Filter } from '../odata/filterCost';
import type { Protocol } from '../protocol/protocol';
import { textLiteral } from '../protocol/textLiteral';

/** The object that holds the files of all records whose object has none of its own (contract 7.3). */
const SHARED_OBJECT = 'SysFile';

/** Where the files of an object's records are (contract 7.3). */
export interface FileObject {
	/** The object that holds the files: ContactFile, or SysFile. */
	readonly model: ObjectModel;
	/** The object of the records: Contact. */
	readonly object: string;
	/** The column that says which record a file belongs to: a lookup, or the plain ID in SysFile. */
	readonly parent: Column;
	/** Whether files of other objects are there as well: SysFile. */
	readonly isShared: boolean;
}

/**
 * Finds where the files of an object's records are: `<Object>File` with a lookup to the object, or else SysFile (contract
 * 7.3). Rejects with kind `input` for an unknown object, for one that holds files itself, and for one without files.
 */
export async function fileObjectOf(metadata: Metadata, object: string): Promise<FileObject> {
	const { name } = await metadata.object(object);
	const own = await metadata.find(`${name}File`);
	const lookup = own && lookupTo(own, name);
	if (own && lookup) return { model: own, object: name, parent: lookup, isShared: false };
	const records = await recordsOf(metadata, name);
	if (records !== undefined) throw holdsFiles(name, records);
	const shared = await metadata.find(SHARED_OBJECT);
	const parent = shared?.columns.get('RecordId');
	if (shared && parent) return { model: shared, object: name, parent, isShared: true };
	throw inputError(
		`The object ${name} has no files: the site has neither ${name}File nor ${SHARED_OBJECT} (field ${LABELS.object})`,
		'Choose an object whose pages have attachments. If the object is one, the user of the credential needs the right to read its files.',
	);
}

/** The lookup to an object; the one that is named like it where there are several. */
function lookupTo(model: ObjectModel, object: string): Column | undefined {
	const lookups = [...model.columns.values()].filter(
		({ type, target }) => type === 'lookup' && target === object,
	);
	return lookups.find(({ name }) => name === object) ?? lookups[0];
}

/** What an object that holds files holds the files of; `undefined` for any other object. */
async function recordsOf(metadata: Metadata, name: string): Promise<string | undefined> {
	if (name === SHARED_OBJECT) return 'any object, such as Contact';
	const stem = name.endsWith('File') ? name.slice(0, -'File'.length) : '';
	const model = stem === '' ? undefined : await metadata.find(name);
	const holdsContent = model && [...model.columns.values()].some(({ type }) => type === 'stream');
	return holdsContent && lookupTo(model, stem) ? stem : undefined;
}

function holdsFiles(name: string, records: string) {
	return inputError(
		`The object ${name} holds the files of ${records} (field ${LABELS.object})`,
		'Choose the object of the record that the files belong to.',
	);
}

/** The filter for the files of a record (contract 2.5: a lookup is compared by its navigation, a plain ID is not). */
export function filterOfRecord(
	{ guid }: Protocol,
	{ model, object, parent, isShared }: FileObject,
	recordId: string,
): Required<Pick<Filter, 'text' | 'nodes'>> {
	if (!isShared) return { text: `${parent.name}/Id eq ${guid(recordId)}`, nodes: 6 };
	const byRecord = `${parent.property} eq ${guid(recordId)}`;
	if (!model.columns.has('RecordSchemaName')) return { text: byRecord, nodes: 5 };
	const ofObject = `RecordSchemaName eq ${textLiteral(object)}`;
	return { text: `${byRecord} and ${ofObject}`, nodes: 11 };
}

/** The values of a new file's row that make it a file of a record. */
export function parentValues({ model, object, parent, isShared }: FileObject, recordId: string): Row {
	const own = { [parent.property]: recordId };
	return isShared && model.columns.has('RecordSchemaName') ? { ...own, RecordSchemaName: object } : own;
}

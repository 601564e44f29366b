import type { Call } from '../context';
import type { Column, Entity } from '../model/model';
import { ODataError } from '../odata/errors';
import { writeAs } from '../services/writeAs';
import type { SqlRow, SqlValue } from '../store/database';
import { checkFileSize, checkFileType } from './fileRules';
import { placeOf } from './place';
import { FileRefusal } from './refusal';
import { readUpload, type Upload } from './uploadRequest';

/** Above it a chunk needs the right to write `Size` where files are in S3 (contract 7.1). */
const SMALL_CHUNK = 500 * 1024;

/** Whether `AdditionalParams` set columns. */
export type UploadForm = 'withColumns' | 'withoutColumns';

/**
 * Stores the bytes of one request (contract 7.1). A first chunk writes the row and replaces the content; a later one
 * goes to the end of the content, whatever its range says. Throws `FileRefusal`.
 */
export function storeUpload(call: Call, form: UploadForm = 'withColumns'): void {
	const { context, caller, request } = call;
	const given = readUpload(request);
	const upload = form === 'withColumns' ? given : { ...given, additional: [] };
	checkFileSize(context, upload.totalFileLength);
	checkFileType(context, upload.fileName);
	const { entity, column } = targetOf(call, upload);
	if (!caller.user.mayWrite || context.switches.filesWithoutRights.includes(upload.fileId)) {
		throw new FileRefusal(
			'SecurityException',
			`Current user does not have sufficient permissions to edit records of "${entity.name}".`,
		);
	}
	if (upload.position === 'first') writeRow(call, entity, upload);
	else if (!context.store.exists(entity, upload.fileId)) {
		throw new FileRefusal('ItemNotFoundException', `Item with identifier "${upload.fileId}" was not found.`);
	}
	// The row is there by now: a refused content leaves it behind.
	if (context.switches.largeChunks === 'needSizeRight' && upload.bytes.length > SMALL_CHUNK) {
		throw new FileRefusal(
			'SecurityException',
			`Current user does not have sufficient permissions to edit column "Size" of "${entity.name}".`,
		);
	}
	const place = placeOf(context, entity, upload.fileId, column, 'files');
	if (upload.position === 'first') context.store.contents.write(place, upload.bytes);
	else context.store.contents.append(place, upload.bytes);
}

function targetOf({ context }: Call, { object, column }: Upload): { entity: Entity; column: Column } {
	const entity = context.store.model.entities.get(object);
	if (!entity) throw new FileRefusal('ItemNotFoundException', `Item with name "${object}" was not found.`);
	const found = entity.byProperty.get(column);
	if (found?.kind !== 'BLOB') throw unknownColumn(entity, column);
	return { entity, column: found };
}

function unknownColumn(entity: Entity, name: string): FileRefusal {
	return new FileRefusal(
		'ItemNotFoundException',
		`Column "${name}" was not found in schema "${entity.name}".`,
	);
}

/** Creates the row, or writes what each first chunk writes. The parent is set on creation alone. */
function writeRow({ context, caller }: Call, entity: Entity, upload: Upload): void {
	const exists = context.store.exists(entity, upload.fileId);
	const row = existing(entity, {
		Name: upload.fileName,
		TypeId: upload.typeId ?? null,
		Version: 1,
		Size: upload.totalFileLength,
	});
	const { parent } = upload;
	if (!exists && parent) {
		const column = entity.lookups.get(parent.column) ?? entity.byProperty.get(parent.column);
		if (!column) throw unknownColumn(entity, parent.column);
		row[column.property] = parent.id;
	}
	for (const [name, value] of upload.additional) {
		const column = entity.byProperty.get(name);
		if (column && column.kind !== 'BLOB') row[name] = toSql(value);
	}
	try {
		writeAs(context, caller.user, (writer) => {
			if (exists) writer.update(entity, upload.fileId, row);
			else writer.create(entity, { ...row, Id: upload.fileId });
		});
	} catch (cause) {
		if (!(cause instanceof ODataError)) throw cause;
		throw new FileRefusal('DbOperationException', cause.nested.at(-1)?.message ?? cause.headline);
	}
}

/** Of columns that the object has; an image has no size. */
function existing(entity: Entity, row: SqlRow): SqlRow {
	return Object.fromEntries(Object.entries(row).filter(([name]) => entity.byProperty.has(name)));
}

function toSql(value: unknown): SqlValue {
	if (typeof value === 'string' || typeof value === 'number') return value;
	return typeof value === 'boolean' ? Number(value) : null;
}

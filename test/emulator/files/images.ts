import type { Call } from '../context';
import { type Answer, decodePercent, empty, header, html, json, parameter } from '../http';
import { isGuid, newGuid } from '../model/ids';
import { writeAs } from '../services/writeAs';
import { checkFileSize } from './fileRules';
import { placeOf, storedBody } from './place';
import { FileRefusal } from './refusal';

const NOT_AN_IMAGE = { error: 'File is not an image.' };
const NOT_ALLOWED = { Success: false, ErrorInfo: { Message: 'File type is not allowed.' } };
/** First bytes of PNG, JPEG, GIF. */
const SIGNATURES = ['89504e47', 'ffd8ff', '47494638'];
const ALLOWED_TYPES = /^image\/(png|jpe?g|gif)$/i;

/** `ImageAPIService/upload` (contract 7.4), whole or in chunks: refusals are 200 as well. */
export function uploadImage(call: Call): Answer {
	const { context, request, caller } = call;
	if (!caller.user.mayWrite) return empty(403);
	const disposition = header(request, 'content-disposition') ?? '';
	if (/filename\*/i.test(disposition)) return html('Content-Disposition', 400);
	if (/filename="/i.test(disposition)) return json(NOT_AN_IMAGE);
	const mimeType = parameter(request.query, 'mimeType') ?? '';
	if (!ALLOWED_TYPES.test(mimeType)) return json(NOT_ALLOWED);
	const refusal = sizeRefusal(call);
	if (refusal) return refusal;
	const { store } = context;
	const entity = store.entity('SysImage');
	const given = parameter(request.query, 'fileId') ?? '';
	const id = isGuid(given) ? given.toLowerCase() : newGuid();
	const place = { object: 'SysImage', id, column: 'Data' };
	if (!/^bytes 0+-/i.test(header(request, 'content-range') ?? 'bytes 0-')) {
		if (!store.exists(entity, id)) return json(NOT_AN_IMAGE);
		store.contents.append(place, request.body);
		return json({});
	}
	const start = request.body.subarray(0, 4).toString('hex');
	if (!SIGNATURES.some((signature) => start.startsWith(signature))) return json(NOT_AN_IMAGE);
	const row = {
		Name: decodePercent(/filename=([^;]+)/i.exec(disposition)?.[1] ?? 'image'),
		MimeType: mimeType,
	};
	writeAs(context, caller.user, (writer) => {
		if (store.exists(entity, id)) writer.update(entity, id, row);
		else writer.create(entity, { ...row, Id: id });
		store.contents.write(place, request.body);
	});
	return json({});
}

function sizeRefusal({ context, request }: Call): Answer | undefined {
	const declared = Number(parameter(request.query, 'totalFileLength') ?? 0);
	try {
		checkFileSize(context, Math.max(declared, request.body.length));
		return undefined;
	} catch (cause) {
		if (!(cause instanceof FileRefusal)) throw cause;
		return json({ success: false, errorInfo: { errorCode: cause.errorCode, message: cause.message } });
	}
}

/** Segments: `img`, `entity`, `hash`, object, column, Id (contract 7.4). */
export function readImage(call: Call, [, , , object = '', name = '', id = '', ...rest]: string[]): Answer {
	const { store, host } = call.context;
	const entity = store.model.entities.get(object);
	const column = entity?.byProperty.get(name);
	if (!entity || column?.kind !== 'BLOB' || !isGuid(id) || rest.length > 0) return host.notFound();
	const row = store.find(entity, id.toLowerCase());
	if (!row) return empty(404);
	return {
		status: 200,
		headers: [['Content-Type', String(row.MimeType || 'image/png')]],
		body: storedBody(store, placeOf(call.context, entity, id.toLowerCase(), column, 'files')),
	};
}

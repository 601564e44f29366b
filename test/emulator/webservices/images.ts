import type { Call } from '../context';
import { type Answer, decodePercent, empty, header, html, json, parameter } from '../http';
import { isGuid, newGuid } from '../model/ids';
import { writeAs } from '../services/writeAs';

const NOT_AN_IMAGE = { error: 'File is not an image.' };
const NOT_ALLOWED = { Success: false, ErrorInfo: { Message: 'File type is not allowed.' } };

/** First bytes of PNG, JPEG, GIF. */
const SIGNATURES = ['89504e47', 'ffd8ff', '47494638'];
const ALLOWED_TYPES = /^image\/(png|jpe?g|gif)$/i;

/** `ImageAPIService/upload` (contract 7.4): refusals are 200 as well. */
export function uploadImage(call: Call): Answer {
	const { context, request, caller } = call;
	if (!caller.user.mayWrite) return empty(403);
	const disposition = header(request, 'content-disposition') ?? '';
	if (/filename\*/i.test(disposition)) return html('Content-Disposition', 400);
	if (/filename="/i.test(disposition)) return json(NOT_AN_IMAGE);
	const mimeType = parameter(request.query, 'mimeType') ?? '';
	if (!ALLOWED_TYPES.test(mimeType)) return json(NOT_ALLOWED);
	const start = request.body.subarray(0, 4).toString('hex');
	if (!SIGNATURES.some((signature) => start.startsWith(signature))) return json(NOT_AN_IMAGE);
	const given = parameter(request.query, 'fileId') ?? '';
	const id = isGuid(given) ? given.toLowerCase() : newGuid();
	const entity = context.store.entity('SysImage');
	const data = entity.byProperty.get('Data');
	if (!data) throw new Error('SysImage has no Data.');
	writeAs(context, caller.user, (writer) => {
		const name = decodePercent(/filename=([^;]+)/i.exec(disposition)?.[1] ?? 'image');
		writer.create(entity, { Id: id, Name: name, MimeType: mimeType });
		writer.setStream(entity, id, data, new Uint8Array(request.body));
	});
	return json({});
}

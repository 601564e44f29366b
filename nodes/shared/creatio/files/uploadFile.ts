import { attempt } from '../../basics/attempt';
import {
	type CreatioError,
	isCancelled,
	isCreatioError,
	withCure,
	withPerhapsDone,
} from '../../basics/errors';
import type { Connection } from '../../connection/serviceCall';
import { changeRow, tryDelete } from './changeRow';
import { streamOf } from './contentAddress';
import { explainRefusal, type FileRules, readFileRules, refuseByRules } from './fileRules';
import { type FileRow, readFile } from './fileRow';
import type { Progress } from './progress';
import { isMissingService, noWayToStore, uploadByStream } from './uploadByStream';
import { type ChunkOptions, uploadInChunks } from './uploadInChunks';
import { type Upload, UPLOAD_METHODS, uploadAddress, type UploadMethod } from './uploadRequest';

/** Uploads the files of a run: what is found out about the site holds for all of them. */
export interface Uploader {
	/**
	 * Uploads a file and returns its row. Rejects with kind `input` for a file that the site does not accept. After a failure
	 * a new file is deleted again, and the error says what is left on the site.
	 */
	upload(upload: Upload, options: ChunkOptions): Promise<FileRow>;
}

export function createUploader(connection: Connection, hint: (message: string) => void): Uploader {
	let rules: Promise<FileRules> | undefined;
	const missing = new Set<UploadMethod>();

	async function send(upload: Upload, options: ChunkOptions, progress: Progress): Promise<void> {
		const object = upload.files.model.name;
		for (const method of UPLOAD_METHODS) {
			if (missing.has(method)) continue;
			const address = uploadAddress(upload, method);
			const sent = await attempt(uploadInChunks(connection, upload, address, options, progress));
			if (sent.done) return await changeRow(connection, object, upload.fileId, address.setLater);
			// What may have been begun by an unclear answer is overwritten: nothing was confirmed.
			if (progress.known > 0 || !isMissingService(sent.error)) throw sent.error;
			missing.add(method);
		}
		const stream = streamOf(connection, object, upload.fileId);
		if (!stream) throw noWayToStore('files', 'FileApiService');
		await uploadByStream(connection, upload, stream, options.retries, progress);
	}

	return {
		async upload(upload, options) {
			const known = await (rules ??= readFileRules(connection));
			refuseByRules(known, upload);
			const progress: Progress = { hasBegun: false, confirmed: 0, known: 0, isUnverified: false };
			const sent = await attempt(send(upload, options, progress));
			if (!sent.done) {
				if (!isCreatioError(sent.error)) throw sent.error;
				throw await withLeftovers(
					connection,
					upload,
					progress,
					explainRefusal(sent.error, known, upload, missing.size === UPLOAD_METHODS.length),
				);
			}
			if (progress.isUnverified)
				hint(
					`The site does not report the stored length of "${upload.name}", so it was not verified. The site confirmed each part.`,
				);
			const read = await attempt(readFile(connection, upload.files, upload.fileId));
			if (read.done) return read.value;
			throw isCreatioError(read.error) ? withPerhapsDone(stored(read.error, upload), true) : read.error;
		},
	};
}

/** The error of a file that is there, but whose row cannot be read. */
function stored(error: CreatioError, { name, fileId, files }: Upload): CreatioError {
	return withCure(error, `"${name}" has been uploaded, with the ID ${fileId} in ${files.model.name}.`);
}

/** The error of an upload that failed for good, with what is left of it on the site. Deletes a file that it has begun. */
async function withLeftovers(
	connection: Connection,
	upload: Upload,
	{ hasBegun, confirmed }: Progress,
	error: CreatioError,
): Promise<CreatioError> {
	const { files, fileId, name, isReplacement, content } = upload;
	if (!hasBegun) {
		// A refusal may leave the new row behind (contract 7.1).
		if (!isReplacement && error.status === 200) await tryDelete(connection, files.model.name, fileId);
		return error;
	}
	const place = `"${name}" with the ID ${fileId} in ${files.model.name}`;
	const parts = `${confirmed.toLocaleString('en-US')} of ${content.length.toLocaleString('en-US')} bytes are confirmed`;
	if (isReplacement) {
		const left = `The file ${place} may now have only a part of its new content: ${parts}. Run the item again.`;
		return withPerhapsDone(withCure(error, left), true);
	}
	if (isCancelled(error))
		return withCure(error, `A part of the file is left on the site: ${place}, ${parts}. Delete it there.`);
	if (await tryDelete(connection, files.model.name, fileId))
		return withPerhapsDone(withCure(error, 'The part that was sent has been deleted again.'), false);
	const left = `A part of the file may be left on the site: ${place}, ${parts}. Delete it there, or run the item again.`;
	return withPerhapsDone(withCure(error, left), true);
}

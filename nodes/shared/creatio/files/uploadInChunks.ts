import { attempt } from '../../basics/attempt';
import { CreatioError, isCancelled, isCreatioError, isPerhapsDone } from '../../basics/errors';
import { isMembers, member } from '../../basics/json';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import { type Chunk, chunksOf } from './chunks';
import { downloadOf, streamOf } from './contentAddress';
import { Effort } from './effort';
import { lengthError, type Progress } from './progress';
import { storedLength } from './storedLength';
import { chunkRequest, type Upload, type UploadAddress } from './uploadRequest';

export interface ChunkOptions {
	/** Bytes of a chunk. */
	readonly chunkSize: number;
	readonly retries: number;
}

/**
 * Uploads a file by FileApiService (contract 7.1), one chunk after the other. A later chunk is appended whatever its range says,
 * so one whose answer is lost is never simply sent again: the stored length decides whether it is sent, or the next one, or
 * the file is begun anew. That length is also the proof that no chunk was delivered twice.
 */
export async function uploadInChunks(
	connection: Connection,
	upload: Upload,
	address: UploadAddress,
	{ chunkSize, retries }: ChunkOptions,
	progress: Progress,
): Promise<void> {
	const effort = new Effort(connection, retries);
	for (let round = 0; ; round++) {
		progress.confirmed = 0;
		const failure =
			(await sendChunks(connection, upload, address, chunkSize, effort, progress, round > 0)) ??
			(upload.content.length > chunkSize ? await wrongLength(connection, upload, progress) : undefined);
		if (failure === undefined) return;
		await effort.beforeRestart(failure);
	}
}

/**
 * Sends a file from its beginning. Returns the failure after which it must be begun anew. `isCareful`: looks at the stored length
 * after each chunk, so that a lost answer need not begin it anew once more.
 */
async function sendChunks(
	connection: Connection,
	upload: Upload,
	address: UploadAddress,
	chunkSize: number,
	effort: Effort,
	progress: Progress,
	isCareful: boolean,
): Promise<CreatioError | undefined> {
	for await (const chunk of chunksOf(upload.content, chunkSize)) {
		const failure = await sendChunk(connection, upload, address, chunk, effort, progress);
		if (failure !== undefined) return failure;
		progress.confirmed = chunk.to;
		if (chunk.from === 0) progress.known = chunk.to;
		else if (isCareful && chunk.to < upload.content.length && (await lookUp(connection, upload)) === chunk.to)
			progress.known = chunk.to;
		effort.reached(chunk.to);
	}
	return undefined;
}

async function sendChunk(
	connection: Connection,
	upload: Upload,
	address: UploadAddress,
	chunk: Chunk,
	effort: Effort,
	progress: Progress,
): Promise<CreatioError | undefined> {
	for (;;) {
		const sent = await attempt(confirmed(connection.call(chunkRequest(upload, address, chunk))));
		progress.hasBegun ||= sent.done || isPerhapsDone(sent.error);
		if (sent.done) return undefined;
		const { error } = sent;
		if (!isCreatioError(error) || isCancelled(error) || !error.perhapsDone) throw error;
		const stored = await lookUp(connection, upload);
		// The content that a first chunk replaces may have had the same length. Before a later one, another chunk may have been
		// stored twice, so that the length alone would not show that this one is missing.
		const isSign = chunk.from > 0 ? progress.known === chunk.from : !upload.isReplacement;
		if (stored === chunk.to && isSign) {
			progress.known = chunk.to;
			return undefined;
		}
		if (!mayPassNow(error)) throw error;
		// A first chunk overwrites. The connection has repeated it already, but for an answer that says nothing.
		if (chunk.from === 0 && error.kind !== 'unreadable') throw error;
		if (chunk.from > 0 && stored !== chunk.from) return error;
		await effort.beforeRepeat(error);
	}
}

/** A new session may have been signed in by now. */
function mayPassNow({ mayPass, kind }: CreatioError): boolean {
	return mayPass || kind === 'session';
}

/** Only an answer that says so is a success: that of `UploadFile`, or the word of `Upload` (contract 7.1). */
async function confirmed(work: Promise<ServiceAnswer>): Promise<void> {
	const { json, status } = await work;
	if (json === 'Ok' || (isMembers(json) && member(json, 'success') === true)) return;
	if (json === '') {
		throw new CreatioError('invalid', 'The site refuses a part of the file, and does not say why', {
			status,
			cure: 'Check in Creatio whether the user may attach this file to the record.',
		});
	}
	throw new CreatioError('unreadable', 'The answer for a part of the file does not say that it was stored', {
		status,
		mayPass: true,
		perhapsDone: true,
	});
}

/** The stored length of a file that may be unfinished. Some sites serve such a file over OData alone (contract 2.11, 7.2). */
async function lookUp(connection: Connection, upload: Upload): Promise<number | undefined> {
	const { files, fileId, content } = upload;
	const { name } = files.model;
	const stream = streamOf(connection, name, fileId);
	for (const address of [downloadOf(name, fileId), ...(stream ? [stream] : [])]) {
		const found = await attempt(storedLength(connection, address, content.length));
		if (!found.done && isCancelled(found.error)) throw found.error;
		if (!found.done || found.value !== 'notSize')
			return found.done && typeof found.value === 'number' ? found.value : undefined;
	}
	return undefined;
}

/** The failure of a file whose stored length is not its own, although the site has confirmed all of it. */
async function wrongLength(
	connection: Connection,
	{ files, fileId, name, content }: Upload,
	progress: Progress,
): Promise<CreatioError | undefined> {
	const stored = await storedLength(connection, downloadOf(files.model.name, fileId), content.length);
	progress.isUnverified = stored === undefined;
	return stored === undefined || stored === content.length ? undefined : lengthError(name, content.length);
}

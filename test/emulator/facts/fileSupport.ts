import { type Answer } from '../testSupport';
import { FIXED, guidOf } from '../model/ids';
import type { Ask, FactBench } from './facts';

/* Requests and answers that the facts of files share. */

export const OK = { status: 200, json: { success: true, errorInfo: null } };

export const refused = (errorCode: string, message?: RegExp) => ({
	status: 200,
	json: {
		success: false,
		errorInfo: { errorCode, ...(message && { message: expect.stringMatching(message) as string }) },
	},
});

/** What an upload of a file of Andrew Baker says beside its Id and its length. */
export const OF_ANDREW = {
	fileName: 'a.txt',
	mimeType: 'text/plain',
	columnName: 'Data',
	entitySchemaName: 'ContactFile',
	parentColumnName: 'Contact',
	parentColumnValue: FIXED.andrewBaker,
};

export interface Chunk {
	id: string;
	text?: string;
	/** `null`: none. */
	range?: string | null;
	header?: string;
	method?: string;
	more?: Record<string, string | undefined>;
}

export function chunk({
	id,
	text = 'abc',
	range,
	header = 'Content-Range',
	method = 'UploadFile',
	more,
}: Chunk): Ask {
	const parameters = {
		fileId: guidOf(id),
		totalFileLength: String(text.length),
		...OF_ANDREW,
		...more,
	};
	const given = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined);
	return {
		method: 'POST',
		path: `/rest/FileApiService/${method}?${new URLSearchParams(given).toString()}`,
		raw: new Uint8Array(Buffer.from(text)),
		headers: {
			'Content-Type': 'application/octet-stream',
			...(range !== null && { [header]: range ?? `bytes 0-${text.length - 1}/${text.length}` }),
		},
	};
}

export const row = ({ emulator }: FactBench, id: string, object = 'ContactFile') =>
	emulator.store.rows(object, 'Id = ?', guidOf(id))[0];
export const content = ({ emulator }: FactBench, id: string, object = 'ContactFile') =>
	emulator.store.content(object, guidOf(id))?.toString('utf8');

/** Stores a file and asks for it. */
export function stored(id: string, more: Record<string, string | number>, text: string | null, ask: Ask) {
	return (bench: FactBench): Promise<Answer> => {
		const { store } = bench.emulator;
		store.remove('ContactFile', guidOf(id));
		store.insert('ContactFile', { Id: guidOf(id), Name: 'a.txt', Size: text?.length ?? 0, ...more });
		if (text !== null)
			store.contents.write({ object: 'ContactFile', id: guidOf(id), column: 'Data' }, Buffer.from(text));
		return bench.ask(ask);
	};
}

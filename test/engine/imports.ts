import { parse } from 'csv-parse/sync';

import type { RunOptions, RunResult } from '../support/engine';
import { type Bench, object, type Parameters, wordsOf } from './setup';

type Cells = Readonly<Record<string, string>>;

/** The node that imports contacts. */
export const contacts = { operation: 'importFile', object: object('Contact') };

export const givenFile = (content: string | Uint8Array, fileName = 'contacts.csv') => ({
	data: { bytes: Buffer.from(content), mimeType: 'text/csv', fileName },
});

export const itemWith = (content: string | Uint8Array, fileName?: string) => ({
	items: [{}],
	files: [givenFile(content, fileName)],
});

export const csv = (...lines: readonly string[]) => `${lines.join('\r\n')}\r\n`;

const linesOf = (content: string): Cells[] => parse(content, { columns: true, bom: true });

/** What an import puts out: its item, and the content of its files. */
export async function outputOf(bench: Bench, run: RunResult, index = 0) {
	if (run.error) throw new Error(wordsOf(run.error));
	const item = run.items[index];
	const textOf = async (name: string) => {
		const file = item?.binary?.[name];
		return file ? (await bench.engine.file(file)).toString('utf8') : '';
	};
	return {
		json: item?.json ?? {},
		hints: run.hints,
		rows: linesOf(await textOf('result')),
		failed: await textOf('failed'),
	};
}

/** The output of an import of contacts that must not fail as a whole. */
export async function imported(
	bench: Bench,
	content: string | Uint8Array,
	parameters: Parameters = {},
	fileName?: string,
	more: Partial<RunOptions> = {},
) {
	const given = { ...itemWith(content, fileName), ...more };
	return await outputOf(bench, await bench.creatio({ ...contacts, ...parameters }, given));
}

/** The counts of an import: none of anything but these. */
export const counts = (more: Parameters) => ({
	...{ total: 0, created: 0, updated: 0, deleted: 0, skipped: 0, failed: 0, open: 0 },
	...more,
});

import { isMembers, isTooDeepJson, jsonIn, MOST_LEVELS } from '../basics/json';
import { repeatedName } from '../basics/repeatedName';
import { LARGEST_ROW, TOO_LONG } from './largestRow';
import type { OpenedTable, TableRow } from './table';
import type { TextFile } from './textFile';
import { UnreadableFile } from './unreadableFile';

/** A file with an object of JSON in each line. Empty lines are left out. */
export function openJsonLines(file: TextFile): OpenedTable {
	return { header: [], delimiter: ',', rows: () => jsonRows(file.texts()) };
}

async function* jsonRows(texts: AsyncIterable<string>): AsyncGenerator<TableRow> {
	let number = 0;
	for await (const lines of linesIn(texts)) {
		for (const line of lines) {
			number++;
			if (line.trim() !== '') yield jsonRow(line, number);
		}
	}
}

/** The lines of a text, those of a piece together. */
async function* linesIn(texts: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
	let number = 1;
	let rest = '';
	try {
		for await (const text of texts) {
			const [first = '', ...others] = text.split('\n');
			rest += first;
			if (rest.length > LARGEST_ROW) {
				throw new UnreadableFile(TOO_LONG, 'Each line has to be an object of JSON.');
			}
			if (others.length === 0) continue;
			const lines = [rest, ...others];
			rest = lines.pop() ?? '';
			yield lines;
			number += lines.length;
		}
	} catch (error) {
		throw error instanceof UnreadableFile ? error.at({ row: number }) : error;
	}
	yield [rest];
}

function jsonRow(line: string, number: number): TableRow {
	const value = jsonIn(line);
	const message = findingIn(value, line);
	if (message === undefined) return { number, values: isMembers(value) ? value : {}, source: line };
	return { number, values: {}, source: line, fault: { message } };
}

function findingIn(value: unknown, line: string): string | undefined {
	if (value === undefined) {
		return isTooDeepJson(line)
			? `The line is nested more than ${MOST_LEVELS} levels deep`
			: 'The line is not JSON';
	}
	if (!isMembers(value)) return `The line is ${kindOf(value)}, not an object`;
	const repeated = repeatedName(line);
	return repeated === undefined ? undefined : `The line has "${repeated}" twice in one object`;
}

function kindOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'boolean' ? 'true or false' : `a ${typeof value === 'string' ? 'text' : 'number'}`;
}

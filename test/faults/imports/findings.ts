import { grouped } from '../../../nodes/shared/basics/parallel';
import type { ImportPath, Stored, StoredRecord } from './importPaths';

/** What must not be. */
export const FAULTS = [
	'doubled',
	'reported as done and not there',
	'done and reported as failed or skipped',
	'not reported, or twice',
	'reported with another outcome or record',
	'failed or unsure although the fault passes',
	'not done by the second import',
	'not counted by the error',
	'other records changed',
	'counts differ from the rows',
] as const;
export type FaultOfImport = (typeof FAULTS)[number];

/** Something that must not be, and where: rows as the file numbers them, or words. */
export interface Finding {
	readonly fault: FaultOfImport;
	readonly rows: readonly number[];
	readonly words?: string;
}

/** A line of the file with the results. */
export interface ReportedRow {
	readonly Row: string;
	readonly Id: string;
	readonly Result: string;
}

/** The number of a row in the file, where the header is row 1. */
const rowOf = (index: number) => index + 2;

/** The findings of what befalls each row by itself. */
export function findingsByRow(
	rows: number,
	faultOf: (index: number) => FaultOfImport | undefined,
): Finding[] {
	const found = new Map<FaultOfImport, number[]>();
	for (let index = 0; index < rows; index++) {
		const fault = faultOf(index);
		if (fault) found.set(fault, [...(found.get(fault) ?? []), rowOf(index)]);
	}
	return [...found].map(([fault, numbers]) => ({ fault, rows: numbers }));
}

/** Compares what is reported of each row with its record at the site before and after the import. */
export function findingsOfRows(
	path: ImportPath,
	reported: readonly ReportedRow[],
	before: Stored,
	after: Stored,
): Finding[] {
	const lines = grouped(reported, ({ Row }) => Number(Row));
	return findingsByRow(after.rows.length, (index) => {
		const own = lines.get(rowOf(index)) ?? [];
		const [line, ...more] = own;
		const [record, ...doubles] = after.rows[index] ?? [];
		if (doubles.length > 0) return 'doubled';
		if (!line || more.length > 0) return 'not reported, or twice';
		return faultOfRow(path, line, before.rows[index]?.[0], record);
	});
}

function faultOfRow(
	{ outcomeFor, isDone }: ImportPath,
	{ Id, Result }: ReportedRow,
	before: StoredRecord | undefined,
	after: StoredRecord | undefined,
): FaultOfImport | undefined {
	if (Result === 'open') return undefined;
	const isSame = before?.id === after?.id && before?.isChanged === after?.isChanged;
	if (Result === 'failed') return isSame ? undefined : 'done and reported as failed or skipped';
	if (Result === 'skipped' && !isSame) return 'done and reported as failed or skipped';
	if (!isDone(after)) return 'reported as done and not there';
	const isRight = Result === outcomeFor(before) && Id === ((before ?? after)?.id ?? '');
	return isRight ? undefined : 'reported with another outcome or record';
}

/** Compares the counts of the item with the lines of the file with the results. */
export function findingsOfCounts(
	counts: Readonly<Record<string, unknown>>,
	reported: readonly ReportedRow[],
): Finding[] {
	const lines = grouped(reported, ({ Result }) => Result);
	const results = new Set([
		...['created', 'updated', 'deleted', 'skipped', 'failed', 'open'],
		...lines.keys(),
	]);
	const wanted: Array<readonly [string, number]> = [
		['total', reported.length],
		...[...results].map((result) => [result, lines.get(result)?.length ?? 0] as const),
	];
	return wanted.flatMap(([name, count]) =>
		counts[name] === count
			? []
			: [
					{
						fault: 'counts differ from the rows' as const,
						rows: [],
						words: `${name} ${String(counts[name])} for ${count} rows`,
					},
				],
	);
}

/** Compares the counts in the message of an import that ended with an error with what is at the site. */
export function findingsOfError(
	{ isDone }: ImportPath,
	{ message, perhapsDone }: { readonly message: string; readonly perhapsDone?: boolean },
	before: Stored,
	after: Stored,
): Finding[] {
	const [, processed = 0, ...written] = (
		/(\d+) rows of the file were processed: (\d+) records created, (\d+) updated, (\d+) deleted/.exec(
			message,
		) ?? []
	).map(Number);
	const counted = written.reduce((sum, count) => sum + count, 0);
	const done = after.rows.map(([record], index) => isDone(record) && !isDone(before.rows[index]?.[0]));
	const among = done.slice(0, processed).filter(Boolean).length;
	const findings = findingsByRow(after.rows.length, (index) => {
		if ((after.rows[index]?.length ?? 0) > 1) return 'doubled';
		// An error that says nothing of a doubt is one after which nothing more was written.
		return index >= processed && done[index] && perhapsDone !== true ? 'not counted by the error' : undefined;
	});
	if (counted <= among) return findings;
	const words = `${counted} counted, ${among} done`;
	return [...findings, { fault: 'reported as done and not there', rows: [], words }];
}

/** A few words about what was found. */
export function textOf({ fault, rows, words }: Finding): string {
	const where = words ?? `${rows.length}, the first in row ${rows[0]}`;
	return `${fault} (${where})`;
}

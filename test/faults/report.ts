import { KINDS } from './kinds';
import type { Outcome } from './matrix';
import { PATHS } from './paths';

/** What was tried, and whether it holds. */
export type Check = readonly [text: string, isMet: boolean];

/** The matrix as a table: a row for each kind, a column for each path, with the number of cells that are not good. */
export function tableOf(outcomes: readonly Outcome[]): string {
	const paths = PATHS.filter(({ name }) => outcomes.some(({ cell }) => cell.path.name === name));
	const kinds = KINDS.filter(({ name }) => outcomes.some(({ cell }) => cell.kind.name === name));
	const width = Math.max(...kinds.map(({ name }) => name.length));
	const legend = paths.map(({ name }, index) => `${letter(index)} ${name}`).join(', ');
	const rows = kinds.map((kind) => {
		const marks = paths.map((path) =>
			markOf(outcomes.filter(({ cell }) => cell.kind === kind && cell.path === path)),
		);
		return `${kind.name.padEnd(width)}  ${marks.join('  ')}`;
	});
	const head = `${' '.repeat(width)}  ${paths.map((_, index) => letter(index)).join('  ')}`;
	return [legend, '', head, ...rows].join('\n');
}

function letter(index: number): string {
	return String.fromCharCode(65 + index);
}

function markOf(outcomes: readonly Outcome[]): string {
	if (outcomes.length === 0) return '-';
	const bad = outcomes.filter(({ isGood }) => !isGood).length;
	return bad === 0 ? '✓' : bad > 9 ? '✗' : String(bad);
}

/** Cells that are not good, a line for each. */
export function complaintsOf(outcomes: readonly Outcome[]): string[] {
	return outcomes.filter(({ isGood }) => !isGood).map(complaintOf);
}

function complaintOf({ cell, result }: Outcome): string {
	const { kind, path, hosting, nth, times, tries = 1 } = cell;
	const { doubled, lost, doneAndFailed, unreported, failed, wasHit, firstError } = result;
	const counts: Array<[number, string]> = [
		[doubled, 'doubled'],
		[lost, 'reported as done and not there'],
		[doneAndFailed, 'done and reported as simply failed'],
		[unreported, 'not reported'],
		[failed, 'with an error'],
	];
	const words = counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
	if (!wasHit) words.push('no request suffered the fault');
	const where = `${path.name} × ${kind.name} (${hosting}, request ${nth}, ${times === 1 ? 'once' : `${times} times`}${tries > 1 ? `, ${tries} tries` : ''})`;
	return `${where}: ${words.join(', ')}${firstError === undefined ? '' : `. First error: ${firstError}`}`;
}

/** Sums of the four numbers that have to be 0. */
export function sumsOf(outcomes: readonly Outcome[]): ReadonlyArray<readonly [what: string, sum: number]> {
	const sum = (of: (one: Outcome) => number) => outcomes.reduce((total, one) => total + of(one), 0);
	return [
		['records doubled', sum(({ result }) => result.doubled)],
		['records reported as done and not there', sum(({ result }) => result.lost)],
		['records done and reported as simply failed', sum(({ result }) => result.doneAndFailed)],
		['records not reported', sum(({ result }) => result.unreported)],
	];
}

import { inputError } from '../basics/errors';

/**
 * The names of the columns that the first row of a table has, without blanks around them. Cells after the last name are not columns.
 * Rejects with kind `input` where a column has no name, or two have the same.
 * @param row Its number, for messages.
 */
export function headerNames(cells: readonly unknown[], row: number): string[] {
	const names = cells.map((cell) => String(cell ?? '').trim());
	while (names.at(-1) === '') names.pop();
	const unnamed = names.indexOf('');
	if (unnamed >= 0) {
		throw inputError(
			`Column ${unnamed + 1} has no name in row ${row}, the header`,
			'Give each column a name in the first row of the file, or remove the column.',
		);
	}
	const again = names.findIndex((name, index) => names.indexOf(name) < index);
	if (again >= 0) {
		const name = names[again] ?? '';
		throw inputError(
			`Columns ${names.indexOf(name) + 1} and ${again + 1} are both called ${quotedName(name)} in row ${row}, the header`,
			'Rename or remove one of the two in the file.',
		);
	}
	return names;
}

/** A name may be a whole line, where the delimiter is not the right one. */
const LONGEST_NAME = 60;

/** The name of a column as messages have it. */
export function quotedName(name: string): string {
	return name.length > LONGEST_NAME ? `"${name.slice(0, LONGEST_NAME)}…"` : `"${name}"`;
}

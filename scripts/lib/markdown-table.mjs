/**
 * A table as prettier writes it, which is also easy to read on a terminal. The first columns are texts, the others
 * numbers.
 *
 * @param {number} textColumns
 * @param {readonly string[]} head
 * @param {ReadonlyArray<readonly string[]>} rows
 */
export function table(textColumns, head, rows) {
	const widths = head.map((title, column) =>
		Math.max(3, ...[title, ...rows.map((row) => row[column] ?? '')].map(({ length }) => length)),
	);
	const isText = (/** @type {number} */ column) => column < textColumns;
	const line = (/** @type {readonly string[]} */ cells) =>
		`| ${widths
			.map((width, column) => {
				const cell = cells[column] ?? '';
				return isText(column) ? cell.padEnd(width) : cell.padStart(width);
			})
			.join(' | ')} |`;
	const rule = widths.map((width, column) =>
		isText(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
	);
	return [line(head), line(rule), ...rows.map(line)].join('\n');
}

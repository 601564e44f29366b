/** A line of a CSV file with its end, as RFC 4180 and Excel have it. */
export function csvLine(cells: readonly unknown[], delimiter: string): string {
	let line = '';
	for (const [index, cell] of cells.entries()) line += (index > 0 ? delimiter : '') + quoted(cell, delimiter);
	return `${line}\r\n`;
}

function quoted(cell: unknown, delimiter: string): string {
	const text = cellText(cell);
	const isPlain = !text.includes(delimiter) && !text.includes('"') && !/[\r\n]/.test(text);
	return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}

/** Empty where there is no value; what has no text of its own is written as JSON. */
function cellText(cell: unknown): string {
	if (typeof cell === 'string') return cell;
	if (cell === null || cell === undefined) return '';
	return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

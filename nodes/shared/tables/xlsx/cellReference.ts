/** How many columns a sheet may have. */
export const MOST_COLUMNS = 16_384;

const A = 'A'.charCodeAt(0);
const LETTERS = 26;

/** The place of a cell in its row, from 0 on: 3 for `D17`. */
export function columnIndex(reference: string): number {
	let index = 0;
	for (let at = 0; at < reference.length; at++) {
		const letter = reference.charCodeAt(at) - A;
		if (letter < 0 || letter >= LETTERS) break;
		index = index * LETTERS + letter + 1;
	}
	return index - 1;
}

/** `D` for the fourth column, whose index is 3. */
export function columnLetters(index: number): string {
	const rest = Math.floor(index / LETTERS);
	return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(A + (index % LETTERS));
}

/** Names further away than this share of their length are no help to anybody. */
const FARTHEST = 0.4;

/** The candidates nearest to a name that was mistyped, best first, at most `most`. Case does not count. */
export function nearest(name: string, candidates: readonly string[], most = 3): string[] {
	const wanted = name.toLowerCase();
	return candidates
		.map((candidate) => ({ candidate, distance: distanceOf(wanted, candidate.toLowerCase()) }))
		.filter(({ candidate, distance }) => distance <= FARTHEST * Math.max(wanted.length, candidate.length))
		.sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate))
		.slice(0, most)
		.map(({ candidate }) => candidate);
}

/** Inserted, removed, replaced and swapped letters that lead from one text to the other (optimal string alignment). */
function distanceOf(a: string, b: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const replaced = at(last, column - 1) + Number(a[row - 1] !== b[column - 1]);
			const swapped =
				a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
					? at(beforeLast, column - 2) + 1
					: Infinity;
			current.push(Math.min(at(last, column) + 1, at(current, column - 1) + 1, replaced, swapped));
		}
		beforeLast = last;
		last = current;
	}
	return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
	return row[index] ?? Infinity;
}

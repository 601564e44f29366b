import { type AskedFor, type CreatioError, inputError } from '../../basics/errors';
import { comparedText } from '../../basics/keyText';
import type { ObjectSummary } from './objectModel';

/** Names whose distance exceeds this share of their length are not suggested. */
const FARTHEST = 0.4;
const MOST = 3;

/** The candidates nearest to a mistyped name, best first, at most three. Case is ignored. */
export function nearest(name: string, candidates: readonly string[]): string[] {
	return nearestBy(name, candidates, (candidate) => [candidate]);
}

/** What has the name or caption that is nearest to what was entered, best first, at most three. */
export function nearestCaptioned<T extends Pick<ObjectSummary, 'name' | 'caption'>>(
	typed: string,
	candidates: readonly T[],
): T[] {
	return nearestBy(typed, candidates, ({ name, caption }) => (caption === name ? [name] : [name, caption]));
}

/** The question that offers candidates; `undefined` where there are none. */
export function didYouMean(candidates: readonly string[]): string | undefined {
	return candidates.length > 0 ? `Did you mean ${candidates.join(' or ')}?` : undefined;
}

/**
 * Rejects a name that does not exist: the cure offers candidates, or the error asks for what the name stands for where there are
 * none. `more` is said in both cases.
 */
export function unknownName(
	message: string,
	candidates: readonly string[],
	asksFor: AskedFor,
	more?: string,
): CreatioError {
	const offer = didYouMean(candidates);
	const cure = [offer, more].filter(Boolean).join(' ') || undefined;
	return inputError(message, cure, offer === undefined ? asksFor : undefined);
}

function nearestBy<T>(typed: string, candidates: readonly T[], textsOf: (candidate: T) => string[]): T[] {
	const wanted = comparedText(typed);
	return candidates
		.map((candidate) => {
			const texts = textsOf(candidate);
			return {
				candidate,
				text: texts[0] ?? '',
				distance: Math.min(...texts.map((text) => closeness(wanted, text))),
			};
		})
		.filter(({ distance }) => distance < Infinity)
		.sort((a, b) => a.distance - b.distance || a.text.localeCompare(b.text))
		.slice(0, MOST)
		.map(({ candidate }) => candidate);
}

/** The distance if it is small enough for a suggestion, else infinity. */
function closeness(wanted: string, candidate: string): number {
	const farthest = FARTHEST * Math.max(wanted.length, candidate.length);
	// Each extra or missing letter is at least one step, which excludes most of 1,400 names.
	if (Math.abs(wanted.length - candidate.length) > farthest) return Infinity;
	const distance = distanceOf(wanted, candidate.toLowerCase());
	return distance <= farthest ? distance : Infinity;
}

/** The number of inserted, removed, replaced and swapped letters between two texts (optimal string alignment). */
export function distanceOf(a: string, b: string): number {
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

import { comparedText } from '../../basics/keyText';
import { distanceOf } from './nearest';

/** What a text must have in common with another one to be similar, from 0 (nothing) to 1 (all). */
const LEAST_SIMILARITY = 0.6;

/** A word with more wrong letters, as a share of its length, is another word. */
const FARTHEST_WORD = 0.34;

/** A text that contains another one whole is more similar than one with the same words. */
const WORDS_WEIGHT = 0.9;

/** Shorter texts are contained in too many others. */
export const LEAST_LETTERS = 3;

/** Display texts are shorter (contract 8.2); what is longer is compared by its beginning. */
export const MOST_LETTERS = 250;

const MOST_WORDS = 12;

/**
 * The candidates whose text is similar to what was typed, the most similar first, at most `most`. Similar are texts with a few
 * wrong letters, texts that contain each other, and texts of nearly the same words. Letter case is ignored.
 */
export function similarTexts<T>(
	typed: string,
	candidates: readonly T[],
	textOf: (candidate: T) => string,
	most: number,
): T[] {
	const wanted = shortened(typed);
	return candidates
		.map((candidate) => ({
			candidate,
			text: textOf(candidate),
			similarity: similarity(wanted, shortened(textOf(candidate))),
		}))
		.filter((one) => one.similarity >= LEAST_SIMILARITY)
		.sort((a, b) => b.similarity - a.similarity || a.text.localeCompare(b.text))
		.slice(0, most)
		.map(({ candidate }) => candidate);
}

/** The words of a text, without marks around them, the longest first. */
export function wordsOf(text: string): string[] {
	const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
	return [...new Set(words)].sort((a, b) => b.length - a.length);
}

function shortened(text: string): string {
	return comparedText(text.slice(0, 2 * MOST_LETTERS)).slice(0, MOST_LETTERS);
}

function similarity(wanted: string, candidate: string): number {
	if (wanted === '' || candidate === '') return 0;
	return Math.max(
		share(wanted, candidate),
		contained(wanted, candidate),
		WORDS_WEIGHT * sharedWords(wanted, candidate),
	);
}

/** The share of letters that are right. */
function share(one: string, other: string): number {
	const longest = Math.max(one.length, other.length);
	const differ = Math.abs(one.length - other.length);
	// Each extra letter is at least one step, which saves most comparisons.
	if (1 - differ / longest < LEAST_SIMILARITY) return 0;
	return 1 - distanceOf(one, other) / longest;
}

function contained(one: string, other: string): number {
	const [short, long] = one.length < other.length ? [one, other] : [other, one];
	if (short.length < LEAST_LETTERS || !long.includes(short)) return 0;
	return LEAST_SIMILARITY + (1 - LEAST_SIMILARITY) * (short.length / long.length);
}

/** The share of letters that are in words of both texts. A short word alone, such as "Ltd", makes nothing similar. */
function sharedWords(wanted: string, candidate: string): number {
	const [typed, others] = [wordsOf(wanted).slice(0, MOST_WORDS), wordsOf(candidate).slice(0, MOST_WORDS)];
	const letters = typed.reduce((sum, word) => sum + word.length, 0);
	if (letters < LEAST_LETTERS) return 0;
	return typed.reduce((sum, word) => sum + rightLetters(word, others), 0) / letters;
}

function rightLetters(word: string, others: readonly string[]): number {
	return Math.max(
		0,
		...others.map((other) => {
			const longest = Math.max(word.length, other.length);
			if (Math.abs(word.length - other.length) > FARTHEST_WORD * longest) return 0;
			const distance = distanceOf(word, other);
			return distance > FARTHEST_WORD * longest ? 0 : Math.max(0, word.length - distance);
		}),
	);
}

import { comparedText } from '../../basics/keyText';
import type { ObjectSummary } from './objectModel';

/** More words than anybody searches by; a longer text is searched as a whole alone. */
export const MOST_WORDS = 6;

/**
 * The objects whose code, caption or section has a text, without regard to letter case: those that equal it first, then those
 * that begin with it. A text of several words also finds objects that have all of them. All objects for an empty text.
 */
export function matchingObjects(objects: readonly ObjectSummary[], text: string): readonly ObjectSummary[] {
	const wanted = comparedText(text);
	if (wanted === '') return objects;
	const words = wanted.split(/\s+/, MOST_WORDS + 1);
	const rank = ({ name, caption, section = '' }: ObjectSummary) => {
		const texts = [name, caption, section].map((one) => one.toLowerCase());
		if (texts.includes(wanted)) return 0;
		if (texts.some((one) => one.startsWith(wanted))) return 1;
		if (texts.some((one) => one.includes(wanted))) return 2;
		const isOfWords = words.length > 1 && words.length <= MOST_WORDS;
		return isOfWords && words.every((word) => texts.some((one) => one.includes(word))) ? 3 : undefined;
	};
	return objects
		.map((object) => ({ object, at: rank(object) }))
		.filter((one): one is { object: ObjectSummary; at: number } => one.at !== undefined)
		.sort((a, b) => a.at - b.at)
		.map(({ object }) => object);
}

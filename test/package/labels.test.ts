import { LABELS } from '../../nodes/shared/basics/labels';
import { displayNames } from './displayNames';
import { sourceTexts, VALUE } from './docs/sourceTexts';

/** A field or an option that a text names; what a value of the code stands for is held elsewhere. */
const QUOTED = /\b(?:[Ff]ield|[Oo]ption) "?([A-Z][^"]*)/g;

describe('labels', () => {
	const names = displayNames();

	it('of messages are those of the form', () => {
		const texts = [...sourceTexts()];
		const quoted = texts.flatMap((text) => [...text.matchAll(QUOTED)].map(([, rest = '']) => rest));
		expect(quoted.filter((rest) => !beginsWithName(rest))).toEqual([]);
		expect(texts.filter((text) => new RegExp(`(field|option) "?${VALUE}`).test(text)).length).toBeGreaterThan(
			40,
		);
	});

	it('that messages take from the code are those of the form', () => {
		expect(Object.values(LABELS).filter((label) => !names.has(label))).toEqual([]);
	});

	function beginsWithName(text: string): boolean {
		return [...names].some((name) => text.startsWith(name) && !/^[A-Za-z]/.test(text.slice(name.length)));
	}
});

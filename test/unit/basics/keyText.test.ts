import * as fc from 'fast-check';

import { comparedText, keyText, spellings, untidySpellings } from '../../../nodes/shared/basics/keyText';

const UNSEEN = [
	...' \t\r\n\u0085\u00a0\u00ad\u1680\u180e\u2000\u2007\u200b\u200c\u200d\u200e\u2028\u202f\u2060\u3000\ufeff',
];

const unseen = fc.string({ unit: fc.constantFrom(...UNSEEN), maxLength: 5 });
/** Letters with and without marks, blanks and what else is in Unicode. */
const text = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({ unit: fc.constantFrom('C', 'é', 'e\u0301', 'ﬁ', 'Å', '  ', '가', '😀', ...UNSEEN) }),
);

describe('the key of a text', () => {
	it.each([
		['Customer ', 'Customer'],
		['\u00a0\u200bCustomer\ufeff', 'Customer'],
		['Cafe\u0301', 'Café'],
		['New\u00a0York', 'New York'],
		['New\u200bYork', 'NewYork'],
		['A  B', 'A  B'],
		['山田\u3000太郎', '山田\u3000太郎'],
		['\u3000\t\r\n\u2028', ''],
	])('of %j is %j', (typed, key) => {
		expect(keyText(typed)).toBe(key);
	});

	it('does not depend on what nobody sees around the text, nor on the form of Unicode', () => {
		fc.assert(
			fc.property(text, unseen, unseen, (typed, before, after) => {
				const key = keyText(typed);
				expect(keyText(key)).toBe(key);
				expect(keyText(before + typed.normalize('NFD') + after)).toBe(key);
				expect(comparedText(typed)).toBe(key.toLowerCase());
			}),
		);
	});

	it('changes nothing else', () => {
		const plain = fc.string({ unit: fc.constantFrom('a', 'B', 'é', '-', '.', '/', '😀') });
		fc.assert(
			fc.property(plain, plain, fc.nat(3), (one, other, blanks) => {
				const typed = `a${one}${' '.repeat(blanks)}${other}b`;
				expect(keyText(typed)).toBe(typed);
			}),
		);
	});

	it('is the key of each of its spellings', () => {
		fc.assert(
			fc.property(text, (typed) => {
				expect(new Set([...spellings(typed), ...untidySpellings(typed)].map(keyText))).toEqual(
					new Set([keyText(typed)]),
				);
				expect(spellings(typed)).toContain(typed);
			}),
		);
	});
});

import fc from 'fast-check';

import { similarTexts, wordsOf } from '../../../../nodes/shared/creatio/model/similarTexts';

const MOST = 5;
const similar = (typed: string, texts: readonly string[]) => similarTexts(typed, texts, (text) => text, MOST);

const NAMES = [
	'Alpha Horizon Ltd',
	'Blue Sky Pioneer Oy',
	'Customer',
	'Contact person',
	'Meridian Delta Group',
	'Компания Ромашка',
];

describe('similar texts', () => {
	it.each([
		['Customr', 'Customer'],
		['csutomer', 'Customer'],
		['alpha horizon', 'Alpha Horizon Ltd'],
		['Alpha Horzon', 'Alpha Horizon Ltd'],
		['Horzon', 'Alpha Horizon Ltd'],
		['Delta Meridian', 'Meridian Delta Group'],
		['The Blue Sky Pioneer', 'Blue Sky Pioneer Oy'],
		['ромашка', 'Компания Ромашка'],
		['Person', 'Contact person'],
	])('of %j begin with %j', (typed, meant) => {
		expect(similar(typed, NAMES)[0]).toBe(meant);
	});

	it.each(['Nonsens Ltd', 'zz', 'Oy', '', '###', '\u0000'])('of %j there are none', (typed) => {
		expect(similar(typed, NAMES)).toEqual([]);
	});

	const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklm'), minLength: 6, maxLength: 20 });
	const others = fc.array(
		fc.string({ unit: fc.constantFrom(...'NOPQRSTUVWXYZ '), minLength: 1, maxLength: 30 }),
		{ maxLength: 30 },
	);
	const slips: Record<string, (text: string, at: number) => string> = {
		'left out': (text, at) => text.slice(0, at) + text.slice(at + 1),
		wrong: (text, at) => `${text.slice(0, at)}#${text.slice(at + 1)}`,
		swapped: (text, at) => text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2),
	};
	it.each(Object.entries(slips))('are found with one letter %s, alone among others', (_, slip) => {
		fc.assert(
			fc.property(word, others, fc.nat(), (meant, rest, where) => {
				const typed = slip(meant, where % meant.length);
				expect(similar(typed, [...rest, meant.toUpperCase()])).toEqual([meant.toUpperCase()]);
			}),
		);
	});

	const text = fc.string({ unit: fc.constantFrom(...'abc ABC'), maxLength: 20 });
	it('are few of those given, and the same in any order of them', () => {
		fc.assert(
			fc.property(
				text,
				fc.uniqueArray(text, { maxLength: 20, selector: (one) => one.toLowerCase().trim() }),
				(typed, texts) => {
					const found = similar(typed, texts);
					expect(found.length).toBeLessThanOrEqual(MOST);
					expect(texts).toEqual(expect.arrayContaining(found));
					expect(new Set(found).size).toBe(found.length);
					expect(similar(typed, [...texts].reverse())).toEqual(found);
				},
			),
		);
	});

	it('include an equal one before all others', () => {
		fc.assert(
			fc.property(text, fc.array(text), (typed, texts) => {
				fc.pre(typed.trim() !== '');
				const [first = ''] = similar(typed, [...texts, typed]);
				expect(first.trim().toLowerCase()).toBe(typed.trim().toLowerCase());
			}),
		);
	});
});

it('words are the longest first, without marks', () => {
	expect(wordsOf('A&B "Alpha", (Beta-Gamma) Alpha')).toEqual(['Alpha', 'Gamma', 'Beta', 'A', 'B']);
});

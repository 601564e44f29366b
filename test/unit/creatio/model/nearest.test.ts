import fc from 'fast-check';

import { nearest, nearestCaptioned } from '../../../../nodes/shared/creatio/model/nearest';

describe('nearest names', () => {
	const names = ['Account', 'Contact', 'Contract', 'Lead', 'Opportunity'];

	it.each([
		['Contcat', 'Contact'],
		['contact', 'Contact'],
		['Acount', 'Account'],
		[' Account ', 'Account'],
		['Oportunity', 'Opportunity'],
	])('%j means %s', (typed, meant) => {
		expect(nearest(typed, names)[0]).toBe(meant);
	});

	it('are the best first, and few', () => {
		expect(nearest('Contract', names)).toEqual(['Contract', 'Contact']);
		expect(nearest('Name', ['Name1', 'Name2', 'Name3', 'Name4'])).toEqual(['Name1', 'Name2', 'Name3']);
	});

	it('offer nothing that is far away', () => {
		expect(nearest('Zebra', ['Account', 'Contact'])).toEqual([]);
		expect(nearest('', names)).toEqual([]);
	});

	const word = fc.string({
		unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
		minLength: 5,
		maxLength: 30,
	});
	const slips: Record<string, (text: string, at: number) => string> = {
		'left out': (text, at) => text.slice(0, at) + text.slice(at + 1),
		doubled: (text, at) => text.slice(0, at) + text.slice(at, at + 1) + text.slice(at),
		wrong: (text, at) => `${text.slice(0, at)}#${text.slice(at + 1)}`,
		swapped: (text, at) => text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2),
	};
	it.each(Object.entries(slips))('are found with one letter %s, whatever stands beside', (_, slip) => {
		fc.assert(
			fc.property(word, fc.nat(), (meant, where) => {
				const typed = slip(meant, where % meant.length);
				expect(nearest(typed, ['#'.repeat(meant.length), meant.toUpperCase()])).toEqual([
					meant.toUpperCase(),
				]);
			}),
		);
	});
});

it('an object is found by its name and by its caption', () => {
	const objects = [
		{ name: 'Contact', caption: 'Person' },
		{ name: 'Account', caption: 'Компания' },
		{ name: 'Case', caption: 'Case' },
	];
	const found = (typed: string) => nearestCaptioned(typed, objects).map(({ name }) => name);
	expect(found('Persno')).toEqual(['Contact']);
	expect(found('компания')).toEqual(['Account']);
	expect(found('Acount')).toEqual(['Account']);
	expect(found('Case')).toEqual(['Case']);
});

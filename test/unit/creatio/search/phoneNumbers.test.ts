import fc from 'fast-check';

import { endings, isSameNumber, phoneDigits } from '../../../../nodes/shared/creatio/search/phoneNumbers';

describe('phone numbers', () => {
	it.each([
		['+1 617 221 5187', '16172215187'],
		['(617) 221-51.87', '6172215187'],
		['12345', '12345'],
		['1234', undefined],
		['Area 51 12345', undefined],
		['SR00005250', undefined],
		['', undefined],
	])('%s has the digits %s', (text, digits) => {
		expect(phoneDigits(text)).toBe(digits);
	});

	it.each([
		['+1 617 221 5187', '6172215187', true],
		['617-221-51-87', '+1 617 221 5187', true],
		['8 (495) 123-45-67', '495 1234567', true],
		['+44 20 7946 0018', '020 7946 0018', true],
		['0049 30 123456', '+49 30 123456', true],
		['+1 617 221 5187', '221 51', true],
		['+1 617 221 5187', '221 52', false],
		['+1 617 999 5187', '+1 617 221 5187', false],
		['+1 212 221 5187', '+1 617 221 5187', false],
		['5187', '+1 617 221 5187', false],
	])('%s and %s: %s', (number, wanted, isSame) => {
		expect(isSameNumber(number, phoneDigits(wanted) ?? '')).toBe(isSame);
	});

	it('are found by their end, however they are written', () => {
		const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 13 });
		const separator = fc.constantFrom('', ' ', '-', '.');
		fc.assert(
			fc.property(digits, separator, (number, between) => {
				const text = number.join('');
				const written = `${text.slice(0, -4)}${between}${text.slice(-4, -2)}${between}${text.slice(-2)}`;
				expect(endings(text).some((ending) => written.includes(ending))).toBe(true);
				expect(isSameNumber(written, text)).toBe(true);
			}),
		);
	});
});

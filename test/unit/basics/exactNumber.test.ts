import fc from 'fast-check';

import {
	exactly,
	ExactNumber,
	jsonText,
	plainDigits,
	withLongNumbersAsText,
} from '../../../nodes/shared/basics/exactNumber';

/** Decimals of any length, as people and databases write them. */
const decimals = fc
	.tuple(
		fc.constantFrom('', '-'),
		fc.bigInt({ min: 0n, max: 10n ** 30n }),
		fc.option(fc.bigInt({ min: 0n, max: 10n ** 20n })),
	)
	.map(([sign, whole, fraction]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`);

/** Compares decimals without rounding. */
const scaled = (text: string) => {
	const [whole = '', fraction = ''] = text.split('.');
	return BigInt(whole + fraction.padEnd(40, '0'));
};

describe('exact numbers', () => {
	it.each([
		['12345678901234567.89', '12345678901234567.89'],
		['9007199254740993', '9007199254740993'],
		['-0.12345678901234567890', '-0.1234567890123456789'],
		['1234567890123456789e-2', '12345678901234567.89'],
	])('%s keeps its digits', (text, digits) => expect(exactly(text)).toEqual(new ExactNumber(digits)));

	it.each([
		['1.50', 1.5],
		['+7', 7],
		['1e21', 1e21],
		['0.30000000000000004', 0.1 + 0.2],
		['100.00000000000000000000', 100],
		['0.0', 0],
		['1e-400', 0],
	])('%s fits into a number', (text, number) => expect(exactly(text)).toBe(number));

	it.each([
		[1e-7, '0.0000001'],
		[1.5e21, '1500000000000000000000'],
		['123.456e1', '1234.56'],
		['-.50', '-0.5'],
		['007', '7'],
	])('%s without an exponent is %s', (number, digits) => expect(plainDigits(number)).toBe(digits));

	it('any decimal is worth on the wire what was entered', () => {
		fc.assert(
			fc.property(decimals, (text) => {
				const json = jsonText({ Amount: exactly(text) });
				const [, digits = ''] = /^\{"Amount":(-?[\d.e+-]+)\}$/.exec(json) ?? [];
				expect(scaled(plainDigits(digits))).toBe(scaled(text));
			}),
		);
	});

	it('any decimal comes back from JSON as its number, or as the text of its digits', () => {
		fc.assert(
			fc.property(decimals, (text) => {
				const back = (JSON.parse(withLongNumbersAsText(`{"a":[${text}],"b":"${text}"}`)) as { a: unknown[] })
					.a[0];
				expect(scaled(plainDigits(String(back)))).toBe(scaled(text));
				if (/^-?\d{1,15}$/.test(text)) expect(typeof back).toBe('number');
			}),
		);
	});

	it('JSON without long numbers is as ever', () => {
		fc.assert(
			fc.property(fc.json(), (json) => {
				const value: unknown = JSON.parse(json);
				expect(jsonText(value)).toBe(JSON.stringify(value));
				expect(JSON.parse(withLongNumbersAsText(json))).toEqual(value);
			}),
		);
	});

	it('digits in texts stay as they are', () => {
		const json = JSON.stringify({ '12345678901234567890': 'a "12345678901234567890" \\' });
		expect(withLongNumbersAsText(json)).toBe(json);
	});

	it('is text wherever JSON is written otherwise', () => {
		expect(JSON.stringify([new ExactNumber('1.0000000000000000001')])).toBe('["1.0000000000000000001"]');
	});
});

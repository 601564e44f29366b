import fc from 'fast-check';

import { withoutSecrets } from '../../../nodes/shared/basics/redact';

describe('a text without what was typed', () => {
	it.each([
		['The password s3cret of Anna is wrong', ['s3cret', 'Anna'], 'The password *** of *** is wrong'],
		['ANNA typed S3CRET', ['s3cret', 'anna'], '*** typed ***'],
		['{"UserPassword":"a\\"b\\\\c"}', ['a"b\\c'], '{"UserPassword":"***"}'],
		['p=a+b%26c', ['a b&c'], 'p=***'],
		['p=a%20b%26c', ['a b&c'], 'p=***'],
		['<i>a&amp;b&lt;c</i>', ['a&b<c'], '<i>***</i>'],
		['<i>it&#39;s gr&#252;n&#128512;</i>', ["it's grün😀"], '<i>***</i>'],
		['{"p":"\\u041f\\u0027\\u003c"}', ["П'<"], '{"p":"***"}'],
		["p=a!'(b)~%3D", ["a!'(b)~="], 'p=***'],
		['a b c', ['a  b\tc'], '***'],
		['costs $& and $1', ['$& and'], 'costs *** $1'],
		// Cut in the middle.
		['wrong: secret-of-an', ['secret-of-anna'], 'wrong: ***'],
		['wrong: secre', ['secret-of-anna'], 'wrong: secre'],
		// The longer one first, or a rest of it would remain.
		['secret-2 and secret', ['secret', 'secret-2'], '*** and ***'],
		// A short one says nothing as a part of words.
		['a user may sign in', ['a'], '*** user may sign in'],
		['nothing to hide', ['', ' '], 'nothing to hide'],
	])('%s', (text, secrets, expected) => {
		expect(withoutSecrets(text, secrets)).toBe(expected);
	});

	it('never holds a secret, whatever its characters', () => {
		const secret = fc.string({ minLength: 3, maxLength: 20 }).filter((text) => text.trim().length >= 3);
		fc.assert(
			fc.property(fc.string(), secret, fc.string(), (before, typed, after) => {
				const text = withoutSecrets(`${before}${typed}${after}`, [typed]);
				return !text.includes(typed) || '***'.includes(typed);
			}),
		);
	});
});

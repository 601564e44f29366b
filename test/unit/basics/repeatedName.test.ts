import fc from 'fast-check';

import { repeatedName } from '../../../nodes/shared/basics/repeatedName';

describe('a name that an object of a JSON text has twice', () => {
	it('is found wherever it is, however it is written', () => {
		expect(repeatedName('{"all": [1], "any": [], "all": [2]}')).toBe('all');
		expect(repeatedName('[{"a": {"b": 1}}, {"a": [{"b" : 1, "\\u0062"\n: 2}]}]')).toBe('b');
		expect(repeatedName('{"": 1, "": 2}')).toBe('');
	});

	it('is not a value, and not a name of another object', () => {
		expect(repeatedName('{"a": "a", "b": {"a": "b"}, "c": [{"a": 1}, {"a": ":"}], "d": "\\"a\\": 1"}')).toBe(
			undefined,
		);
		fc.assert(
			fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
				expect(repeatedName(JSON.stringify(value, undefined, indent))).toBeUndefined();
			}),
		);
	});
});

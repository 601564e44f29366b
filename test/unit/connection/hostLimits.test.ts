import { hasDeniedSequence } from '../../../nodes/shared/connection/hostLimits';

describe('a sequence that IIS denies', () => {
	it.each([
		['?a=../b', true],
		['?a=..%2Fb', true],
		['?a=%2e%2e%2fb', true],
		['?a=..%5Cb', true],
		['?a=%252e%252e%255c', true],
		['?a=..%252fb', true],
		['?a=..%25252fb', false],
		['?a=..b', false],
		['?a=./b', false],
		['', false],
	])('%s: %s', (query, isDenied) => {
		expect(hasDeniedSequence(query)).toBe(isDenied);
	});
});

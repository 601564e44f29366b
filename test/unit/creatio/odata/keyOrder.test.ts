import fc from 'fast-check';

import { keyOrderOf } from '../../../../nodes/shared/creatio/odata/keyOrder';

const hex = (value: number, length: number) => Math.floor(value).toString(16).padStart(length, '0');

/** A position that is out of order. */
const scattered = (position: number) => (position * 977) % 1;

const firstGroup = (position: number) => hex(position * 16 ** 8, 8);
const lastGroup = (position: number) => hex(position * 16 ** 12, 12);

/** Keys that increase by their first group, or by their last one. */
const byFirst = (position: number) =>
	`${firstGroup(position)}-0000-4000-8000-${lastGroup(scattered(position))}`;
const byLast = (position: number) =>
	`${firstGroup(scattered(position))}-0000-4000-8000-${lastGroup(position)}`;

const SHARES = Array.from({ length: 20 }, (_, index) => (index + 1) / 32);
const firsts = SHARES.map((share) => byFirst(share));
const lasts = SHARES.map((share) => byLast(share));

describe('the order of keys', () => {
	it('is that of their first group or of their last', () => {
		expect(keyOrderOf(firsts)?.keyAt(0.5)).toBe('80000000-0000-0000-0000-000000000000');
		expect(keyOrderOf(lasts)?.keyAt(0.5)).toBe('00000000-0000-0000-0000-800000000000');
		expect(keyOrderOf(lasts)?.keyAt(1 / 4_096)).toBe('00000000-0000-0000-0000-001000000000');
	});

	it.each([
		['too few', firsts.slice(1)],
		['not in order', [...firsts.slice(0, 19), byFirst(0)]],
		['all the same', Array<string>(20).fill(byFirst(0.5))],
		['not keys', SHARES.map((_, index) => `x${index}`)],
		['none', []],
	])('is unknown where the keys are %s', (_, keys) => {
		expect(keyOrderOf(keys)).toBeUndefined();
	});

	it('is not that of a group that is always zero', () => {
		const keys = SHARES.map((share) => `00000000-0000-4000-8000-${lastGroup(share)}`);
		expect(keyOrderOf(keys)?.keyAt(0.5)).toBe('00000000-0000-0000-0000-800000000000');
		const zeros = SHARES.map((_, index) => `00000000-${hex(index, 4)}-4000-8000-000000000000`);
		expect(keyOrderOf(zeros)).toBeUndefined();
	});

	it.each([
		['first', keyOrderOf(firsts), byFirst],
		['last', keyOrderOf(lasts), byLast],
	] as const)('gives each key a position, and each position a key: by the %s group', (_, order, keyOf) => {
		expect(order?.position(keyOf(0))).toBe(0);
		expect(order?.position(keyOf(0.75))).toBe(0.75);
		fc.assert(
			fc.property(fc.nat(2 ** 32 - 1), (value) => {
				const position = value / 2 ** 32;
				const key = order?.keyAt(position) ?? '';
				expect(key).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
				expect(order?.position(key)).toBe(position);
			}),
		);
	});

	it('holds keys that increase between two others', () => {
		const order = keyOrderOf(firsts);
		const [a, b, c] = [0.1, 0.2, 0.3].map((share) => byFirst(share));
		expect(order?.holds([a!, b!, b!, c!])).toBe(true);
		expect(order?.holds([b!, a!])).toBe(false);
		expect(order?.holds([b!, 'none'])).toBe(false);
		expect(order?.holds([b!], a, c)).toBe(true);
		expect(order?.holds([b!], b, b)).toBe(true);
		expect(order?.holds([a!, b!], b)).toBe(false);
		expect(order?.holds([a!, c!], undefined, b)).toBe(false);
		expect(order?.holds([], a, b)).toBe(true);
		expect(order?.holds([], b, a)).toBe(false);
	});
});

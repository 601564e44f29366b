/**
 * A contact that a case writes or reads.
 *
 * @typedef {object} Person
 * @property {string} Id
 * @property {string} Name
 * @property {string} Email
 * @property {string} JobTitle
 * @property {string} AccountId Of no account that exists: nothing here follows it.
 */

/** Records of the warm-up, which come before those that count. */
export const warmUpCount = 10;

/** @param {number} value */
const hex = (value) => value.toString(16).padStart(8, '0');

/**
 * The same key for the same number, without the order of the numbers.
 *
 * @param {number} index
 */
function keyOf(index) {
	// Odd factors keep different numbers different.
	const spread = Math.imul(index + 1, 0x9e3779b1) >>> 0;
	return `${hex(spread)}-1111-4222-8333-0000${hex(index)}`;
}

/**
 * The same people in every process.
 *
 * @param {number} count
 * @returns {Person[]}
 */
export const people = (count) =>
	Array.from({ length: count }, (_, index) => ({
		Id: keyOf(index),
		Name: `Benjamin Benchmark the ${index + 1}th`,
		Email: `benjamin.benchmark.${index + 1}@bench.example`,
		JobTitle: `Measured person number ${index + 1}`,
		AccountId: keyOf(1_000_000 + (index % 500)),
	}));

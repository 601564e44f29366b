import { createHash } from 'node:crypto';
import { CheckStatus } from '@stryker-mutator/api/check';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** @typedef {import('@stryker-mutator/api/check').Checker} Checker */
/** @typedef {import('@stryker-mutator/api/core').Mutant} Mutant */

/**
 * A checker for Stryker that lets only a sample of the mutants pass, the same for the same seed and sources. The
 * others count as if they did not compile: they are neither run nor part of the score.
 *
 * @implements {Checker}
 */
class SampleChecker {
	async init() {}

	/**
	 * All of them are one group: which belong to the sample shows only beside the others.
	 *
	 * @param {readonly Mutant[]} mutants
	 */
	async group(mutants) {
		return [mutants.map(({ id }) => id)];
	}

	/** @param {readonly Mutant[]} mutants */
	async check(mutants) {
		const { MUTATION_SAMPLE: size, MUTATION_SEED: seed = '1' } = process.env;
		const shuffled = mutants
			.map(({ id, fileName, location, replacement }) => ({
				id,
				rank: createHash('sha256')
					.update(JSON.stringify([seed, fileName.split(/[\\/]nodes[\\/]/).pop(), location, replacement]))
					.digest('hex'),
			}))
			.sort((a, b) => (a.rank < b.rank ? -1 : 1));
		return Object.fromEntries(
			shuffled.map(({ id }, index) => [
				id,
				index < Number(size)
					? /** @type {const} */ ({ status: CheckStatus.Passed })
					: /** @type {const} */ ({ status: CheckStatus.CompileError, reason: 'not in the sample' }),
			]),
		);
	}
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', SampleChecker)];

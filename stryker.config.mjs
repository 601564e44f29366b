/**
 * `npm run mutation`: Stryker changes the sources in a copy, a place at a time, and the unit and contract tests must
 * notice. The engine tests run the built package, which holds no such change.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	plugins: ['@stryker-mutator/jest-runner', './scripts/lib/mutation/sample.mjs'],
	testRunner: 'jest',
	jest: {
		config: { testMatch: ['<rootDir>/test/{unit,contract}/**/*.test.ts'] },
	},
	coverageAnalysis: 'perTest',
	// Not copied: Stryker needs none of it.
	ignorePatterns: ['.cache', 'coverage', 'dist', 'docs/screenshots'],
	tempDirName: '.cache/mutation/copies',
	reporters: ['html', 'json'],
	htmlReporter: { fileName: '.cache/mutation/report.html' },
	jsonReporter: { fileName: '.cache/mutation/report.json' },
	timeoutMS: 10_000,
};

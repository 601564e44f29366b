const { availableParallelism } = require('node:os');

/** What `npm test` runs; the tests of a whole n8n are in test/e2e (scripts/e2e.mjs). */
module.exports = {
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	// Run by npm run test:nightly.
	testPathIgnorePatterns: process.env.CREATIO_NODES_NIGHTLY === 'yes' ? [] : ['/nightly/'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
		],
	},
	// Stryker's copies of the project are in .cache.
	modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.cache'],
	// As in the main package, where the build does it.
	moduleNameMapper: { '^\\./sendFor$': '<rootDir>/undici/sendFor.ts' },
	testTimeout: 30_000,
	// Tests wait for their sites and engines a third of the time.
	maxWorkers: Math.ceil(availableParallelism() * 1.5),
	collectCoverageFrom: ['<rootDir>/{nodes,credentials,undici}/**/*.ts'],
	// scripts/lib/coverage adds what the engine's processes ran, and makes the report.
	coverageReporters: ['json'],
};

const { n8n } = require('./package.json');

/** @param {string} built */
const sourceOf = (built) => built.replace(/^dist\/(.*)\.js$/, '$1.ts');

/** What `npm run unused` begins at: a file that none of these reaches is unused. */
module.exports = {
	entry: [
		...[...n8n.nodes, ...n8n.credentials].map(sourceOf),
		'scripts/*.mjs',
		'gulpfile.js',
		'{scripts,test}/**/*.test.mjs',
		// Programs that others start by their path.
		'test/package/{docs/writeDocs,writeStoredNames}.ts',
		'test/emulator/main.ts',
		'test/soak/main.ts',
		'test/faults/main.ts',
		'test/mutants/main.ts',
		'test/bench/siteProcess.ts',
	],
	// Programs that scripts start by their path.
	ignoreDependencies: ['jest', 'prettier'],
	project: ['{nodes,credentials,undici,test}/**/*.ts', '{scripts,test}/**/*.mjs', '*.{js,mjs}'],
};

import eslint from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import * as regexp from 'eslint-plugin-regexp';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What is taken apart to leave something out is not unused. */
const unused = { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' };

export default defineConfig(
	globalIgnores([
		'dist',
		'cloud/{dist,nodes,credentials}',
		'coverage',
		'test-results',
		'test/support/fixtures',
		'docs',
	]),
	{
		files: ['**/*.ts'],
		extends: [eslint.configs.recommended, tseslint.configs.recommended],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-unused-vars': ['error', unused],
		},
	},
	{
		files: ['**/*.mjs', '**/*.js'],
		extends: [eslint.configs.recommended],
		rules: { 'no-unused-vars': ['error', unused] },
		languageOptions: { globals: Object.fromEntries(nodeGlobals().map((name) => [name, 'readonly'])) },
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json', 'cloud/package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		// n8n's scanner does not read comments that turn rules off.
		linterOptions: { noInlineConfig: true },
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		plugins: { regexp },
		rules: {
			// Texts of sites and items must not block n8n: docs/design.md, section 4.
			'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
			'regexp/no-super-linear-move': [
				'error',
				{ report: 'potential', ignorePartial: false, ignoreSticky: false },
			],
		},
	},
	{
		files: ['package.json', 'cloud/package.json'],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: {
			...n8nNodesBase.configs.community.rules,
			'@typescript-eslint/no-unused-expressions': 'off',
		},
	},
	{
		files: ['package.json'],
		rules: {
			// undici is the one dependency at run time: docs/adr/0001.
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
		},
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Wants a name of n8n's own documentation; n8n's tool switches it off for packages outside of it.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// These two know only the strings of old; n8n's tool switches them off as well.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			// A limit without a most is what n8n's own nodes have; n8n's tool switches it off as well.
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
);

/** What Node gives to scripts without an import. */
function nodeGlobals() {
	return [
		'process',
		'console',
		'Buffer',
		'URL',
		'URLSearchParams',
		'setTimeout',
		'clearTimeout',
		'setInterval',
	].concat(
		[
			'clearInterval',
			'setImmediate',
			'fetch',
			'AbortController',
			'AbortSignal',
			'require',
			'exports',
			'module',
		],
		[
			'document',
			'window',
			'__dirname',
			'performance',
			'structuredClone',
			'TextDecoder',
			'TextEncoder',
			'Response',
		],
	);
}

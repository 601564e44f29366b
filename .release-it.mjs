/**
 * What npm run release does: see "Releasing" in CONTRIBUTING.md. Publishing is not part of it, since npm trusts only the
 * workflow publish.yml.
 */
export default {
	git: {
		requireBranch: 'main',
		requireUpstream: false,
		commitMessage: 'release: ${version}',
		tagName: 'v${version}',
		tagAnnotation: '${version}',
		push: false,
	},
	npm: { publish: false },
	plugins: {
		'@release-it/keep-a-changelog': { addUnreleased: true, addVersionUrl: true },
		// A pattern, since a file of this name would be made where none is.
		'@release-it/bumper': { out: '@(cloud)/package.json' },
	},
};

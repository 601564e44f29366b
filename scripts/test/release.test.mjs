import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readManifests } from '../lib/package/packages.mjs';
import { repository } from '../lib/paths.mjs';
import { notesOf } from '../lib/release/notes.mjs';
import { Stop } from '../lib/stop.mjs';

const changelog = `# Changelog

## [Unreleased]

## [1.2.0] - 2026-11-27

- A text over
  two lines.
- A list:
  - with a part

## [1.10.0] - 2026-11-01

- Older.

[Unreleased]: https://example.org/compare/v1.2.0...HEAD
[1.2.0]: https://example.org/compare/v1.10.0...v1.2.0
`;

/** @param {string[]} versions */
const packages = (...versions) => versions.map((version, index) => ({ name: `package-${index}`, version }));

test('the notes of a release are its part of the changelog, each paragraph in one line', () => {
	assert.equal(
		notesOf('v1.2.0', packages('1.2.0', '1.2.0'), changelog),
		'- A text over two lines.\n- A list:\n  - with a part',
	);
	assert.equal(notesOf('v1.10.0', packages('1.10.0'), changelog), '- Older.');
});

/** @type {ReadonlyArray<[tag: string, versions: string[], message: string]>} */
const refused = [
	['v1.2.0', ['1.2.0', '1.1.0'], 'The tag is v1.2.0, but package-1 is 1.1.0.'],
	['1.2.0', ['1.2.0'], 'The tag is 1.2.0, but package-0 is 1.2.0.'],
	['v1.2', ['1.2'], 'CHANGELOG.md says nothing under [1.2].'],
	['vUnreleased', ['Unreleased'], 'CHANGELOG.md says nothing under [Unreleased].'],
];
for (const [tag, versions, message] of refused) {
	test(`no release is made of ${tag} with ${versions.join(' and ')}`, () => {
		assert.throws(
			() => notesOf(tag, packages(...versions), changelog),
			(error) => error instanceof Stop && error.message === message,
		);
	});
}

test('all packages have the same version', async () => {
	const versions = (await readManifests()).map(({ version }) => version);
	assert.ok(versions.length > 0);
	assert.equal(new Set(versions).size, 1);
});

test('the changelog has the headings that npm run release looks for', async () => {
	const text = await readFile(join(repository, 'CHANGELOG.md'), 'utf8');
	const headings = [...text.matchAll(/^## .*$/gm)].map(([heading]) => heading);
	assert.equal(headings[0], '## [Unreleased]');
	assert.ok(headings.length > 1);
	for (const heading of headings.slice(1))
		assert.match(heading, /^## \[\d+\.\d+\.\d+\]( - \d{4}-\d\d-\d\d)?$/);
});

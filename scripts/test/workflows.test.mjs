import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { tsImport } from 'tsx/esm/api';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument } from 'yaml';
import { repository } from '../lib/paths.mjs';
import { brokenRules } from './workflow-rules.mjs';

// GitHub's own check of workflows imports JSON as only bundlers and tsx do.
/** @type {typeof import('@actions/languageservice')} */
const { validate } = await tsImport('@actions/languageservice', import.meta.url);

const folder = join(repository, '.github');
const names = (await readdir(join(folder, 'workflows'))).sort();
/** @type {{ scripts: Record<string, string> }} */
const { scripts } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));

/** @param {string} name */
const workflow = (name) => readFile(join(folder, 'workflows', name), 'utf8');

/**
 * @param {string} name The check remembers what it has read by this name.
 * @param {string} text
 */
async function complaints(name, text) {
	const document = TextDocument.create(`file:///.github/workflows/${name}`, 'yaml', 1, text);
	return (await validate(document)).map(({ message, range }) => `${range.start.line + 1}: ${message}`);
}

for (const name of names) {
	test(`GitHub can run ${name}`, async () => {
		assert.deepEqual(await complaints(name, await workflow(name)), []);
	});

	test(`${name} is safe, ends, and runs what exists`, async () => {
		const text = await workflow(name);
		assert.deepEqual(brokenRules(name, text, scripts), []);
		const programs = [...text.matchAll(/\bnode (scripts\/\S+)|run: (\.ci\/\S+)/g)];
		for (const [, script, program] of programs)
			assert.ok(existsSync(join(repository, String(script ?? program))));
	});
}

test('the same action has one version in all workflows', async () => {
	const texts = await Promise.all(names.map(workflow));
	const actions = texts.flatMap((text) => [...text.matchAll(/\buses: ([\w-]+\/[\w-]+)\S*(@.*)/g)]);
	const versions = new Map(actions.map(([, action, version]) => [`${action}${version}`, action]));
	assert.deepEqual([...versions.values()].sort(), [...new Set(versions.values())].sort());
	assert.ok(versions.size > 2);
});

test('every file of .github is YAML', async () => {
	const files = (await readdir(folder, { recursive: true })).filter((name) => /\.ya?ml$/.test(name));
	assert.ok(files.length > names.length);
	for (const name of files) {
		const { errors } = parseDocument(await readFile(join(folder, name), 'utf8'));
		assert.deepEqual(errors, [], name);
	}
});

test('a workflow that GitHub would refuse is noticed, with the line', async () => {
	const text = `
on: { schedule: [{ cron: '61 * * * *' }] }
jobs:
  first:
    runs-on: ubuntu-latest
    needs: second
    steps:
      - run: npm test
        if: matrx.node == 24
      - run: npm test
        wth: {}
`;
	assert.deepEqual(
		(await complaints('refused.yml', text)).map((line) => Number.parseInt(line)).sort((a, b) => a - b),
		[2, 4, 6, 9, 11],
	);
});

test('every rule of the project is held', () => {
	const text = `
on: push
permissions: write-all
jobs:
  first:
    runs-on: ubuntu-latest
    permissions: { contents: write }
    strategy: { matrix: { include: [{ run: npm run nowhere }] } }
    steps:
      - uses: actions/checkout@v7
      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020
      - run: echo \${{ matrix.run }} \${{ github.event.head_commit.message }}
      - run: npm run nothing
      - run: npm run perhaps --if-present
`;
	assert.deepEqual(brokenRules('test.yml', text, {}), [
		'not pinned: actions/checkout@v7',
		'not pinned: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020',
		'may write-all',
		'no concurrency',
		'first: no timeout',
		'first: may write contents',
		'first: leaves its credentials to the steps that follow',
		'first: ${{ github.event.head_commit.message }} is pasted into a shell: pass it by env',
		'first: there is no npm run nothing',
		'first: there is no npm run nowhere',
	]);
	assert.deepEqual(brokenRules('test.yml', 'on: push\nconcurrency: test\njobs: {}\n', {}), [
		'no permissions',
	]);
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cellsOf, nodeMajors, runsTests, testedN8n } from '../lib/matrix/cells.mjs';
import { versionsIn } from '../lib/matrix/newest.mjs';
import { withResults } from '../lib/matrix/page.mjs';
import { readResults, withCell } from '../lib/matrix/results.mjs';
import { repository } from '../lib/paths.mjs';

/** @typedef {import('../lib/matrix/results.mjs').Results} Results */
/** @typedef {import('../lib/matrix/results.mjs').Result} Result */

/** @type {import('../lib/matrix/results.mjs').N8nInMatrix} */
const older = { version: '1.9.0', asksFor: '>=20', nodes: [20, 22] };

/**
 * @param {Partial<Result>} [parts]
 * @returns {Result}
 */
const result = (parts) => ({
	...{ n8n: '1.9.0', node: 22, flavor: /** @type {const} */ ('cloud') },
	...{ version: '0.1.0', nodeVersion: '22.1.0', date: '2026-01-31' },
	samples: { passed: 3, failures: [] },
	...parts,
});

/** @type {Results} */
const none = { n8n: [], cells: [] };

test('docs/compatibility.md says what the last runs gave', async () => {
	const page = await readFile(join(repository, 'docs', 'compatibility.md'), 'utf8');
	const results = await readResults();
	assert.equal(withResults(page, results), page);
	assert.deepEqual(
		testedN8n.filter((version) => !results.n8n.some((n8n) => n8n.version === version)),
		[],
	);
});

test('a package is tested on every Node of an n8n, the other one on its newest', () => {
	const nodes = [20, 22];
	const tested = cellsOf('1.9.0', nodes).filter((cell) => runsTests(cell, nodes));
	assert.deepEqual(
		tested.map(({ flavor, node }) => `${flavor} ${node}`),
		['platform 20', 'platform 22', 'cloud 22'],
	);
	assert.equal(cellsOf('1.9.0', nodeMajors).length, 6);
});

test('a run of a cell replaces its result alone, and all stays in order', () => {
	const newer = { ...older, version: '1.10.0' };
	const first = withCell(none, newer, result({ n8n: '1.10.0' }));
	const second = withCell(first, older, result());
	const third = withCell(second, older, result({ node: 20 }));
	const again = withCell(
		third,
		{ ...older, asksFor: '>=18' },
		result({ samples: { passed: 4, failures: [] } }),
	);
	assert.deepEqual(
		again.n8n.map(({ version, asksFor }) => [version, asksFor]),
		[
			['1.9.0', '>=18'],
			['1.10.0', '>=20'],
		],
	);
	assert.deepEqual(
		again.cells.map(({ n8n, node, samples }) => [n8n, node, samples.passed]),
		[
			['1.9.0', 20, 3],
			['1.9.0', 22, 4],
			['1.10.0', 22, 3],
		],
	);
});

test('the page says what was not run, and names what failed and what was left out', () => {
	const reason = 'that n8n has none';
	const tests = { passed: 5, failures: ['a trigger'], leftOut: [{ name: 'an agent', reason }] };
	const results = withCell(none, older, result({ samples: { passed: 2, failures: ['Orders'] }, tests }));
	const text = withResults('# Title\n\n<!-- results:start -->\nold\n<!-- results:end -->\n', results);
	assert.match(text, /^# Title\n\n<!-- results:start -->\n\n\| n8n /);
	assert.match(text, /\n\n<!-- results:end -->\n$/);
	assert.doesNotMatch(text, /old/);
	const rows = text.split('\n').filter((line) => line.startsWith('| 1.9.0'));
	assert.deepEqual(
		rows.map((row) =>
			row
				.split('|')
				.slice(2, -1)
				.map((cell) => cell.trim()),
		),
		[
			['>=20', 'n8n-nodes-creatio-platform', 'not run', 'not run', '–'],
			[
				...['>=20', 'n8n-nodes-creatio-cloud', 'not run'],
				...['0.1.0 on 2026-01-31: **1 of 3 samples failed**, **1 of 6 tests failed**', '–'],
			],
		],
	);
	const where = 'n8n 1.9.0 on Node 22, n8n-nodes-creatio-cloud';
	for (const line of [`- ${where}: Orders`, `- ${where}: a trigger`, `- n8n 1.9.0: an agent (${reason})`])
		assert.ok(text.split('\n').includes(line), line);
});

test('released versions of n8n are read from what npm prints, newest first', () => {
	assert.deepEqual(versionsIn(''), []);
	assert.deepEqual(versionsIn('"2.41.3"'), ['2.41.3']);
	assert.deepEqual(versionsIn('["2.42.0", "2.43.0-exp.1", "2.43.0"]'), ['2.43.0', '2.42.0']);
});

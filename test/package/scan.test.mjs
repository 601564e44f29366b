/**
 * n8n's own scanner, by which n8n examines the sources and the tarball of a package that it verifies. In plain Node: where a
 * test runner transforms modules, its rules for nodes do nothing.
 */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, mock, test } from 'node:test';
// @ts-expect-error It has no types.
import * as scanner from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';
import { packInto } from '../../scripts/lib/package/install.mjs';
import { packages } from '../../scripts/lib/package/packages.mjs';
import { repository } from '../../scripts/lib/paths.mjs';
import { mustRun } from '../../scripts/lib/process/run.mjs';
import { Stop } from '../../scripts/lib/stop.mjs';

/**
 * @typedef {object} Scanner
 * @property {(repository: string, name: string) => string | null} findPackageRoot
 * @property {(folder: string, patterns: readonly string[]) => Promise<{ passed: boolean }>} analyzePackage
 * @property {readonly string[]} SOURCE_FILE_PATTERNS
 */
const { findPackageRoot, analyzePackage, SOURCE_FILE_PATTERNS } = /** @type {Scanner} */ (scanner);

/** What it examines of a tarball. */
const tarballPatterns = ['**/*.js', 'package.json'];

// The scanner reports no warnings of what passes.
const linting = mock.method(ESLint.prototype, 'lintFiles');

/** @type {string} */
let temporary;
before(async () => {
	temporary = await mkdtemp(join(tmpdir(), 'creatio-nodes-scan-'));
});
after(() => rm(temporary, { recursive: true, force: true }));

/**
 * @param {string} folder
 * @param {readonly string[]} patterns
 */
async function scan(folder, patterns) {
	const { passed } = await analyzePackage(folder, patterns);
	const results = (await linting.mock.calls.at(-1)?.result) ?? [];
	return {
		passed,
		files: results.length,
		problems: results.flatMap(({ filePath, messages }) =>
			messages.map(({ line, ruleId, message }) => ({
				place: `${relative(folder, filePath)}:${line}`,
				rule: ruleId,
				message,
			})),
		),
	};
}

/** @param {Awaited<ReturnType<typeof scan>>} scanned */
const rulesBroken = ({ problems }) => [...new Set(problems.map(({ rule }) => rule))].sort();

/** @param {import('../../scripts/lib/package/packages.mjs').Package} which */
async function unpacked(which) {
	const folder = join(temporary, which.name);
	await mkdir(folder);
	const tarball = await packInto(folder, process.execPath, which);
	await mustRun('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], {
		onFailure: (output) => new Stop(`The package cannot be unpacked:\n${output}`),
	});
	return folder;
}

test('the sources of the second package have no error and no warning, wherever a comment turns rules off', async () => {
	const root = findPackageRoot(repository, packages.cloud.name);
	assert.equal(root, packages.cloud.folder);
	const { passed, files, problems } = await scan(packages.cloud.folder, SOURCE_FILE_PATTERNS);
	assert.deepEqual(problems, []);
	assert.ok(passed);
	assert.ok(files > 400, `${files} files`);
});

test('its tarball has no error and no warning', async () => {
	const { passed, files, problems } = await scan(await unpacked(packages.cloud), tarballPatterns);
	assert.deepEqual(problems, []);
	assert.ok(passed);
	assert.ok(files > 400, `${files} files`);
});

test('what the first package adds does not pass', async () => {
	const added = ['dist/undici/*.js', 'package.json'];
	const scanned = await scan(await unpacked(packages.platform), added);
	assert.equal(scanned.passed, false);
	assert.deepEqual(rulesBroken(scanned), [
		'@n8n/community-nodes/no-restricted-imports',
		'@n8n/community-nodes/no-runtime-dependencies',
	]);
});

test('a node that breaks rules does not pass, though a comment turns them off', async () => {
	const folder = join(temporary, 'control');
	await mkdir(join(folder, 'nodes', 'Control'), { recursive: true });
	await writeFile(join(folder, 'package.json'), '{ "name": "n8n-nodes-control" }');
	await writeFile(
		join(folder, 'nodes', 'Control', 'Control.node.ts'),
		`/* eslint-disable */
		export class Control implements INodeType {
			description: INodeTypeDescription = {
				displayName: 'Control',
				name: 'control',
				properties: [{ displayName: 'Limit', name: 'limit', type: 'number' }],
			};
			execute() { setTimeout(() => console.log('1'), 1); }
		}`,
	);
	const scanned = await scan(folder, SOURCE_FILE_PATTERNS);
	assert.equal(scanned.passed, false);
	const broken = rulesBroken(scanned);
	for (const rule of [
		'@n8n/community-nodes/no-restricted-globals',
		'n8n-nodes-base/community-package-json-author-missing',
		'n8n-nodes-base/node-param-default-missing',
		'no-console',
	])
		assert.ok(broken.includes(rule), `${rule} is not among ${broken.join(', ')}`);
});

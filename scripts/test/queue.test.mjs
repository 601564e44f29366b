import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { withFigure } from '../../test/queue/figure.mjs';
import { repository } from '../lib/paths.mjs';

const run = promisify(execFile);
const command = join(repository, 'scripts', 'queue.mjs');

for (const [args, complaint] of /** @type {Array<[string[], RegExp]>} */ ([
	[['--workers', '1'], /--workers must be a whole number from 2 on, not "1"/],
	[['--workers', '0', '--no-kill'], /--workers must be a whole number from 1 on, not "0"/],
	[['--lines', 'many'], /--lines must be a whole number from 1 on, not "many"/],
	[['--write'], /--write writes what --figure measures/],
])) {
	test(`npm run test:queue -- ${args.join(' ')} is refused before anything is started`, async () => {
		await assert.rejects(run(process.execPath, [command, ...args]), ({ code, stdout, stderr }) => {
			assert.equal(code, 1);
			assert.equal(stdout, '');
			assert.match(stderr, complaint);
			return true;
		});
	});
}

test('docs/scaling.md takes a new figure in place of the one that it has', async () => {
	const page = await readFile(join(repository, 'docs', 'scaling.md'), 'utf8');
	const [before, after] = page.split(/<!-- figure:start -->[^]*<!-- figure:end -->/);
	assert.match(page, /<!-- figure:start -->\n\n\| workers \|/);
	assert.equal(
		withFigure(page, 'a figure'),
		`${before}<!-- figure:start -->\n\na figure\n\n<!-- figure:end -->${after}`,
	);
});

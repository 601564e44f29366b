/**
 * npm run mutation: how many small changes of the sources the unit and contract tests notice.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { runWithOptions } from './lib/command.mjs';
import { environmentFor } from './lib/environment.mjs';
import { describeSurvivor, resultsOf } from './lib/mutation/results.mjs';
import { readNumber } from './lib/options.mjs';
import { repository } from './lib/paths.mjs';
import { run } from './lib/process/run.mjs';
import { Stop } from './lib/stop.mjs';

/** What is changed, if nothing else is asked for. Stryker separates globs by commas, also those within braces. */
const allFiles = ['basics', 'http', 'connection', 'creatio', 'n8n/form'].map(
	(folder) => `nodes/shared/${folder}/**/*.ts`,
);

const help = `npm run mutation [-- options]

  --files <glob>   change only these sources, by a glob without braces; may be given several times
                   (${allFiles.join(', ')})
  --sample <n>     try only n of the changes, drawn from all of these files
  --seed <n>       another seed draws another sample (1)
  --least <n>      end with 1 when less than n of a hundred changes are noticed (0)
  --help           this text

Changes the sources in a copy, one place at a time, runs the unit and contract tests that reach the place, and prints the
changes that no test noticed. All of them take hours; --sample 100 about ten minutes.`;

runWithOptions(
	{
		help,
		options: {
			files: { type: 'string', multiple: true, default: allFiles },
			sample: { type: 'string' },
			seed: { type: 'string', default: '1' },
			least: { type: 'string', default: '0' },
		},
	},
	async ({ values }) => {
		const { sample, seed } = values;
		if (sample !== undefined) readNumber(sample, '--sample', 1);
		const least = readNumber(values.least, '--least', 0);
		const braces = values.files.find((glob) => /[{},]/.test(glob));
		if (braces !== undefined)
			throw new Stop(`Write ${braces} without braces and commas: give --files several times.`);

		const node = await bringNode24();
		await bringDependencies(node);
		const report = join(repository, '.cache', 'mutation', 'report.json');
		await rm(report, { force: true });
		const stryker = join('node_modules', '.bin', 'stryker');
		const sampling = sample === undefined ? [] : ['--checkers', 'sample'];
		await run(node, [stryker, 'run', '--mutate', values.files.join(','), ...sampling], {
			cwd: repository,
			env: environmentFor(node, { MUTATION_SEED: seed, MUTATION_SAMPLE: sample ?? '' }),
			show: true,
		});
		const text = await readFile(report, 'utf8').catch(() => {
			throw new Stop('Stryker ended without a report: see what it wrote above.');
		});
		const { noticed, survivors } = resultsOf(JSON.parse(text));
		const tried = noticed + survivors.length;
		if (tried === 0) throw new Stop(`There is nothing to change in ${values.files.join(', ')}.`);

		for (const survivor of survivors) console.log(describeSurvivor(survivor));
		const score = (100 * noticed) / tried;
		console.log(`\n${noticed} of ${tried} changes were noticed: ${score.toFixed(1)} %`);
		console.log(relative(repository, report).replace(/json$/, 'html'));
		return score >= least ? 0 : 1;
	},
);

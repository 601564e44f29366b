/**
 * npm run release:notes: checks that a tag fits the packages and the changelog, and writes the notes of the release.
 * Runs under any Node from 20 on and before any dependency is installed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runWithOptions } from './lib/command.mjs';
import { readManifests } from './lib/package/packages.mjs';
import { repository } from './lib/paths.mjs';
import { notesOf } from './lib/release/notes.mjs';
import { Stop } from './lib/stop.mjs';

const help = `npm run release:notes -- <tag> [options]

  --to <file>   write the notes into this file (standard output)
  --help        this text

Checks that every package.json has the version of the tag, such as v1.2.3, and prints what CHANGELOG.md says of it.`;

runWithOptions(
	{ help, allowPositionals: true, options: { to: { type: 'string' } } },
	async ({ values, positionals }) => {
		const [tag, ...more] = positionals;
		if (tag === undefined || more.length > 0) throw new Stop(`Name one tag.\n\n${help}`);
		const changelog = await readFile(join(repository, 'CHANGELOG.md'), 'utf8');
		const notes = notesOf(tag, await readManifests(), changelog);
		if (values.to === undefined) console.log(notes);
		else await writeFile(values.to, `${notes}\n`);
		return 0;
	},
);

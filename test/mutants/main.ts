/** Puts faults into the sources of the working directory, a copy of the project; started by scripts/mutants.mjs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { type Mutant, withFault } from './mutant';
import { MUTANTS } from './table';

/** Tests of a fault that ends in an endless loop have noticed it. */
const LONGEST_RUN_MS = 120_000;

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } });

const isWanted = ({ fault, file }: Mutant) =>
	values.only.length === 0 || values.only.some((text) => `${fault}\n${file}`.includes(text));

/** Whether all of the tests pass. */
async function passes(tests: readonly string[]): Promise<boolean> {
	const jest = path.join('node_modules', 'jest', 'bin', 'jest.js');
	const files = tests.map((file) => path.join('test', file));
	const run = spawn(process.execPath, [jest, '--bail', '--runInBand', '--runTestsByPath', ...files], {
		stdio: 'ignore',
		timeout: LONGEST_RUN_MS,
		killSignal: 'SIGKILL',
	});
	const [code] = (await once(run, 'exit')) as [number | null];
	return code === 0;
}

async function isNoticed(mutant: Mutant): Promise<boolean> {
	const source = await readFile(mutant.file, 'utf8');
	await writeFile(mutant.file, withFault(source, mutant));
	try {
		return !(await passes(mutant.tests));
	} finally {
		await writeFile(mutant.file, source);
	}
}

async function main(): Promise<number> {
	const mutants = MUTANTS.filter(isWanted);
	if (mutants.length === 0) {
		console.log(`No fault has ${values.only.join(' or ')} in its name or file.`);
		return 1;
	}
	// Before the first run: a table that is out of date would be noticed only in the middle.
	for (const mutant of mutants) withFault(await readFile(mutant.file, 'utf8'), mutant);
	// Tests that fail anyway would seem to notice everything.
	if (!(await passes([...new Set(mutants.flatMap(({ tests }) => tests))]))) {
		console.log('The tests fail without a fault: run npm test first.');
		return 1;
	}
	let survivors = 0;
	for (const mutant of mutants) {
		const noticed = await isNoticed(mutant);
		if (!noticed) survivors++;
		console.log(`${noticed ? '✓' : '✗'} ${mutant.file}: ${mutant.fault}`);
	}
	console.log(`\n${mutants.length - survivors} of ${mutants.length} faults were noticed`);
	return survivors === 0 ? 0 : 1;
}

void main().then((code) => {
	process.exitCode = code;
});

import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

import { ROOT } from '../support/packageFolders';
import { isWhole, librariesIn, licencesIn } from './licences';

const read = (...names: string[]) => readFileSync(path.join(ROOT, ...names), 'utf8');

function filesIn(folder: string, ending: string): string[] {
	return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith(ending))
		.map((name) => path.join(folder, name));
}

/** Libraries that the sources import and that are not there at run time, so that they have to be bundled. */
function importedLibraries(): string[] {
	const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
	const there = new Set(['n8n-workflow', ...Object.keys(dependencies), ...builtinModules]);
	const sources = ['nodes', 'credentials', 'undici'].flatMap((folder) => filesIn(folder, '.ts'));
	const imported = sources
		.flatMap((file) => ts.preProcessFile(read(file), true, true).importedFiles)
		.map(({ fileName }) => fileName)
		.filter((name) => !/^(?:\.|node:)/.test(name))
		.map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
	return [...new Set(imported)].filter((name) => !there.has(name));
}

describe.each(['dist', 'cloud/dist'])('the licences in %s', (folder) => {
	const bundled = new Set(filesIn(folder, '.js').flatMap((file) => librariesIn(read(file))));
	const licences = licencesIn(read(folder, 'third-party-licenses.txt'));

	it('are those of all libraries that are bundled, and of no others', () => {
		expect(bundled.size).toBeGreaterThan(0);
		expect([...licences.keys()].sort()).toEqual([...bundled].sort());
		expect(importedLibraries().filter((name) => !bundled.has(name))).toEqual([]);
	});

	it('allow passing on, and are whole', () => {
		expect([...licences.values()].filter((licence) => !isWhole(licence))).toEqual([]);
	});
});

describe('a licence', () => {
	const separator = `\n${'='.repeat(80)}\n\n`;
	const text = 'Copyright (c) Somebody\n\nPermission is hereby granted, free of charge, …\n';

	it('is looked for by the notes of the bundler, also for scopes and nested folders', () => {
		const built = [
			'// ../node_modules/saxes/saxes.js',
			'code;',
			'// node_modules/@scope/one/node_modules/two/index.js',
			'// node_modules/@scope/one/index.js',
			'// dist/nodes/shared/basics/xml.js',
		].join('\n');
		expect(librariesIn(built)).toEqual(['saxes', 'two', '@scope/one']);
		expect([
			...licencesIn(`saxes 6.0.0 (ISC)\n\n${text}${separator}two 1.0.0 (MIT)\n\n${text}`).keys(),
		]).toEqual(['saxes', 'two']);
	});

	it.each([
		['one without its text', 'one 1.0.0 (MIT)\n\n'],
		['one that says nothing of its kind', `one 1.0.0 (undefined)\n\n${text}`],
		['one that others may not pass on like this', `one 1.0.0 (GPL-3.0-only)\n\n${text}`],
	])('does not pass: %s', (_, licence) => {
		expect(isWhole(`one 1.0.0 (MIT)\n\n${text}`)).toBe(true);
		expect(isWhole(licence)).toBe(false);
	});
});

import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../support/packageFolders';
import { published } from './packages';

/** What n8n-nodes-creatio-cloud may have otherwise than n8n-nodes-creatio-platform (docs/adr/0012). */
const DIFFERENT = [
	'name',
	'description',
	'homepage',
	'repository',
	'scripts',
	'dependencies',
	'devDependencies',
];

describe('the two packages', () => {
	const platform = published('.');
	const cloud = published('cloud');

	it('have the same manifest, but for their names and what is needed to build', () => {
		const same = ({ manifest }: typeof cloud) =>
			Object.fromEntries(Object.entries(manifest).filter(([member]) => !DIFFERENT.includes(member)));
		expect(same(cloud)).toEqual(same(platform));
		expect(Object.keys(same(cloud))).toEqual(
			expect.arrayContaining(['version', 'keywords', 'license', 'author', 'engines', 'files', 'n8n']),
		);
		expect(cloud.manifest.repository).toEqual({
			...(platform.manifest.repository as object),
			directory: 'cloud',
		});
	});

	it('bundle the same parsers; n8n allows their import in sources because they are development dependencies', () => {
		const { 'csv-parse': csvParse, saxes } = platform.manifest.devDependencies;
		expect(cloud.manifest.devDependencies).toEqual({ 'csv-parse': csvParse, saxes });
	});

	it('are built from the same sources, which n8n finds beside the package.json of the second', () => {
		for (const folder of ['nodes', 'credentials']) {
			const link = path.join(ROOT, 'cloud', folder);
			expect(lstatSync(link).isSymbolicLink()).toBe(true);
			expect(realpathSync(link)).toBe(realpathSync(path.join(ROOT, folder)));
		}
	});

	it('have the same licence', () => {
		const licence = (folder: string) => readFileSync(path.join(ROOT, folder, 'LICENSE'), 'utf8');
		expect(licence('cloud')).toBe(licence('.'));
	});

	it('consist of the same files beside those of undici, and one of them is different', () => {
		const shared = platform.files.filter((file) => !file.startsWith('dist/undici/'));
		expect(cloud.files).toEqual(shared);
		expect(shared.length).toBeLessThan(platform.files.length);
		const different = shared.filter((file) => cloud.read(file) !== platform.read(file));
		expect(different).toEqual(['README.md', 'dist/nodes/shared/n8n/connect/sendFor.js', 'package.json']);
	});
});

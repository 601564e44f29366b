import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { withFault } from '../mutants/mutant';
import { MUTANTS } from '../mutants/table';
import { ROOT } from '../support/packageFolders';

/** Cheap checks of what `npm run mutants` does at night. */
describe('the table of faults', () => {
	it.each(MUTANTS.map((mutant) => [mutant.fault, mutant] as const))('fits the sources: %s', (_, mutant) => {
		const source = readFileSync(path.join(ROOT, mutant.file), 'utf8');
		expect(withFault(source, mutant)).not.toBe(source);
	});

	it('names tests of sources that are there', () => {
		const files = new Set(MUTANTS.flatMap(({ tests }) => tests));
		expect([...files].filter((file) => !existsSync(path.join(ROOT, 'test', file)))).toEqual([]);
		expect([...files].filter((file) => !/^(?:unit|contract)\//.test(file))).toEqual([]);
	});
});

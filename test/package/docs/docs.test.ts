import { builtPackage } from '../builtPackage';
import { pages, tablesOn, withTables } from './pages';
import { parameterTables } from './parameterTables';

describe('the tables of parameters', () => {
	const tables = parameterTables();

	it.each(pages().filter((page) => tablesOn(page).length > 0))(
		'of $name are those of the code (if not: npm run docs)',
		(page) => {
			expect(page.text).toBe(withTables(page, tables));
		},
	);

	it('are there for every node and credential', () => {
		const { nodes, credentials } = builtPackage();
		const names = [
			...nodes.map(({ description }) => description.name),
			...credentials.map(({ name }) => name),
		];
		expect(pages().flatMap(tablesOn).sort()).toEqual(names.sort());
	});
});

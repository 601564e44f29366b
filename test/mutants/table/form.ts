import type { Mutant } from '../mutant';

/** What the form offers and what its fields read. */
export const FORM: readonly Mutant[] = [
	{
		fault: 'the form offers a Batch Size of 1,000, and 101 is refused',
		file: 'nodes/shared/n8n/form/batching.ts',
		before: `		most: 100,`,
		after: `		most: 1_000,`,
		tests: ['unit/n8n/form/batching.test.ts'],
	},
	{
		fault: 'the form offers more than the field takes',
		file: 'nodes/shared/n8n/form/fieldKinds.ts',
		before: `{ maxValue: most }`,
		after: `{ maxValue: 10 * most }`,
		tests: ['unit/n8n/form/fieldKinds.test.ts'],
	},
	{
		fault: 'the field refuses the largest number that the form offers',
		file: 'nodes/shared/n8n/form/fieldKinds.ts',
		before: `number <= upTo)`,
		after: `number < upTo)`,
		tests: ['unit/n8n/form/fieldKinds.test.ts'],
	},
	{
		fault: 'the field takes less than the form offers',
		file: 'nodes/shared/n8n/form/fieldKinds.ts',
		before: `number >= least && number`,
		after: `number > 0 && number`,
		tests: ['unit/n8n/form/connectionOptions.test.ts'],
	},
	{
		fault: 'the second and further sort rules are dropped',
		file: 'nodes/shared/n8n/form/sort.ts',
		before: `sortField.read(source, itemIndex).rule.map(`,
		after: `sortField.read(source, itemIndex).rule.slice(0, 1).map(`,
		tests: ['unit/n8n/form/sort.test.ts'],
	},
	{
		fault: 'every rule sorts up',
		file: 'nodes/shared/n8n/form/sort.ts',
		before: `rules.push({ column, direction });`,
		after: `rules.push({ column, direction: 'asc' });`,
		tests: ['unit/n8n/form/sort.test.ts'],
	},
	{
		fault: 'the page size of the form is ignored',
		file: 'nodes/shared/n8n/form/paging.ts',
		before: `{ size: pageSizeOption.read(n8n, itemIndex), parallel`,
		after: `{ size: DEFAULT_PAGING.size, parallel`,
		tests: ['unit/n8n/form/paging.test.ts'],
	},
	{
		fault: 'a query by key goes on behind an empty value, and silently leaves rows out',
		file: 'nodes/shared/n8n/form/paging.ts',
		before: `return details?.columns.get(column.name)?.required === true;`,
		after: `return details?.columns.get(column.name)?.required !== undefined;`,
		tests: ['unit/n8n/form/paging.test.ts'],
	},
];

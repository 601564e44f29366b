import type { Mutant } from '../mutant';

const IMPORT = 'nodes/shared/creatio/import';
const of = (name: string) => [`unit/creatio/import/${name}.test.ts`];

/** Rows of a file that become records. */
export const IMPORT_FAULTS: readonly Mutant[] = [
	{
		fault: 'the key of a record that exists is written',
		file: `${IMPORT}/planRow.ts`,
		before: `rest.filter(({ column }) => column.name !== 'Id')`,
		after: `rest`,
		tests: of('planRow'),
	},
	{
		fault: 'a row that matches several records changes all of them',
		file: `${IMPORT}/planRow.ts`,
		before: `several === 'fail' && found.length > 1`,
		after: `several === 'fail' && found.length > 9`,
		tests: of('planRow'),
	},
	{
		fault: 'a row counts as written although one of its records was not',
		file: `${IMPORT}/rowOutcome.ts`,
		before: `outcomes.find(isFailure) ?? `,
		after: ``,
		tests: of('rowOutcome'),
	},
	{
		fault: 'a part of a file ends after a number of rows, so that the next part leaves some out',
		file: `${IMPORT}/rowsBetween.ts`,
		before: `row.number >= end`,
		after: `row.number > end`,
		tests: of('rowsBetween'),
	},
	{
		fault: 'the cells of a failed row are cut to those of the header',
		file: `${IMPORT}/resultFile.ts`,
		before: ` || index >= header.length`,
		after: ``,
		tests: of('resultFile'),
	},
	{
		fault: 'an import goes on for a long time after n8n could not store what became of the rows',
		file: 'nodes/shared/n8n/files/writtenFile.ts',
		before: `Promise.race([this.stored, this.outbox.push(Buffer.from(text))])`,
		after: `Promise.race([this.outbox.push(Buffer.from(text)), this.stored])`,
		tests: ['unit/n8n/files/importFiles.test.ts'],
	},
];

import { inReadingOrder } from '../../../../nodes/shared/creatio/model/mainColumns';
import { readableColumns } from '../../../../nodes/shared/creatio/protocol/shape';
import {
	readSelectColumns,
	readSelectOrder,
	selectColumnsField,
} from '../../../../nodes/shared/n8n/form/selectColumns';
import { pathOf, reverseOf } from '../../creatio/dataservice/fakes';
import { CONTACT } from '../../creatio/fakes';
import { expectRefusal, fakeContext, located, propertyOf, shownWith, valuesOf } from './fakeForm';

const DATED = { column: 'CreatedOn', operator: 'less', value: '2026-01-31T10:00:00' };

async function read(selectColumns: object = {}) {
	const { plan, names } = await readSelectColumns(fakeContext([{}, { selectColumns }]), CONTACT, 1);
	return { ...plan, names: Object.fromEntries(names) };
}

function kindOf(name: string) {
	const kind = selectColumnsField.property.options?.find((candidate) => candidate.name === name);
	if (!kind || !('values' in kind)) throw new Error(`There are no rows of kind ${name}`);
	return kind;
}

const fieldsOf = (kind: string) => kindOf(kind).values.map((property) => ({ property }));

describe('the columns of a query', () => {
	it('are all of the object that can be read where none is chosen', async () => {
		const { columns, group, names } = await read();
		const readable = inReadingOrder(CONTACT, readableColumns(CONTACT)).map(({ name }) => name);
		expect(columns.map(({ alias }) => alias)).toEqual(readable);
		expect(columns.map(({ source }) => source.kind)).toEqual(readable.map(() => 'path'));
		expect(names).toEqual(Object.fromEntries(readable.map((name) => [name, name])));
		expect(group).toBeUndefined();
	});

	it('are called as the user says, and after their path otherwise', async () => {
		const path = await pathOf('Account.Name');
		expect(
			await read({ column: [{ column: 'Name', name: ' Full name ' }, { column: located('Account.Name') }] }),
		).toEqual({
			columns: [
				{ alias: 'Fullname', source: { kind: 'path', path: await pathOf('Name') } },
				{ alias: 'AccountName', source: { kind: 'path', path } },
			],
			names: { Fullname: 'Full name', AccountName: 'Account.Name' },
		});
	});

	it('may be those of records that point here', async () => {
		const path = await reverseOf('[Activity:Contact].Title');
		expect(await read({ column: [{ column: '[Activity:Contact].Title' }] })).toEqual({
			columns: [{ alias: 'ActivityContactTitle', source: { kind: 'reverse', path } }],
			names: { ActivityContactTitle: '[Activity:Contact].Title' },
		});
	});

	it('may be parts of dates', async () => {
		const of = await pathOf('CreatedOn');
		const { columns, names } = await read({
			datePart: [{ column: 'CreatedOn' }, { column: 'CreatedOn', part: 'year' }],
		});
		expect(columns.map(({ source }) => source)).toEqual([
			{ kind: 'datePart', part: 'month', of },
			{ kind: 'datePart', part: 'year', of },
		]);
		expect(Object.values(names)).toEqual(['month of CreatedOn', 'year of CreatedOn']);
	});

	it('that are numbers about related records alone come after the name of the record', async () => {
		const related = [{ connection: '[Activity:Contact]', name: 'Activities' }];
		expect(Object.values((await read({ related })).names)).toEqual(['Name', 'Activities']);
		const own = [{ connection: '[Activity:Contact]', name: 'Name' }];
		expect(Object.values((await read({ related: own })).names)).toEqual(['Name']);
		const column = [{ column: 'Age' }];
		expect(Object.values((await read({ column, related })).names)).toEqual(['Age', 'Activities']);
	});

	it('may choose the rows by such a number', async () => {
		const connection = '[Activity:Contact]';
		const keptBy = async (row: object) =>
			(
				await readSelectColumns(
					fakeContext([{ selectColumns: { related: [{ connection, ...row }] } }]),
					CONTACT,
					0,
				)
			).kept;
		expect(await keptBy({})).toEqual([]);
		expect(await keptBy({ keep: 'any', keptValue: '3' })).toEqual([]);
		expect(await keptBy({ keep: 'greater', keptValue: '3' })).toMatchObject([
			{
				kind: 'related',
				function: 'count',
				path: await reverseOf(connection),
				operator: 'greater',
				value: { type: 'integer', value: 3 },
			},
		]);
		await expectRefusal(() => keptBy({ keep: 'almost' }), 'Return Rows Whose Value');
		await expectRefusal(
			() => keptBy({ keep: 'less', keptValue: ' ' }),
			'Columns, summary of related records 1',
		);
	});

	it('may be values over related records, of which some count', async () => {
		const connection = '[Activity:Contact]';
		const where = {
			combine: 'any',
			where: { condition: [{ column: `${connection}.StartDate`, operator: 'less', value: DATED.value }] },
		};
		const { columns, names } = await read({
			column: [{ column: 'Age' }],
			related: [{ connection }, { connection, function: 'sum', relatedColumn: 'Duration', ...where }],
		});
		expect(columns.slice(1).map(({ source }) => source)).toMatchObject([
			{ kind: 'subQuery', function: 'count', of: await reverseOf(connection), condition: undefined },
			{
				kind: 'subQuery',
				function: 'sum',
				of: await reverseOf(`${connection}.Duration`),
				condition: {
					combine: 'any',
					parts: [
						{ path: { text: 'StartDate', owner: 'Activity' }, value: { value: '2026-01-31T09:00:00.000Z' } },
					],
				},
			},
		]);
		expect(Object.values(names)).toEqual([
			'Age',
			'count [Activity:Contact].Id',
			'sum [Activity:Contact].Duration',
		]);
	});
});

describe('with an aggregate', () => {
	it('all is one row', async () => {
		const of = await pathOf('Age');
		expect(
			await read({ aggregate: [{}, { function: 'sum', column: 'Age', distinct: true, name: 'Total' }] }),
		).toEqual({
			columns: [
				{
					alias: 'countId',
					source: { kind: 'aggregate', function: 'count', of: await pathOf('Id'), distinct: false },
				},
				{ alias: 'Total', source: { kind: 'aggregate', function: 'sum', of, distinct: true } },
			],
			names: { countId: 'count Id', Total: 'Total' },
		});
	});

	it('rows are grouped by the other columns', async () => {
		const { columns, group } = await read({
			aggregate: [{}],
			related: [{ connection: '[Activity:Contact]', name: 'R' }],
			datePart: [{ column: 'CreatedOn', name: 'D' }],
			column: [{ column: 'Name' }],
		});
		expect(columns.map(({ alias }) => alias)).toEqual(['countId']);
		expect(group?.map(({ alias }) => alias)).toEqual(['Name', 'D', 'R']);
	});
});

describe('what is refused', () => {
	const connection = '[Activity:Contact]';

	it.each<[string, string, object]>([
		['column', '2', { column: [{ column: 'Name' }, { column: 'Nmae' }] }],
		['column', '1', { column: [{ column: '[Activity:Nothing]' }] }],
		['aggregate', '1', { aggregate: [{ column: 'Nmae' }] }],
		['aggregate', '1', { aggregate: [{ function: 'x' }] }],
		['datePart', '1', { datePart: [{ part: 'x', column: 'CreatedOn' }] }],
		['datePart', '1', { datePart: [{ column: 'Nmae' }] }],
		['related', '1', { related: [{ connection, function: 'sum' }] }],
		['related', '1', { related: [{ connection: '[Activity:Nothing]' }] }],
		['related', '1, row 1', { related: [{ connection, where: { condition: [{ operator: 'x' }] } }] }],
		['related', '1, row 1', { related: [{ connection, where: { condition: [DATED] } }] }],
	])('is named with its place: %s %s', async (kind, which, columns) => {
		const { displayName: label = '' } = kindOf(kind);
		await expectRefusal(() => read(columns), `Columns, ${label.toLowerCase()} ${which}`);
	});

	it('is what databases cannot calculate, under the name of the user', async () => {
		const sum = { function: 'sum', column: 'Name', name: 'Total' };
		await expectRefusal(() => read({ aggregate: [sum] }), 'column Total');
		await expectRefusal(() => read({ datePart: [{ column: 'Name' }] }), 'column month of Name');
	});

	it('is a name that comes twice', async () => {
		await expectRefusal(() => read({ column: [{ column: 'Name' }], aggregate: [{ name: 'Name' }] }), 'Name');
	});
});

describe('the order of a query', () => {
	const order = async (...rule: readonly object[]) =>
		await readSelectOrder(
			fakeContext([{}, { sort: { rule } }]),
			CONTACT,
			new Map([
				['Fullname', 'Full name'],
				['Age', 'Age'],
			]),
			1,
		);

	it('is by names of the output, or by paths', async () => {
		expect(
			await order({ column: 'Full name', direction: 'desc' }, { column: 'Age' }, { column: 'Account.Name' }),
		).toEqual([
			{ by: 'Fullname', direction: 'desc' },
			{ by: 'Age', direction: 'asc' },
			{ by: await pathOf('Account.Name'), direction: 'asc' },
		]);
	});

	it('is refused by what is neither', async () => {
		await expectRefusal(() => order({ column: 'Age' }, { column: 'Fullname' }), 'Sort, row 2');
	});
});

describe('the form', () => {
	it('has rows of four kinds', () => {
		const kinds = selectColumnsField.property.options?.map(({ name }) => [
			name,
			fieldsOf(name).map(({ property }) => property.name),
		]);
		expect(kinds).toEqual([
			['column', ['column', 'name']],
			['aggregate', ['function', 'column', 'distinct', 'name']],
			['datePart', ['part', 'column', 'name']],
			[
				'related',
				['connection', 'function', 'relatedColumn', 'name', 'combine', 'where', 'keep', 'keptValue'],
			],
		]);
	});

	it('begins with a count, and with months', () => {
		const [aggregate, part] = [
			propertyOf(fieldsOf('aggregate'), 'function'),
			propertyOf(fieldsOf('datePart'), 'part'),
		];
		expect([aggregate.default, ...valuesOf(aggregate)]).toEqual([
			'count',
			'average',
			'count',
			'max',
			'min',
			'sum',
		]);
		expect([part.default, ...valuesOf(part)]).toEqual([
			'month',
			...['day', 'hour', 'hourMinute', 'month', 'week', 'weekday', 'year'],
		]);
	});

	it('asks for the value to compare with where rows are kept by one', () => {
		const shown = (keep: string) => shownWith({ keep }, fieldsOf('related'));
		expect(shown('greater')).toContain('keptValue');
		expect(shown('any')).not.toContain('keptValue');
	});

	it('asks for a column of the related records where the function needs one', () => {
		const shown = (name: string) => shownWith({ function: name }, fieldsOf('related'));
		for (const name of ['average', 'max', 'min', 'sum']) expect(shown(name)).toContain('relatedColumn');
		expect(shown('count')).not.toContain('relatedColumn');
	});
});

import {
	inReadingOrder,
	mainColumns,
	namingColumn,
} from '../../../../nodes/shared/creatio/model/mainColumns';
import type { ColumnType, ObjectModel } from '../../../../nodes/shared/creatio/model/objectModel';
import { fakeModel } from '../fakes';

const many = (count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`Rare${index}`, 'text' as ColumnType]));

const namesOf = (columns: ReadonlyArray<{ readonly name: string }>) => columns.map(({ name }) => name);

const main = (model: ObjectModel) => namesOf(mainColumns(model, [...model.columns.values()]));

it.each([
	['Contact', { Title: 'text', Name: 'text' }, 'Name'],
	['Case', { Subject: 'text', Number: 'text' }, 'Number'],
	['Lead', { LeadName: 'text' }, 'LeadName'],
	['UsrRequest', { UsrName: 'text' }, 'UsrName'],
	['ContactAddress', { Address: 'text' }, undefined],
] as const)('a record of %s with %j is named by %s', (object, columns, naming) => {
	expect(namingColumn(fakeModel(object, columns))?.name).toBe(naming);
});

it('what names a record comes first, who made it last, and technical columns not at all', () => {
	const model = fakeModel('Order', {
		CreatedOn: 'dateTime',
		CreatedBy: 'lookup Contact',
		ModifiedOn: 'dateTime',
		ModifiedBy: 'lookup Contact',
		ProcessListeners: 'integer',
		Amount: 'decimal',
		Number: 'text',
		Account: 'lookup Account',
	});
	const columns = [...model.columns.values()].reverse();
	expect(namesOf(inReadingOrder(model, [...model.columns.values()]))).toEqual([
		...['Id', 'Number', 'Amount', 'Account'],
		...['CreatedOn', 'CreatedBy', 'ModifiedOn', 'ModifiedBy'],
	]);
	expect(namesOf(inReadingOrder(model, columns)).slice(0, 2)).toEqual(['Id', 'Number']);
});

describe('the main columns', () => {
	it('are all of an object that has few', () => {
		expect(main(fakeModel('UsrRequest', many(19)))).toHaveLength(20);
	});

	it('are those that people look for, and those that customers added', () => {
		const model = fakeModel('Contact', {
			CreatedOn: 'dateTime',
			CreatedBy: 'lookup Contact',
			...many(30),
			Email: 'text',
			Owner: 'lookup Contact',
			Type: 'lookup ContactType',
			UsrDistrict: 'text',
			Name: 'text',
		});
		expect(main(model)).toEqual(['Id', 'Name', 'Email', 'Owner', 'Type', 'UsrDistrict', 'CreatedOn']);
	});

	it('are all of an object of which too few are known', () => {
		const model = fakeModel('NltDistrict', { ...many(30), Name: 'text', Type: 'lookup NltType' });
		expect(main(model)).toHaveLength(33);
	});
});

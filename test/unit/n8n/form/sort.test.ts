import { readOrder, readSort, sortField, sortRowsField } from '../../../../nodes/shared/n8n/form/sort';
import { CONTACT } from '../../creatio/fakes';
import { expectRefusal, fakeContext, fakeForm, innerProperties, valuesOf } from './fakeForm';

interface Rule {
	readonly column: unknown;
	readonly direction?: unknown;
}

const rules = (...rule: readonly Rule[]) => ({ sort: { rule } });

const orderOf = async (...rule: readonly Rule[]) =>
	await readOrder(fakeContext([{}, rules(...rule)]), 'Contact', 1);

describe('the rules of an order', () => {
	it('are read with their places, ascending unless they say otherwise', () => {
		const form = fakeForm({}, rules({ column: 'Name' }, { column: ' Age ', direction: 'desc' }));
		expect(readSort(form, 1)).toEqual([
			{ column: 'Name', direction: 'asc', place: 'Sort, row 1' },
			{ column: 'Age', direction: 'desc', place: 'Sort, row 2' },
		]);
		expect(readSort(form, 0)).toEqual([]);
	});

	it('go up or down and nowhere else', async () => {
		const [, direction] = innerProperties(sortField.property);
		expect(direction && valuesOf(direction)).toEqual(['asc', 'desc']);
		await expectRefusal(
			() => readSort(fakeForm(rules({ column: 'Name' }, { column: 'Age', direction: 'up' })), 0),
			'Sort, row 2',
		);
	});

	it('can be put in another order', () => {
		expect(sortField.property.typeOptions).toMatchObject({ sortable: true });
	});

	it('of rows are the same, and say something else about columns', () => {
		const { description, ...rest } = sortRowsField.property;
		expect(sortField.property).toMatchObject(rest);
		expect(description).not.toBe(sortField.property.description);
	});
});

describe('$orderby', () => {
	it('has columns of the object itself', async () => {
		expect(await orderOf({ column: 'Name' }, { column: 'Age', direction: 'desc' })).toEqual([
			{ column: CONTACT.columns.get('Name'), direction: 'asc' },
			{ column: CONTACT.columns.get('Age'), direction: 'desc' },
		]);
	});

	it.each(['Account', 'Account.Name', 'Photo', 'Nonsense'])('refuses %s', async (column) => {
		await expectRefusal(() => orderOf({ column: 'Name' }, { column }), 'Sort, row 2', column);
	});

	it('has at most five columns, however often each is named', async () => {
		const names = ['Id', 'Name', 'Age', 'Email', 'CreatedOn'];
		const five = [...names, 'Name', 'Id'].map((column) => ({ column }));
		expect(await orderOf(...five)).toHaveLength(7);
		await expectRefusal(() => orderOf(...five, { column: 'BirthDate' }), 'field Sort', '5 columns');
	});
});

import { NO_VALUE } from '../../../../nodes/shared/creatio/conditions/operators';
import { combineField, conditionRow, richConditionRow } from '../../../../nodes/shared/n8n/form/conditionRow';
import { expectRefusal, located, shownWith, valuesOf } from './fakeForm';

const read = (row: object) => richConditionRow.read({ ...row }, 'row 1');

describe('a row', () => {
	it('is a column, an operator and a value', () => {
		expect(read({ column: located('Name'), operator: 'contains', value: 'A' })).toEqual({
			path: 'Name',
			operator: 'contains',
			value: 'A',
		});
	});

	it('asks whether its column is the value, unless it says otherwise', () => {
		expect(read({ column: 'Name' })).toMatchObject({ operator: 'equals', value: '' });
	});

	it.each(NO_VALUE)('with %s has no value, also if one was typed before', (operator) => {
		expect(read({ column: 'Account', operator, value: 'A' })).toMatchObject({ operator, value: undefined });
	});

	it('has an upper end where the operator has one', () => {
		expect(read({ column: 'Age', operator: 'isBetween', value: 1, valueTo: 2 })).toMatchObject({
			value: 1,
			valueTo: 2,
		});
	});

	it('names its place where the operator is unknown', async () => {
		await expectRefusal(() => read({ column: 'Name', operator: 'sounds' }), 'row 1', '"sounds"');
	});

	it('for OData has fewer operators', async () => {
		for (const operator of ['isBetween', 'isCurrentUser']) {
			await expectRefusal(() => conditionRow.read({ column: 'A', operator }, 'row 2'), 'row 2', operator);
		}
	});
});

describe('the form of a row', () => {
	const shown = (operator: string, { kind } = richConditionRow) => shownWith({ operator }, kind.fields);

	it('asks for as many values as the operator takes', () => {
		expect(shown('equals')).toEqual(['column', 'operator', 'value']);
		expect(shown('isBetween')).toEqual(['column', 'operator', 'value', 'valueTo']);
		expect(shown('today')).toEqual(['column', 'operator']);
		expect(shown('isEmpty', conditionRow)).toEqual(['column', 'operator']);
	});

	it('for OData has no upper end', () => {
		expect(shown('isBetween', conditionRow)).toEqual(['column', 'operator', 'value']);
		expect([conditionRow.kind.name, richConditionRow.kind.name]).toEqual(['condition', 'condition']);
	});
});

it('conditions are joined by all, any or none', () => {
	const { property } = combineField('combine', 'Combine', 'How');
	expect(property).toMatchObject({
		name: 'combine',
		displayName: 'Combine',
		description: 'How',
		default: 'all',
	});
	expect(valuesOf(property)).toEqual(['all', 'any', 'none']);
});

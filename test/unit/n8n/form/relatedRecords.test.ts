import { relatedColumnField } from '../../../../nodes/shared/n8n/form/column';
import {
	connectionField,
	readRelated,
	readRelatedPath,
	readWhere,
	relatedKind,
	whereFields,
} from '../../../../nodes/shared/n8n/form/relatedRecords';
import { expectRefusal, located, propertyOf, shownWith, valuesOf } from './fakeForm';

const connection = located('[Order:Account]');

const TITLE = { column: 'Title', operator: 'isEmpty' };

describe('the path to related records', () => {
	it('has a column at its end where the function needs one', () => {
		const row = { connection, relatedColumn: ' Amount ' };
		expect(readRelatedPath(row, true, 'row 1')).toBe('[Order:Account].Amount');
		expect(readRelatedPath(row, false, 'row 1')).toBe('[Order:Account]');
	});

	it('may have it already', () => {
		const row = { connection: '[Order:Account].Sum', relatedColumn: 'Amount' };
		expect(readRelatedPath(row, true, 'row 1')).toBe('[Order:Account].Sum');
	});

	it('is refused without one', async () => {
		for (const relatedColumn of [undefined, '', ' ']) {
			await expectRefusal(() => readRelatedPath({ connection, relatedColumn }, true, 'row 3'), '(row 3)');
		}
	});

	it('has the column from a field that is shown where it matters', () => {
		const field = relatedColumnField({ displayOptions: { show: { kind: ['a'] } } });
		expect(shownWith({ kind: 'a' }, [field])).toEqual(['relatedColumn']);
		expect(shownWith({ kind: 'b' }, [field])).toEqual([]);
	});
});

describe('which of them count', () => {
	it('is all without conditions', () => {
		expect(readWhere({}, 'row 1')).toBeUndefined();
		expect(readWhere({ combine: 'any', where: { condition: [] } }, 'row 1')).toBeUndefined();
	});

	it('is a group of rows', () => {
		const where = { condition: [TITLE, { column: 'Amount', value: 3 }] };
		const parts = [
			{ kind: 'row', row: { path: 'Title', operator: 'isEmpty', value: undefined } },
			{ kind: 'row', row: { path: 'Amount', operator: 'equals', value: 3 } },
		];
		expect(readWhere({ where }, 'row 1')).toEqual({ kind: 'group', combine: 'all', parts });
		expect(readWhere({ where, combine: 'none' }, 'row 1')).toEqual({ kind: 'group', combine: 'none', parts });
	});

	it('names the place of what is wrong', async () => {
		const wrong = { where: { condition: [TITLE, { column: 'Title', operator: 'x' }] } };
		await expectRefusal(() => readWhere(wrong, 'group 1'), '(group 1, row 2)');
		await expectRefusal(
			() => readWhere({ where: { condition: [TITLE] }, combine: 'x' }, 'group 1'),
			'(group 1)',
		);
	});

	it('is asked with rows of their own', () => {
		expect(propertyOf(whereFields, 'where').options).toMatchObject([{ name: 'condition' }]);
		expect(valuesOf(propertyOf(whereFields, 'combine'))).toEqual(['all', 'any', 'none']);
	});
});

describe('a condition on related records', () => {
	const row = { connection, relatedColumn: 'Amount', comparison: 'less', value: 7 };

	it('asks whether there are any, unless it says otherwise', () => {
		expect(readRelated({ connection }, 'row 1')).toEqual({
			kind: 'related',
			path: '[Order:Account]',
			test: 'exists',
			operator: 'equals',
			value: undefined,
			where: undefined,
		});
	});

	it.each(['exists', 'notExists', 'count'])('by %s needs no column', (test) => {
		expect(readRelated({ ...row, test }, 'row 1')).toMatchObject({ test, path: '[Order:Account]' });
	});

	it.each(['sum', 'average', 'min', 'max'])('by %s is about a column', (test) => {
		expect(readRelated({ ...row, test }, 'row 1')).toEqual({
			kind: 'related',
			path: '[Order:Account].Amount',
			test,
			operator: 'less',
			value: 7,
			where: undefined,
		});
	});

	it('takes all that the form offers, and nothing else', async () => {
		const tests = valuesOf(propertyOf(relatedKind.fields, 'test'));
		expect(tests).toEqual(['average', 'count', 'exists', 'max', 'min', 'notExists', 'sum']);
		const comparisons = valuesOf(propertyOf(relatedKind.fields, 'comparison'));
		expect(comparisons).toEqual(['equals', 'greater', 'greaterOrEqual', 'less', 'lessOrEqual', 'notEquals']);
		for (const comparison of comparisons) {
			expect(readRelated({ ...row, test: 'count', comparison }, '').operator).toBe(comparison);
		}
		await expectRefusal(() => readRelated({ ...row, test: 'x' }, 'row 4'), '(row 4)');
		await expectRefusal(() => readRelated({ ...row, test: 'count', comparison: 'x' }, 'row 4'), '(row 4)');
	});

	it('has conditions of its own', async () => {
		const where = { condition: [TITLE] };
		expect(readRelated({ ...row, where }, 'row 1').where).toEqual(readWhere({ where }, 'row 1'));
	});

	it('shows what its test needs', () => {
		const shown = (test: string) => shownWith({ test }, relatedKind.fields);
		const always = ['combine', 'where'];
		for (const test of ['exists', 'notExists'])
			expect(shown(test)).toEqual(['connection', 'test', ...always]);
		expect(shown('count')).toEqual(['connection', 'test', 'comparison', 'value', ...always]);
		for (const test of ['sum', 'average', 'min', 'max']) {
			expect(shown(test)).toEqual(['connection', 'test', 'relatedColumn', 'comparison', 'value', ...always]);
		}
		expect(relatedKind.name).toBe('related');
	});

	it('is chosen from a list or by name', () => {
		expect(connectionField.property.modes?.map(({ name, type }) => [name, type])).toEqual([
			['list', 'list'],
			['name', 'string'],
		]);
		expect(connectionField.property.modes?.[0]?.typeOptions).toMatchObject({
			searchListMethod: 'searchConnections',
		});
	});
});

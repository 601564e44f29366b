import { numberField } from '../../../../nodes/shared/n8n/form/fieldKinds';
import { rowsField } from '../../../../nodes/shared/n8n/form/rowsField';
import { expectRefusal, fakeForm } from './fakeForm';

const FACE = { name: 'sizes', label: 'Sizes' };
const number = numberField({ name: 'size', label: 'Size', least: 2, most: 7, default: 3 });
const rows = rowsField({
	...FACE,
	kinds: [
		{ name: 'row', label: 'Row', fields: [number] },
		{ name: 'other', label: 'Other', fields: [] },
	],
});

describe('rows', () => {
	it.each<[unknown, unknown]>([
		[{ row: [{ size: 4 }, {}] }, { row: [{ size: 4 }, {}], other: [] }],
		['{"other": [{}]}', { row: [], other: [{}] }],
		[{}, { row: [], other: [] }],
		['', { row: [], other: [] }],
		['[]', { row: [], other: [] }],
	])('are read by kind, also from JSON: %j', (value, expected) => {
		expect(rows.parse(value, '')).toEqual(expected);
		expect(rows.read(fakeForm({}), 0)).toEqual({ row: [], other: [] });
	});

	it.each([
		undefined,
		null,
		true,
		7,
		'x',
		[{ size: 4 }],
		{ size: 4 },
		{ row: [], third: [] },
		{ row: { size: 4 } },
		{ row: null },
		{ row: undefined },
		{ row: [{}, null] },
		{ row: ['x'] },
		{ other: [[]] },
	])('are refused in any other form: %j', async (value) => {
		await expectRefusal(() => rows.parse(value, 'field Sizes'), 'field Sizes');
	});

	it('have their fields in the editor, and can be sorted where that matters', () => {
		expect(rows.property).toMatchObject({
			type: 'fixedCollection',
			default: {},
			options: [
				{ displayName: 'Row', name: 'row', values: [number.property] },
				{ displayName: 'Other', name: 'other', values: [] },
			],
		});
		expect(rows.property.typeOptions).toStrictEqual({ multipleValues: true });
		const sorted = rowsField({ ...FACE, sortable: true, kinds: [] });
		expect(sorted.property.typeOptions).toStrictEqual({ multipleValues: true, sortable: true });
	});
});

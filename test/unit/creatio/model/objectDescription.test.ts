import type { ColumnDetails, ObjectModel } from '../../../../nodes/shared/creatio/model/objectModel';
import { describeObject } from '../../../../nodes/shared/creatio/model/objectDescription';

const MODEL: ObjectModel = {
	name: 'UsrRequest',
	columns: new Map(
		(
			[
				{ name: 'Id', property: 'Id', type: 'guid' },
				{ name: 'UsrCode', property: 'UsrCode', type: 'text' },
				{ name: 'UsrMail', property: 'UsrMail', type: 'text' },
				{ name: 'UsrDay', property: 'UsrDay', type: 'dateTime' },
				{ name: 'UsrKind', property: 'UsrKindId', type: 'lookup', target: 'UsrKind' },
				{ name: 'UsrScan', property: 'UsrScan', type: 'stream' },
				{ name: 'CreatedOn', property: 'CreatedOn', type: 'dateTime' },
				{ name: 'ProcessListeners', property: 'ProcessListeners', type: 'integer' },
			] as const
		).map((column) => [column.name, column]),
	),
	collections: new Map(),
};

const details = (more: Partial<ColumnDetails>): ColumnDetails => ({
	name: 'x',
	caption: 'x',
	required: false,
	hasDefault: false,
	dataValueType: 1,
	type: 'text',
	...more,
});
const DETAILS = {
	name: 'UsrRequest',
	caption: 'Заявка',
	displayColumn: 'UsrCode',
	columns: new Map([
		['Id', details({ caption: 'Id', required: true, type: 'guid', dataValueType: 0 })],
		['UsrCode', details({ caption: 'Код', required: true })],
		['UsrMail', details({ caption: 'Почта', dataValueType: 45 })],
		['UsrDay', details({ caption: 'UsrDay', dataValueType: 8, type: 'date' })],
		[
			'UsrKind',
			details({
				caption: 'Вид',
				hasDefault: true,
				required: true,
				dataValueType: 10,
				type: 'lookup',
				target: 'UsrKind',
			}),
		],
	]),
};

describe('the description of an object', () => {
	it('has what is worth knowing of each column', () => {
		const values = (target: string) => (target === 'UsrKind' ? ['Новая'] : undefined);
		expect(describeObject(MODEL, DETAILS, { all: false, valuesOf: values })).toEqual({
			object: 'UsrRequest',
			caption: 'Заявка',
			displayColumn: 'UsrCode',
			columns: [
				{ column: 'Id', type: 'guid' },
				{ column: 'UsrCode', caption: 'Код', type: 'text', required: true },
				{ column: 'UsrMail', caption: 'Почта', type: 'email' },
				{ column: 'UsrDay', type: 'date' },
				{
					column: 'UsrKind',
					caption: 'Вид',
					type: 'lookup',
					lookupOf: 'UsrKind',
					hasDefault: true,
					values: ['Новая'],
				},
				{ column: 'UsrScan', type: 'file' },
				{ column: 'CreatedOn', type: 'dateTime', readOnly: true },
			],
			otherColumns: ['ProcessListeners'],
		});
	});

	it('goes without what the site does not report', () => {
		const { caption, displayColumn, columns, otherColumns } = describeObject(MODEL, undefined, { all: true });
		expect([caption, displayColumn, otherColumns]).toEqual(['UsrRequest', 'Id', []]);
		expect(columns).toHaveLength(MODEL.columns.size);
		expect(columns[3]).toEqual({ column: 'UsrDay', type: 'dateTime' });
	});
});

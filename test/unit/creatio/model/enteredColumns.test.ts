import fc from 'fast-check';

import { findEnteredColumn } from '../../../../nodes/shared/creatio/model/enteredColumns';
import type { ColumnDetails, ObjectDetails } from '../../../../nodes/shared/creatio/model/objectModel';
import { unknownColumn } from '../../../../nodes/shared/creatio/model/paths';
import { fakeModel } from '../fakes';

const MODEL = fakeModel('Contact', {
	Name: 'text',
	Email: 'text',
	Phone: 'text',
	MobilePhone: 'text',
	Account: 'lookup Account',
	Title: 'text',
});

const CAPTIONS: Readonly<Record<string, string>> = {
	Name: 'Full name',
	Email: 'Электронная почта',
	Phone: 'Business phone',
	MobilePhone: 'business Phone',
	Account: 'Company',
	// The code of another column.
	Title: 'Name',
};

const DETAILS: ObjectDetails = {
	name: 'Contact',
	caption: 'Contact',
	displayColumn: 'Name',
	columns: new Map(
		Object.entries(CAPTIONS).map(([name, caption]): [string, ColumnDetails] => [
			name,
			{ name, caption, required: false, hasDefault: false, dataValueType: 1, type: 'text' },
		]),
	),
};

const find = (name: string, details: ObjectDetails | undefined = DETAILS) => {
	const found = findEnteredColumn(MODEL, details, name, 'field Columns');
	return found && [found.column.name, found.isProperty];
};

describe('a column that was entered', () => {
	it.each([
		['Name', 'Name', true],
		['name', 'Name', true],
		['NAME\ufeff ', 'Name', true],
		['Account', 'Account', false],
		['accountid', 'Account', true],
		['full name', 'Name', true],
		['электронная ПОЧТА', 'Email', true],
		['Company', 'Account', false],
		['Business phone (Phone)', 'Phone', true],
	])('by %j is %s', (name, column, isProperty) => {
		expect(find(name)).toEqual([column, isProperty]);
	});

	it('is not there for other names, and by its caption only where captions are known', () => {
		for (const name of ['', ' ', 'Nmae', 'Full']) expect(find(name)).toBeUndefined();
		expect(findEnteredColumn(MODEL, undefined, 'Full name', 'field Columns')).toBeUndefined();
		expect(findEnteredColumn(MODEL, undefined, 'name', 'field Columns')?.column.name).toBe('Name');
	});

	it('is refused by a caption of several, which are named', () => {
		expect(() => find('Business phone')).toThrow(/Phone and MobilePhone \(field Columns\)/);
	});

	it('is found by its code in any letter case, whatever the captions are', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...MODEL.columns.keys()),
				fc.infiniteStream(fc.boolean()),
				(code, upper) => {
					const typed = [...code]
						.map((letter) => (upper.next().value === true ? letter.toUpperCase() : letter.toLowerCase()))
						.join('');
					expect(find(typed)?.[0]).toBe(code);
				},
			),
		);
	});
});

describe('a name that no column has is answered', () => {
	const cureOf = (name: string, details?: ObjectDetails) =>
		unknownColumn(MODEL, name, 'Columns', details).cure;

	it.each([
		['the nearest caption', 'Ful name', 'Did you mean Full name (Name)?'],
		['the nearest code', 'Emial', 'Did you mean Электронная почта (Email)?'],
		['a caption in another alphabet', 'электроная почта', 'Did you mean Электронная почта (Email)?'],
		[
			'all columns of one caption',
			'Business Phone',
			'Did you mean Business phone (Phone) or business Phone (MobilePhone)?',
		],
	])('with %s', (_, name, cure) => expect(cureOf(name, DETAILS)).toBe(cure));

	it('with codes where the site does not show captions', () => {
		expect(cureOf('Emial')).toBe('Did you mean Email?');
		expect(cureOf('Ful name')).toBeUndefined();
	});
});

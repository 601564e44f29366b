import { objectByCaption, objectByCode } from '../../../../nodes/shared/creatio/metadata/meantObject';

const NAMES = ['Contact', 'Account', 'UsrA', 'usra'];

it.each([
	['contact', 'Contact'],
	[' ACCOUNT ', 'Account'],
	['UsrA', undefined],
	['Kontakt', undefined],
])('the code %j means %s in any letter case, if only one object has it', (entered, name) => {
	expect(objectByCode(NAMES, entered)).toBe(name);
});

it.each([
	['контакт', 'Contact'],
	['Contact', undefined],
	['Клиент', undefined],
	['клиент (UsrAccount)', 'UsrAccount'],
	['Клиент (Contact)', undefined],
])('the caption %j means %s, if only one object has it', (entered, name) => {
	const objects = [
		{ name: 'Contact', caption: 'Контакт' },
		{ name: 'Account', caption: 'Клиент' },
		{ name: 'UsrAccount', caption: 'клиент' },
	];
	expect(objectByCaption(objects, entered)).toBe(name);
});

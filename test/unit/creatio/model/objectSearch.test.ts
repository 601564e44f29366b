import { matchingObjects } from '../../../../nodes/shared/creatio/model/objectSearch';

const OBJECTS = [
	{ name: 'Account', caption: 'Account', section: 'Accounts' },
	{ name: 'Case', caption: 'Case', section: 'Cases' },
	{ name: 'UsrRequest', caption: 'Заявка', section: 'Заявки' },
	{ name: 'AccountAddress', caption: 'Address of account' },
	{ name: 'CasePriority', caption: 'Lookup - Case priority' },
	{ name: 'VwAccount', caption: 'VwAccount' },
];
const found = (text: string) => matchingObjects(OBJECTS, text).map(({ name }) => name);

describe('the search for objects', () => {
	it.each([
		['account', ['Account', 'AccountAddress', 'VwAccount']],
		['  ACCOUNTS\u00a0', ['Account']],
		['cas', ['Case', 'CasePriority']],
		['priority case', ['CasePriority']],
		['заявк', ['UsrRequest']],
		['%', []],
		["O'Brien", []],
	])('%s', (text, names) => {
		expect(found(text)).toEqual(names);
	});

	it('returns all for an empty text, as they were', () => {
		expect(matchingObjects(OBJECTS, ' ')).toBe(OBJECTS);
	});

	it('keeps the order of equally good ones among 5,000', () => {
		const many = Array.from({ length: 5_000 }, (_, index) => ({ name: `Usr${index}`, caption: 'Same' }));
		expect(matchingObjects(many, 'same')).toEqual(many);
	});
});

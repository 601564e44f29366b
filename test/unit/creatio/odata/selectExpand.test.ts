import { resolvePath } from '../../../../nodes/shared/creatio/model/paths';
import { rowReader } from '../../../../nodes/shared/creatio/model/rows';
import { readableColumns, selectOption } from '../../../../nodes/shared/creatio/protocol/shape';
import { collectionPath, countPath, recordPath } from '../../../../nodes/shared/creatio/odata/url';
import { CONTACT, fakeMetadata } from '../fakes';
import { ODATA4 } from '../fakes';
import { expandOption } from '../../../../nodes/shared/creatio/odata4/expand';

const path = (text: string) => resolvePath(fakeMetadata(), 'Contact', text, 'Related Columns');

describe('addresses', () => {
	it('hold every option, encoded once', () => {
		expect(
			collectionPath(ODATA4, 'Contact', { select: 'Id,Name', filter: "Name eq 'a&b=c+d#e %41 é'", top: 5 }),
		).toBe("Contact?$select=Id%2CName&$filter=Name%20eq%20'a%26b%3Dc%2Bd%23e%20%2541%20%C3%A9'&$top=5");
		expect(recordPath(ODATA4, 'Contact', 'abc')).toBe('Contact(abc)');
		expect(countPath(ODATA4, 'Contact', { filter: undefined })).toBe('Contact/$count');
	});

	it.each([
		'',
		'..',
		'../Account',
		'Contact/Name',
		'Contact?x=1',
		'Con tact',
		'Contact#',
		'Contact%2f..',
		'1Contact',
		'Contact\n',
	])('never hold an object called %j', (name) =>
		expect(() => collectionPath(ODATA4, name)).toThrow(/is not the name of an object \(field Object\)/),
	);
});

describe('what a read asks for', () => {
	it('leaves out files and always has the key', () => {
		const select = selectOption(readableColumns(CONTACT));
		expect(select.split(',')).toEqual(expect.arrayContaining(['Id', 'Name', 'AccountId', 'TypeId']));
		expect(select).not.toContain('Photo');
		expect(selectOption([])).toBe('Id');
	});

	it('nests related columns, each object once', async () => {
		const paths = [await path('Account.Name'), await path('Account.Type.Name'), await path('Type.Name')];
		expect(expandOption(paths)).toBe('Account($select=Name;$expand=Type($select=Name)),Type($select=Name)');
		expect(expandOption([])).toBeUndefined();
	});

	it('names each column once, the key first', () => {
		const [name, account] = ['Name', 'Account'].map((column) => CONTACT.columns.get(column)!);
		expect(selectOption([name!, account!, name!, CONTACT.columns.get('Id')!])).toBe('Id,Name,AccountId');
	});

	it('asks an object in between for its key alone, and each object for a column once', async () => {
		expect(expandOption([await path('Account.Type.Name')])).toBe(
			'Account($select=Id;$expand=Type($select=Name))',
		);
		const paths = [await path('Account.Name'), await path('Account.Code'), await path('Account.Name')];
		expect(expandOption(paths)).toBe('Account($select=Name,Code)');
		const lookup = await path('Account.Type');
		const related = { ...lookup, steps: lookup.steps.slice(0, 1) };
		expect(expandOption([related])).toBe('Account($select=TypeId)');
	});

	it('names the path, its depth and the field where it refuses one', async () => {
		const deep = await path('Account.Owner.Type.Name');
		expect(() => expandOption([deep])).toThrow(
			expect.objectContaining({
				kind: 'input',
				message: expect.stringMatching(/Account\.Owner\.Type\.Name.*3.*field Related Columns/),
				cure: expect.stringContaining('Conditions'),
			}),
		);
	});

	it('refuses paths deeper than the server goes', async () => {
		const deep = await path('Account.Owner.Type.Name');
		expect(() => expandOption([deep])).toThrow(/through at most 2/);
	});
});

describe('rows', () => {
	const raw = {
		'@odata.context': 'https://x/0/odata/$metadata#Contact/$entity',
		Id: 'c4ed336c-3e9b-40fe-8b82-5632476472b4',
		Name: '',
		Age: 0,
		Confirmed: false,
		BirthDate: '0001-01-01T00:00:00Z',
		CreatedOn: '2026-01-31T10:00:00Z',
		AccountId: '405947d0-2ffb-4ded-8675-0475f19f5a81',
		TypeId: '00000000-0000-0000-0000-000000000000',
		'Photo@odata.mediaReadLink': 'Contact(1)/Photo',
		Account: { Name: 'Accom', Type: null },
		Type: null,
	};

	it('have null for what OData shows as empty, and texts of lookups', async () => {
		const labels = [
			{ lookup: CONTACT.columns.get('Account')!, path: await path('Account.Name') },
			{ lookup: CONTACT.columns.get('Type')!, path: await path('Type.Name') },
		];
		const related = [await path('Account.Type.Name')];
		expect(
			rowReader(CONTACT, { columns: readableColumns(CONTACT), labels, related, simplify: true })(raw),
		).toEqual({
			Id: raw.Id,
			Name: null,
			Age: 0,
			Confirmed: false,
			BirthDate: null,
			CreatedOn: raw.CreatedOn,
			AccountId: raw.AccountId,
			TypeId: null,
			Account: 'Accom',
			Type: null,
			'Account.Type.Name': null,
		});
	});

	it('stay as the server sent them when not simplified', () => {
		expect(rowReader(CONTACT, { columns: [], labels: [], related: [], simplify: false })(raw)).toBe(raw);
	});
});

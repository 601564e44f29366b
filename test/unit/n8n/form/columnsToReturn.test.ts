import { inReadingOrder, mainColumns } from '../../../../nodes/shared/creatio/model/mainColumns';
import type { Column } from '../../../../nodes/shared/creatio/model/objectModel';
import { readableColumns } from '../../../../nodes/shared/creatio/odata/selectExpand';
import { readOptions, readShape, simplifyField } from '../../../../nodes/shared/n8n/form/columnsToReturn';
import { metadata } from '../../creatio/dataservice/fakes';
import { ACCOUNT, CONTACT, CONTACT_TYPE, fakeMetadata, fakeModel } from '../../creatio/fakes';
import { expectRefusal, fakeContext, propertyOf } from './fakeForm';

const shapeOf = async (options: object, more: object = {}) =>
	await readShape(fakeContext([{}, { options, ...more }]), 'Contact', 1);

const labelOf = (name: string) => propertyOf(readOptions, name).displayName;

describe('the columns', () => {
	it('are the main ones where none is chosen, or all that can be read', async () => {
		const model = await metadata.object('Contact');
		const names = ({ columns }: { columns: readonly Column[] }) => columns.map(({ name }) => name);
		const readable = readableColumns(model);
		expect(names(await shapeOf({}))).toEqual(names({ columns: mainColumns(model, readable) }));
		const all = names({ columns: inReadingOrder(model, readable) });
		expect(names(await shapeOf({ allColumns: true }))).toEqual(all);
		expect(names(await shapeOf({}, { simplify: false }))).toEqual(names({ columns: readable }));
	});

	it('are those that are chosen, by either name', async () => {
		const { columns } = await shapeOf({ outputColumns: ['Name', 'AccountId'] });
		expect(columns).toEqual([CONTACT.columns.get('Name'), CONTACT.columns.get('Account')]);
		expect((await shapeOf({ outputColumns: 'Age, Name' })).columns.map(({ name }) => name)).toEqual([
			'Age',
			'Name',
		]);
	});

	it.each(['Nmae', 'Photo', 'Account.Name'])('are not %s', async (name) => {
		await expectRefusal(
			() => shapeOf({ outputColumns: ['Name', name] }),
			`field ${labelOf('outputColumns')}`,
			name,
		);
	});
});

describe('columns of other objects', () => {
	it('are reached through lookups', async () => {
		const { related } = await shapeOf({ relatedColumns: 'Account.Type.Name, Account.Code' });
		expect(related).toMatchObject([
			{ text: 'Account.Type.Name', owner: 'AccountType', column: { name: 'Name' } },
			{ text: 'Account.Code', owner: 'Account', column: { name: 'Code' } },
		]);
	});

	it.each(['Name', 'Account.Owner.Photo', 'Account.Nonsense', 'Name.Account'])('are not %s', async (name) => {
		await expectRefusal(() => shapeOf({ relatedColumns: name }), `field ${labelOf('relatedColumns')}`);
	});
});

describe('the texts of lookups', () => {
	it('are those of the chosen columns', async () => {
		const { labels } = await shapeOf({ outputColumns: ['Name', 'Account', 'Type'] });
		const [account, type] = [CONTACT.columns.get('Account'), CONTACT.columns.get('Type')];
		expect(labels).toEqual([
			{
				lookup: account,
				path: {
					text: 'Account.Name',
					steps: [account],
					column: ACCOUNT.columns.get('Name'),
					owner: 'Account',
				},
			},
			{
				lookup: type,
				path: {
					text: 'Type.Name',
					steps: [type],
					column: CONTACT_TYPE.columns.get('Name'),
					owner: 'ContactType',
				},
			},
		]);
	});

	it('are not read where they are not shown', async () => {
		expect(await shapeOf({ lookups: 'id' })).toMatchObject({ labels: [], textOnly: false });
		expect(await shapeOf({}, { simplify: false })).toMatchObject({ labels: [] });
		const { labels, textOnly } = await shapeOf({ lookups: 'text' });
		expect(labels).toHaveLength(2);
		expect(textOnly).toBe(true);
	});

	it('are left out where the other object has none', async () => {
		const models = [
			fakeModel('Order', {
				File: 'lookup File',
				Shelf: 'lookup Shelf',
				Owner: 'lookup Owner',
				Loose: 'lookup',
			}),
			fakeModel('File', { Name: 'stream' }),
			fakeModel('Shelf', {}),
			fakeModel('Owner', { Name: 'text' }),
		];
		const context = fakeContext(
			{ options: { lookups: 'both' } },
			{ client: { metadata: fakeMetadata(models) } },
		);
		const { labels } = await readShape(context, 'Order', 0);
		expect(labels.map(({ path }) => path.text)).toEqual(['Owner.Name']);
	});
});

it('an answer is simplified unless the user wants it as it came', async () => {
	expect(await shapeOf({}, { simplify: false })).toMatchObject({ simplify: false });
	expect(simplifyField.property).toMatchObject({ name: 'simplify', type: 'boolean', default: true });
});

it('the options are a list from the site, and texts', () => {
	expect(readOptions.map(({ property }) => property.name)).toEqual([
		'outputColumns',
		'lookups',
		'relatedColumns',
		'allColumns',
	]);
	expect(propertyOf(readOptions, 'outputColumns').typeOptions).toEqual({
		loadOptionsMethod: 'getReadableColumns',
		loadOptionsDependsOn: ['object.value'],
	});
});

import { inReadingOrder, mainColumns } from '../../../../nodes/shared/creatio/model/mainColumns';
import type { Column } from '../../../../nodes/shared/creatio/model/objectModel';
import { readableColumns } from '../../../../nodes/shared/creatio/protocol/shape';
import { readOptions, readShape, simplifyField } from '../../../../nodes/shared/n8n/form/columnsToReturn';
import { related } from '../../../support/parameters';
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
	const relatedOf = async (paths: readonly string[], options: object = {}, more: object = {}) =>
		await shapeOf({ ...options, relatedColumns: related(...paths) }, more);

	it('are reached through lookups, each once', async () => {
		const paths = ['Account.Type.Name', 'Account.Code', 'Account/Code', 'Account.Type.Name'];
		expect((await relatedOf(paths)).related).toMatchObject([
			{ text: 'Account.Type.Name', owner: 'AccountType', column: { name: 'Name' } },
			{ text: 'Account.Code', owner: 'Account', column: { name: 'Code' } },
		]);
	});

	const type = [
		{ text: 'Account.Type', steps: [{ name: 'Account' }, { name: 'Type' }], column: { name: 'Name' } },
		{ text: 'Account.TypeId', steps: [{ name: 'Account' }], column: { name: 'Type' } },
	];

	it.each([
		['both', 'Account.Type', type],
		['text', 'Account.Type', type.slice(0, 1)],
		['id', 'Account.Type', type.slice(1)],
		['both', 'Account.TypeId', type.slice(1)],
	])('that are lookups are returned as others are (%s, %s)', async (lookups, path, expected) => {
		expect((await relatedOf([path], { lookups })).related).toMatchObject(expected);
	});

	it('that are lookups behind two others have no text, but an ID', async () => {
		const deep = 'Account.Owner.Type';
		expect((await relatedOf([deep], { lookups: 'id' })).related).toMatchObject([{ text: `${deep}Id` }]);
		await expectRefusal(() => relatedOf([deep]), `${labelOf('relatedColumns')}, row 1`, deep);
		expect((await relatedOf([`${deep}Id`])).related).toMatchObject([{ text: `${deep}Id` }]);
	});

	it('that are lookups of the object itself are returned beside its columns', async () => {
		const {
			columns,
			related: behind,
			labels,
		} = await relatedOf(['Account', 'Account'], { outputColumns: ['Name'] });
		expect(columns.map(({ name }) => name)).toEqual(['Name', 'Account']);
		expect(labels.map(({ path }) => path.text)).toEqual(['Account.Name']);
		expect(behind).toEqual([]);
		expect((await relatedOf(['Account'], {}, { simplify: false })).related).toMatchObject([
			{ text: 'Account', steps: [{ name: 'Account' }], column: { name: 'Name' } },
		]);
	});

	it.each(['', 'Name', 'Account.Owner.Photo', 'Account.Nonsense', 'Name.Account'])(
		'are not %j',
		async (name) => {
			await expectRefusal(() => relatedOf(['Account.Name', name]), `${labelOf('relatedColumns')}, row 2`);
		},
	);
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

import { columnPathOf } from '../../../../nodes/shared/creatio/dataservice/expressions';
import { isReversePath } from '../../../../nodes/shared/creatio/model/reversePaths';
import { reverseOf } from '../dataservice/fakes';

describe('reverse paths', () => {
	it.each([
		['Contact', '[Activity:Contact]', '[Activity:Contact].Id', 'ActivityCollectionByContact'],
		['Contact', '[Activity:Contact].Title', '[Activity:Contact].Title', 'ActivityCollectionByContact'],
		['Contact', ' [Activity:ContactId]/Title ', '[Activity:Contact].Title', 'ActivityCollectionByContact'],
		['Contact', '[Activity:Contact:Id].Id', '[Activity:Contact].Id', 'ActivityCollectionByContact'],
		[
			'Contact',
			'[Activity:Contact].Account.Type',
			'[Activity:Contact].Account.Type',
			'ActivityCollectionByContact',
		],
		[
			'Contact',
			'Account.[Contact:Account].Name',
			'Account.[Contact:Account].Name',
			'ContactCollectionByAccount',
		],
		[
			'Activity',
			'Contact.Account.[Contact:Account].Name',
			'Contact.Account.[Contact:Account].Name',
			'ContactCollectionByAccount',
		],
		// OData knows neither a master column nor a plain GUID that points here.
		['Contact', '[Activity:EntityId].Title', '[Activity:EntityId].Title', undefined],
		['Contact', '[Activity:EntityId:Account].Title', '[Activity:EntityId:Account].Title', undefined],
		['Contact', '[Activity:Account:Account].Title', '[Activity:Account:Account].Title', undefined],
	])('of %s, %s is %s', async (object, path, wire, collection) => {
		const resolved = await reverseOf(path, object);
		expect(columnPathOf(resolved)).toBe(wire);
		expect(resolved.collection?.name).toBe(collection);
		expect(isReversePath(path)).toBe(true);
	});

	it('know the objects at both ends', async () => {
		expect(await reverseOf('Account.[Contact:Account].Name')).toMatchObject({
			text: 'Account.[Contact:Account]',
			steps: [{ name: 'Account' }],
			owner: 'Account',
			object: 'Contact',
			column: { name: 'Account' },
			master: { name: 'Id' },
			end: { owner: 'Contact', column: { name: 'Name' } },
		});
		expect(isReversePath('Account.Name')).toBe(false);
	});

	it.each([
		[
			'[Actvity:Contact]',
			/names the object "Actvity", which the site does not have \(field Column\)/,
			undefined,
		],
		['[Activity:Contct]', /Activity has no column "Contct" \(field Column\)/, /Did you mean Contact/],
		['[Activity:Qqqqqqqqqqqqqqq]', /Activity has no column/, /Columns that point to Contact: Contact\./],
		[
			'[Activity:Title]',
			/Title of Activity is not a lookup, so it cannot point to Contact/,
			/Columns that point to Contact: Contact\. /,
		],
		['[Activity:Account]', /points to Account, not to Contact/, /\[Activity:Account:Id\]/],
		['[Activity:Contact:Nmae]', /Contact has no column "Nmae"/, /Did you mean Name/],
		['[Activity:Contact].Titel', /Activity has no column "Titel"/, /Did you mean Title/],
		['Name.[Activity:Contact]', /goes through Name, which is not a lookup of Contact/, /Only a lookup/],
		['Acount.[Contact:Account]', /Contact has no column "Acount"/, /Did you mean Account/],
		['[Activity]', /is not a connection to records/, /\[Activity:Contact\]\.Title/],
		['[Activity:]', /is not a connection/, undefined],
		['[Activity:Contact', /is not a connection/, undefined],
		['[Activity:Contact:]', /is not a connection/, undefined],
		['[Activity:Contact:Id:Id]', /is not a connection/, undefined],
		['[Activity:Contact].[Contact:Account]', /is not a connection/, /once/],
		['', /is not a connection/, undefined],
	])('%s is refused', async (path, message, cure) => {
		const error: { message?: string; kind?: string; cure?: string } = await reverseOf(path).then(
			() => ({}),
			(reason) => reason,
		);
		expect(error.message).toMatch(message);
		expect(error.kind).toBe('input');
		if (cure) expect(error.cure).toMatch(cure);
	});
});

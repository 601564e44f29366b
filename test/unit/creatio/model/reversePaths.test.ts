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
		['[Activity:Qqqqqqqqqqqqqqq]', /Activity has no column/, /To Contact point: Contact\./],
		['[Activity:Title]', /Title of Activity is no lookup, not to Contact/, /To Contact point: Contact\. /],
		['[Activity:Account]', /points to Account, not to Contact/, /\[Activity:Account:Id\]/],
		['[Activity:Contact:Nmae]', /Contact has no column "Nmae"/, /Did you mean Name/],
		['[Activity:Contact].Titel', /Activity has no column "Titel"/, /Did you mean Title/],
		['Name.[Activity:Contact]', /goes through Name, which is no lookup of Contact/, /Only a lookup/],
		['Acount.[Contact:Account]', /Contact has no column "Acount"/, /Did you mean Account/],
		['[Activity]', /is no connection to records/, /\[Activity:Contact\]\.Title/],
		['[Activity:]', /is no connection/, undefined],
		['[Activity:Contact', /is no connection/, undefined],
		['[Activity:Contact:]', /is no connection/, undefined],
		['[Activity:Contact:Id:Id]', /is no connection/, undefined],
		['[Activity:Contact].[Contact:Account]', /is no connection/, /once/],
		['', /is no connection/, undefined],
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

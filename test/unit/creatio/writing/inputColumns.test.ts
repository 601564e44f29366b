import type { ObjectDetails, ObjectModel } from '../../../../nodes/shared/creatio/model/objectModel';
import {
	inputColumns,
	type InputRules,
	needsCaptions,
} from '../../../../nodes/shared/creatio/writing/inputColumns';
import { fakeModel } from '../fakes';

const ID = '405947d0-2ffb-4ded-8675-0475f19f5a81';
const OTHER = 'e308b781-3c5b-4ecb-89ef-5c1ed4da488e';

const CASE: ObjectModel = {
	...fakeModel('Case', {
		CreatedOn: 'dateTime',
		CreatedBy: 'lookup Contact',
		ModifiedOn: 'dateTime',
		ModifiedById: 'guid',
		ProcessListeners: 'integer',
		Number: 'text',
		Subject: 'text',
		DueDate: 'dateTime',
		Account: 'lookup Account',
		Picture: 'stream',
	}),
	collections: new Map([
		['FileCollectionByCase', { name: 'FileCollectionByCase', target: 'File', column: 'Case' }],
	]),
};

const DETAILS: ObjectDetails = {
	name: 'Case',
	caption: 'Case',
	displayColumn: 'Number',
	columns: new Map(
		Object.entries({ Subject: 'What happened', Account: 'Company', CreatedOn: 'Created on' }).map(
			([name, caption]) => [
				name,
				{ name, caption, required: false, hasDefault: false, dataValueType: 1, type: 'text' as const },
			],
		),
	),
};

function read(mapped: object, rules: Partial<InputRules> = {}) {
	const left = new Map<string, string>();
	const all: InputRules = {
		source: 'item',
		ownId: 'new',
		field: 'Columns',
		unknownColumns: 'refuse',
		leaveOut: (name, why) => left.set(name, why),
		...rules,
	};
	const inputs = inputColumns({ ...mapped }, CASE, all, DETAILS);
	const written = Object.fromEntries(
		inputs.map(({ column, input, beside }) => [
			column.name,
			beside === undefined ? input : { input, beside },
		]),
	);
	return { written, left: Object.fromEntries(left) };
}

describe('an item', () => {
	it('leaves out what Creatio fills in, files, and what nodes add', () => {
		const filled = {
			CreatedOn: '2026-01-31T10:00:00Z',
			CreatedById: ID,
			CreatedBy: 'Supervisor',
			ModifiedOn: null,
			ModifiedById: ID,
			ModifiedBy: 'Supervisor',
			ProcessListeners: 0,
		};
		const added = {
			'@odata.context': 'https://site.example',
			'Picture@odata.mediaEditLink': 'Case(1)/Picture',
			'Account.Type.Name': 'Customer',
			'Account/Code': 'A1',
			'[File:Case].Name': 'a.pdf',
			'count Id': 3,
			'sum [File:Case].Size': 7,
			'month of DueDate': 2,
			oldValues: { Subject: 'Old' },
			FileCollectionByCase: [],
			Account: { Code: 'A1' },
		};
		const { written, left } = read({ ...filled, ...added, Picture: 'x', Subject: 'Help', Number: null });
		expect(written).toEqual({ Subject: 'Help', Number: null });
		expect(left).toEqual({
			...Object.fromEntries(Object.keys(filled).map((name) => [name, 'filled'])),
			...Object.fromEntries(Object.keys(added).map((name) => [name, 'added'])),
			Picture: 'file',
		});
	});

	it('of a batch leaves out the operation and the object', () => {
		const { written, left } = read({ operation: 'insert', object: 'Case', Id: ID, Subject: 'Help' });
		expect(written).toEqual({ Id: ID, Subject: 'Help' });
		expect(left).toEqual({ operation: 'added', object: 'added' });
	});

	it.each([
		'Subjekt',
		'subject of the case',
		'Accuont.Name',
		'Subject.Name',
		'month of DueDaet',
		'count of',
		'operation',
		'oldValues',
		'deleted',
		'toString',
		'__proto__',
	])('is refused for a name that is not a column: %s', (name) => {
		const item = JSON.parse(`{ "Subject": "Help", "${name}": 1 }`);
		expect(() => read(item)).toThrow(`Case has no column "${name}"`);
		expect(read(item, { unknownColumns: 'ignore' })).toEqual({
			written: { Subject: 'Help' },
			left: JSON.parse(`{ "${name}": "unknown" }`),
		});
	});
});

describe('what is mapped in the form', () => {
	it.each([
		[{ CreatedOn: '2026-01-01' }, /CreatedOn of Case is filled by Creatio/, 'filled'],
		[{ ModifiedById: ID }, /filled by Creatio/, 'filled'],
		[{ Picture: 'x' }, /contains a file/, 'file'],
		[{ 'Account.Name': 'x' }, /no column "Account.Name"/, 'unknown'],
	])('is refused if it cannot be written: %j', (mapped, message, why) => {
		expect(() => read(mapped, { source: 'form' })).toThrow(message);
		const [name = ''] = Object.keys(mapped);
		expect(read(mapped, { source: 'form', unknownColumns: 'ignore' })).toEqual({
			written: {},
			left: { [name]: why },
		});
	});
});

describe('a lookup with its ID and its text', () => {
	it.each([
		[
			{ Account: 'Accom', AccountId: ID },
			{ input: ID, beside: 'Accom' },
		],
		[
			{ AccountId: ID, Account: 'Accom' },
			{ input: ID, beside: 'Accom' },
		],
		[
			{ AccountId: ID, Account: { Name: 'Accom', Id: OTHER } },
			{ input: ID, beside: { Name: 'Accom', Id: OTHER } },
		],
		[{ AccountId: ID, Account: null }, ID],
		[{ Account: '', AccountId: ID }, ID],
		[{ Account: 'Accom', AccountId: null }, 'Accom'],
		[{ AccountId: '', Account: 'Accom' }, 'Accom'],
		[{ AccountId: null, Account: null }, null],
		[{ AccountId: ID, Account: undefined }, ID],
	])('is one column: %j', (mapped, expected) => {
		expect(read(mapped).written).toEqual({ Account: expected });
	});
});

describe('the Id', () => {
	it('is that of a new record', () => {
		expect(read({ Id: ID, Subject: 'Help' }).written).toEqual({ Id: ID, Subject: 'Help' });
	});

	it.each(['item', 'form'] as const)('of the record to change is not written (%s)', (source) => {
		const rules = { source, ownId: { record: ID } };
		for (const Id of [ID, ` ${ID.toUpperCase()} `, null, '']) {
			expect(read({ Id, Subject: 'Help' }, rules)).toEqual({ written: { Subject: 'Help' }, left: {} });
		}
	});

	it.each(['item', 'form'] as const)('of another record is refused with both (%s)', (source) => {
		const rules = { source, ownId: { record: ID } };
		expect(() => read({ Id: OTHER, Subject: 'Help' }, rules)).toThrow(new RegExp(`${OTHER}.*${ID}`));
		expect(read({ Id: OTHER }, { ...rules, unknownColumns: 'ignore' }).left).toEqual({ Id: 'itemId' });
	});

	it('is left out where conditions choose the records, and cannot be mapped there', () => {
		expect(read({ Id: ID, Subject: 'Help' }, { ownId: 'none' })).toEqual({
			written: { Subject: 'Help' },
			left: { Id: 'itemId' },
		});
		expect(() => read({ Id: ID }, { ownId: 'none', source: 'form' })).toThrow(/filled by Creatio/);
	});
});

describe('names of fields', () => {
	it('are codes or captions in any letter case', () => {
		expect(read({ subject: 'Help', company: 'Best Ltd', 'created ON': 'x' })).toEqual({
			written: { Subject: 'Help', Account: 'Best Ltd' },
			left: { 'created ON': 'filled' },
		});
		expect(read({ 'WHAT HAPPENED': 'Help', accountid: ID }, { source: 'form' }).written).toEqual({
			Subject: 'Help',
			Account: ID,
		});
	});

	it('may mean one column twice only with one value', () => {
		expect(read({ Subject: 'Help', 'What happened': 'Help' }).written).toEqual({ Subject: 'Help' });
		expect(read({ Subject: '', 'What happened': 'Help' }).written).toEqual({ Subject: 'Help' });
		expect(read({ Subject: 'Help', 'What happened': null }).written).toEqual({ Subject: 'Help' });
		expect(read({ AccountId: ID, Company: 'Best Ltd' }).written).toEqual({
			Account: { input: ID, beside: 'Best Ltd' },
		});
		expect(() => read({ Subject: 'Help', 'What happened': 'Fire' })).toThrow(/"Subject" and "What happened"/);
	});

	it('that n8n adds for agents and chats are passed over, in items alone', () => {
		const added = { toolCallId: 'call_1', sessionId: 's', action: 'sendMessage', chatInput: 'Hi' };
		expect(read({ ...added, Subject: 'Help' })).toEqual({ written: { Subject: 'Help' }, left: {} });
		expect(() => read({ action: 'x' }, { source: 'form' })).toThrow(/"action"/);
	});

	it('need captions only where they are not codes', () => {
		const needs = (mapped: object) =>
			needsCaptions({ ...mapped }, CASE, { source: 'item', field: 'Columns' });
		expect(needs({ Subject: 1, subject: 1, AccountId: 1, 'Account.Code': 1, '@odata.etag': 1 })).toBe(false);
		expect(needs({ 'What happened': 1 })).toBe(true);
	});
});

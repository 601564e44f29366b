import { FIXED, ZERO_GUID } from '../model/ids';
import type { SqlRow } from '../store/database';
import { ProcessFault } from './faults';
import { LISTENERS } from './listeners';
import { type Direction, type ProcessParameter, type ProcessSchema, schemaUId, type Step } from './schema';
import { VALUE_TYPES, type ValueTypeName } from './valueTypes';

type More = Partial<Pick<ProcessParameter, 'required' | 'object' | 'default' | 'items'>>;

function parameter(direction: Direction) {
	return (name: string, caption: string, type: ValueTypeName, more: More = {}): ProcessParameter => ({
		name,
		caption,
		type,
		direction,
		...more,
	});
}

const input = parameter('input');
const output = parameter('output');
const both = parameter('both');
const internal = parameter('internal');

function script(caption: string, run: Extract<Step, { kind: 'script' }>['run']): Step {
	return { kind: 'script', caption, run };
}

function cents(amount: number): number {
	return Math.round(amount * 100) / 100;
}

/** The name and the answer are those of the vendor's example (contract 5.1). */
const ADD_CONTACT: ProcessSchema = {
	code: 'UsrAddNewExternalContact',
	caption: 'Add new external contact',
	parameters: [
		input('ContactName', 'Full name of the contact', 'MediumText', { required: true }),
		input('MobilePhone', 'Mobile phone', 'PhoneText'),
		input('Account', 'Account', 'Lookup', { object: 'Account' }),
		output('ContactId', 'Added contact', 'Lookup', { object: 'Contact' }),
		output('ContactList', 'Added contact as JSON', 'MaxSizeText'),
	],
	steps: [
		script('Add contact', (run) => {
			const account = run.text('Account');
			const name = run.text('ContactName');
			const id = run.create('Contact', {
				Name: name,
				MobilePhone: run.text('MobilePhone'),
				AccountId: account === ZERO_GUID ? null : account,
			});
			run.set('ContactId', id);
			run.set('ContactList', JSON.stringify([{ Id: id, Name: name }]));
		}),
	],
};

const SUM: ProcessSchema = {
	code: 'UsrSum',
	caption: 'Sum of two numbers',
	parameters: [
		input('FirstNumber', 'First number', 'Float2', { required: true }),
		input('SecondNumber', 'Second number', 'Float2', { default: '1' }),
		output('Sum', 'Sum', 'Float2'),
	],
	steps: [
		script('Sum', (run) => run.set('Sum', cents(run.number('FirstNumber') + run.number('SecondNumber')))),
	],
};

const PRICE_LINES: ProcessSchema = {
	code: 'UsrPriceLines',
	caption: 'Price the lines of an order',
	parameters: [
		input('Lines', 'Order lines', 'CompositeObjectList', {
			required: true,
			items: [
				input('Product', 'Product', 'Lookup', { object: 'Product' }),
				input('Title', 'Title', 'MediumText', { required: true }),
				input('Quantity', 'Quantity', 'Integer', { required: true }),
				input('Price', 'Price', 'Money'),
				input('Tags', 'Tags', 'CompositeObjectList', { items: [input('Name', 'Name', 'ShortText')] }),
			],
		}),
		input('Discount', 'Discount, %', 'Float2', { default: '0' }),
		output('PricedLines', 'Priced lines', 'CompositeObjectList', {
			items: [
				output('Title', 'Title', 'MediumText'),
				output('Amount', 'Amount', 'Money'),
				output('Tags', 'Tags', 'CompositeObjectList', { items: [output('Name', 'Name', 'ShortText')] }),
			],
		}),
		output('Total', 'Total', 'Money'),
	],
	steps: [
		script('Price every line', (run) => {
			const factor = 1 - run.number('Discount') / 100;
			const lines = run.items('Lines').map(({ Title, Quantity, Price, Tags }) => ({
				Title: Title ?? '',
				Amount: cents(Number(Quantity) * Number(Price) * factor),
				Tags: Tags ?? [],
			}));
			run.set('PricedLines', lines);
			run.set('Total', cents(lines.reduce((sum, line) => sum + line.Amount, 0)));
		}),
	],
};

const FAIL_INSIDE: ProcessSchema = {
	code: 'UsrFailInside',
	caption: 'Fail inside an element',
	parameters: [
		input('Message', 'Text of the failure', 'MediumText', { default: 'The credit limit is exceeded.' }),
		output('Reached', 'Last element that was reached', 'ShortText'),
	],
	steps: [
		script('Note the progress', (run) => run.set('Reached', 'before the failure')),
		script('Check the credit limit', (run) => {
			throw new ProcessFault('System.InvalidOperationException', run.text('Message'));
		}),
	],
};

const EXPORT: ProcessSchema = {
	code: 'UsrNightlyExport',
	caption: 'Nightly export',
	background: true,
	parameters: [
		input('Rows', 'Rows to export', 'Integer', { default: '10' }),
		output('Exported', 'Exported rows', 'Integer'),
	],
	steps: [
		{
			kind: 'script',
			caption: 'Export',
			takesMs: 1500,
			run: (run) => run.set('Exported', run.number('Rows')),
		},
	],
};

const APPROVE: ProcessSchema = {
	code: 'UsrApproveDiscount',
	caption: 'Approve a discount',
	parameters: [
		input('Discount', 'Discount, %', 'Integer', { required: true }),
		both('Comment', 'Comment', 'LongText'),
		both('Approved', 'Approved', 'Boolean'),
		output('Outcome', 'Outcome', 'ShortText'),
	],
	steps: [
		{ kind: 'userTask', caption: 'Decide about the discount' },
		script('Note the outcome', (run) =>
			run.set('Outcome', run.value('Approved') === true ? 'approved' : 'declined'),
		),
	],
};

const SLOW: ProcessSchema = {
	code: 'UsrSlowReport',
	caption: 'Slow report',
	parameters: [output('Pages', 'Pages', 'Integer')],
	steps: [{ kind: 'script', caption: 'Build the report', takesMs: 3000, run: (run) => run.set('Pages', 7) }],
};

const REMIND: ProcessSchema = {
	code: 'UsrRemindLater',
	caption: 'Remind later',
	parameters: [output('Reminded', 'Reminded', 'Boolean')],
	steps: [{ kind: 'timer', caption: 'Wait', ms: 2000 }, script('Remind', (run) => run.set('Reminded', true))],
};

/** Calls the one who started it, as a process with a "Call web service" element at its end does. */
const CALL_BACK: ProcessSchema = {
	code: 'UsrCallBack',
	caption: 'Call back when done',
	parameters: [input('CallbackUrl', 'Address to call', 'MaxSizeText'), input('Amount', 'Amount', 'Integer')],
	steps: [
		{ kind: 'timer', caption: 'Work', ms: 1000 },
		script('Call back', (run) => {
			const body = JSON.stringify({ approved: true, amount: run.number('Amount') });
			const headers = { 'content-type': 'application/json' };
			// As Creatio's element does by default, the process does not care for the answer.
			void fetch(run.text('CallbackUrl'), { method: 'POST', headers, body }).catch(() => undefined);
		}),
	],
};

/** Every type comes back as it was read. */
const EVERY_TYPE: ProcessSchema = {
	code: 'UsrEveryType',
	caption: 'Every type of parameter',
	parameters: [
		...Object.entries(VALUE_TYPES)
			.filter(([, { kind }]) => kind !== 'collection')
			.map(([name]) =>
				both(`${name}Value`, `${name} value`, name as ValueTypeName, {
					object: name === 'Lookup' ? 'Contact' : undefined,
				}),
			),
		both('ObjectListValue', 'ObjectList value', 'ObjectList', { items: [both('Name', 'Name', 'Text')] }),
		both('CompositeObjectListValue', 'CompositeObjectList value', 'CompositeObjectList', {
			items: [
				both('Name', 'Name', 'Text'),
				both('Number', 'Number', 'Integer'),
				both('When', 'When', 'DateTime'),
				both('Contact', 'Contact', 'Lookup', { object: 'Contact' }),
			],
		}),
		internal('Secret', 'Inner state', 'Text'),
	],
	steps: [script('Set the inner state', (run) => run.set('Secret', 'not for callers'))],
};

/** For the demo: only what the caller gives is written. */
const CHANGE_CONTACT: ProcessSchema = {
	code: 'UsrChangeContact',
	caption: 'Change a contact',
	parameters: [
		input('Contact', 'Contact', 'Lookup', { object: 'Contact', required: true }),
		input('JobTitle', 'Job title', 'MediumText'),
		input('MobilePhone', 'Mobile phone', 'PhoneText'),
		input('DoNotUseEmail', 'Do not use email', 'Boolean'),
		input('BirthDate', 'Birth date', 'Date'),
		input('Type', 'Type', 'Lookup', { object: 'ContactType' }),
		output('Changed', 'Changed columns', 'Integer'),
	],
	steps: [
		script('Change the contact', (run) => {
			const row: SqlRow = {};
			if (run.has('JobTitle')) row.JobTitle = run.text('JobTitle');
			if (run.has('MobilePhone')) row.MobilePhone = run.text('MobilePhone');
			if (run.has('DoNotUseEmail')) row.DoNotUseEmail = Number(run.value('DoNotUseEmail'));
			if (run.has('Type')) row.TypeId = run.text('Type');
			if (run.has('BirthDate')) row.BirthDate = `${run.text('BirthDate').slice(0, 10)}T00:00:00.0000000`;
			run.update('Contact', run.text('Contact'), row);
			run.set('Changed', Object.keys(row).length);
		}),
	],
};

const ADD_VISITS: ProcessSchema = {
	code: 'UsrRealtyProcess',
	caption: 'Add visits',
	parameters: [],
	steps: [
		script('Add visit', (run) => {
			run.create('Activity', { Title: 'Visit', OwnerId: FIXED.supervisorContact });
		}),
	],
};

function greeting(code: string, words: string, more: Partial<ProcessSchema>): ProcessSchema {
	return {
		code,
		caption: 'Greet',
		parameters: [output('Greeting', 'Greeting', 'ShortText')],
		steps: [script('Greet', (run) => run.set('Greeting', words))],
		...more,
	};
}

/** The processes of the site. */
export const LIBRARY: readonly ProcessSchema[] = [
	ADD_CONTACT,
	SUM,
	PRICE_LINES,
	FAIL_INSIDE,
	EXPORT,
	APPROVE,
	SLOW,
	REMIND,
	CALL_BACK,
	EVERY_TYPE,
	CHANGE_CONTACT,
	ADD_VISITS,
	// Two versions of one process, under one caption.
	greeting('UsrGreet', 'Good day', { outdated: true }),
	greeting('UsrGreet1', 'Hello', { version: 1, firstVersion: 'UsrGreet' }),
	greeting('UsrDisabled', '', { caption: 'Switched off', disabled: true }),
	...LISTENERS,
	greeting('UsrNotCompiled', '', { caption: 'Saved after compilation', notCompiled: true }),
];

/** By code or UId, exactly: the version that was asked for. */
export function findSchema(codeOrUId: string): ProcessSchema | undefined {
	return LIBRARY.find(({ code }) => code === codeOrUId || schemaUId(code) === codeOrUId.toLowerCase());
}

/** The version that runs when any version of the process is asked for. */
export function actualVersion(schema: ProcessSchema): ProcessSchema {
	return LIBRARY.find((one) => family(one) === family(schema) && one.outdated !== true) ?? schema;
}

/** Code of the first version. */
export function family(schema: ProcessSchema): string {
	return schema.firstVersion ?? schema.code;
}

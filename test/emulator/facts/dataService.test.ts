import {
	column,
	columns,
	compare,
	group,
	INTEGER,
	LOOKUP,
	macros,
	parameter,
	type Result,
	TEXT,
	values,
} from '../dataservice/testSupport';
import type { Answer } from '../testSupport';
import { FIXED } from '..';
import { type Ask, type Expected, type Fact, type FactBench, testFacts } from './facts';

const NAMESPACE = 'Terrasoft.Nui.ServiceModel.DataContract.';

function ask(operation: string, body: object, more: Partial<Ask> = {}): Ask {
	return { method: 'POST', path: `/DataService/json/SyncReply/${operation}`, body, ...more };
}

function raw(operation: string, text: string, type?: string): Ask {
	const path = `/DataService/json/SyncReply/${operation}`;
	return { method: 'POST', path, raw: text, headers: { 'Content-Type': type } };
}

/** Account types: shipped rows, the same on every site. */
const TYPES = { rootSchemaName: 'AccountType', columns: columns('Name') };
const CUSTOMER = compare('Id', 3, parameter(0, FIXED.accountTypeCustomer));
const types = (more: object) => ask('SelectQuery', { ...TYPES, ...more });

/** The answer is exactly the row "Customer". */
const CUSTOMER_ALONE: Expected = { status: 200, json: { success: true, rows: [{ Name: 'Customer' }] } };
/** The answer has every account type. */
const ALL_TYPES: Expected = {
	status: 200,
	check: (answer, { emulator }) => {
		expect(answer.json<Result>().rowsAffected).toBe(emulator.store.count('AccountType'));
	},
};

function without(object: object, ...names: string[]): object {
	return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** Two contacts, one with an account and one without; then the query over both. */
function contacts(mark: string, filter: object) {
	return async (bench: FactBench): Promise<Answer> => {
		const { store } = bench.emulator;
		if (store.count('Contact', 'JobTitle = ?', mark) === 0) {
			store.insert('Contact', { Name: 'Employed', JobTitle: mark, AccountId: FIXED.ourCompany });
			store.insert('Contact', { Name: 'Free', JobTitle: mark });
		}
		return await bench.ask(
			ask('SelectQuery', {
				rootSchemaName: 'Contact',
				columns: columns(['Name', { expression: column('Name'), orderDirection: 1 }]),
				filters: group(0, compare('JobTitle', 3, parameter(TEXT, mark)), filter),
			}),
		);
	};
}

const named = (...names: string[]): Expected => ({
	status: 200,
	json: { success: true, rows: names.map((Name) => ({ Name })), rowsAffected: names.length },
});

const notAccom = compare('Account', 4, parameter(LOOKUP, FIXED.accom));
const noAccount = { filterType: 2, isEnabled: true, leftExpression: column('Account') };

function city(Name: string, more: object = {}) {
	return {
		__type: `${NAMESPACE}InsertQuery`,
		rootSchemaName: 'City',
		columnValues: values({ Name: parameter(TEXT, Name) }),
		...more,
	};
}

const stopped = ask('BatchQuery', { items: [city('Before'), city(''), city('After')] });
const failed = { success: false, responseStatus: { ErrorCode: 'InvalidOperationException' } };

function refused(status: number, ErrorCode: string, Message?: RegExp): Expected {
	const message = Message && { Message: expect.stringMatching(Message) as string };
	return { status, json: { success: false, responseStatus: { ErrorCode, ...message } } };
}

const reader: readonly Fact[] = [
	{
		contract: '4',
		fact: 'members in any letter case and in any order',
		ask: ask('SelectQuery', {
			FILTERS: {
				LeftExpression: { ColumnPath: 'Id' },
				FilterType: 1,
				comparisontype: 3,
				RightExpression: CUSTOMER.rightExpression,
			},
			Columns: { Items: { Name: { Expression: { ColumnPath: 'Name' } } } },
			RootSchemaName: 'AccountType',
		}),
		answer: CUSTOMER_ALONE,
	},
	{
		contract: '4',
		fact: 'unknown members are passed over',
		ask: types({ filters: { ...CUSTOMER, key: 'x', nonsense: [{ a: {} }] }, __metadata: { type: 'x' } }),
		answer: CUSTOMER_ALONE,
	},
	{
		contract: '4',
		fact: 'a member that cannot be read counts as absent',
		ask: types({ rowCount: 'many', isDistinct: 1, rowsOffset: 1.5, filters: CUSTOMER }),
		answer: CUSTOMER_ALONE,
	},
	{
		contract: '4',
		fact: 'of a member that comes twice the last counts',
		ask: raw(
			'SelectQuery',
			'{"rootSchemaName":"Contact","rootSchemaName":"AccountType","allColumns":true,"rowCount":1,"rowCount":2}',
		),
		answer: { status: 200, json: { success: true, rowsAffected: 2 } },
	},
	{
		contract: '4',
		fact: 'numbers and booleans as texts',
		ask: types({ rowCount: '2', allColumns: 'True' }),
		answer: { status: 200, json: { success: true, rowsAffected: 2 } },
	},
	{
		contract: '4',
		fact: 'texts as numbers',
		ask: types({ filters: compare('Name', 3, parameter(TEXT, 5)) }),
		answer: { status: 200, json: { success: true, rows: [] } },
	},
	{
		contract: '4',
		fact: 'names of enumerations instead of numbers',
		ask: types({
			filters: {
				filterType: 'FilterGroup',
				logicalOperation: 'And',
				items: {
					one: {
						filterType: 'CompareFilter',
						comparisonType: 'Equal',
						leftExpression: { expressionType: 'SchemaColumn', columnPath: 'Id' },
						rightExpression: {
							expressionType: 'Parameter',
							parameter: { dataValueType: 'Guid', value: FIXED.accountTypeCustomer },
						},
					},
				},
			},
		}),
		answer: CUSTOMER_ALONE,
	},
	{
		contract: '4',
		fact: 'a list for the dictionary of columns is an empty one',
		ask: ask('SelectQuery', { rootSchemaName: 'AccountType', Columns: { Items: [] }, rowCount: 1 }),
		answer: { status: 200, json: { success: true, rowsAffected: 1 } },
	},
	{
		contract: '4',
		fact: 'a list for the filters is as none at all',
		ask: types({ filters: [] }),
		answer: ALL_TYPES,
	},
	{
		contract: '4',
		fact: 'a list for the items of a group is an empty group',
		ask: types({ filters: { ...group(0), items: [] } }),
		answer: ALL_TYPES,
	},
	{
		contract: '4',
		fact: 'rubbish behind the message is passed over',
		ask: raw('SelectQuery', '{"rootSchemaName":"AccountType","allColumns":true,"rowCount":1}}} and so on'),
		answer: { status: 200, json: { success: true, rowsAffected: 1 } },
	},
	{
		contract: '4',
		fact: 'the end of the message may be missing',
		ask: raw('SelectQuery', '{"rootSchemaName":"AccountType","allColumns":true,"rowCount":1'),
		answer: { status: 200, json: { success: true, rowsAffected: 1 } },
	},
	...['text/plain', 'application/json', undefined].map((type): Fact => ({
		contract: '4',
		fact: `the content type may be ${type ?? 'missing'}`,
		ask: raw('SelectQuery', JSON.stringify({ ...TYPES, filters: CUSTOMER }), type),
		answer: CUSTOMER_ALONE,
	})),
	{
		contract: '4.8',
		fact: 'what is not an object is refused',
		ask: raw('SelectQuery', '["City"]'),
		answer: refused(
			400,
			'SerializationException',
			/^Type definitions should start with a '\{', expecting serialized type 'SelectQuery', got string starting with: \["City"\]$/,
		),
	},
	...[
		'InsertQuery',
		'BatchQuery',
		'QuerySysSettings',
		'RuntimeEntitySchemaRequest',
		'ProcessSchemaRequest',
	].map((operation): Fact => ({
		contract: '4.8',
		fact: `what is not an object is refused by ${operation}`,
		ask: raw(operation, 'null'),
		answer: refused(
			400,
			'SerializationException',
			new RegExp(`'${operation}', got string starting with: null$`),
		),
	})),
	{
		contract: '4.8',
		fact: 'on other sites as an error of the server',
		site: { switches: { malformedStatus: 500 } },
		ask: raw('SelectQuery', '"x"'),
		answer: refused(500, 'SerializationException'),
	},
	{
		contract: '8.2',
		fact: 'the schema of an object goes by its UId in any form, with a text/plain body',
		ask: raw('RuntimeEntitySchemaRequest', '{"UID":"{117D32F9-8275-4534-8411-1C66115CE9CD}"}', 'text/plain'),
		answer: { status: 200, json: { success: true, schema: { name: 'Case' } } },
	},
];

const filters: readonly Fact[] = [
	{
		contract: '4.4',
		fact: 'a filter without isEnabled is on',
		ask: types({ filters: without(CUSTOMER, 'isEnabled') }),
		answer: CUSTOMER_ALONE,
	},
	{
		contract: '4.4',
		fact: 'a filter whose isEnabled cannot be read is on',
		ask: types({ filters: { ...CUSTOMER, isEnabled: 'yes' } }),
		answer: CUSTOMER_ALONE,
	},
	{
		contract: '4.4',
		fact: 'a filter with isEnabled false is skipped',
		ask: types({ filters: { ...CUSTOMER, isEnabled: false } }),
		answer: ALL_TYPES,
	},
	{
		contract: '4.4',
		fact: 'elsewhere a filter without isEnabled is off',
		site: { switches: { filterEnabledByDefault: false } },
		ask: types({ filters: without(CUSTOMER, 'isEnabled') }),
		answer: ALL_TYPES,
	},
	...[undefined, 0, 1, 2, 3].map((comparisonType): Fact => ({
		contract: '4.4',
		fact: `a filter of type 2 without isNull, comparisonType ${comparisonType}, means "is null"`,
		ask: contacts('null', { ...noAccount, comparisonType }),
		answer: named('Free'),
	})),
	{
		contract: '4.4',
		fact: 'isNull false means "is not null"',
		ask: contacts('null', { ...noAccount, comparisonType: 2, isNull: false }),
		answer: named('Employed'),
	},
	{
		contract: '4.4',
		fact: '"not equal" on a lookup also selects records whose lookup is empty',
		ask: contacts('unequal', notAccom),
		answer: named('Employed', 'Free'),
	},
	{
		contract: '4.4',
		fact: '"not equal" on a lookup leaves them out where that is switched off',
		site: { switches: { lookupNotEqualOrNull: { dataService: false, odata: false } } },
		ask: contacts('unequal', notAccom),
		answer: named('Employed'),
	},
	...[32, 5, 6].map((type): Fact => ({
		contract: '4.4',
		fact: `data value type ${type} is taken in parameters`,
		ask: async (bench) => {
			const product = { Name: parameter(TEXT, `Priced ${type}`), Price: parameter(type, '1100.15') };
			await bench.ask(ask('InsertQuery', { rootSchemaName: 'Product', columnValues: values(product) }));
			return await bench.ask(
				ask('SelectQuery', {
					rootSchemaName: 'Product',
					columns: columns('Price'),
					filters: group(
						0,
						compare('Price', 3, parameter(type, 1100.15)),
						compare('Name', 3, parameter(TEXT, `Priced ${type}`)),
					),
				}),
			);
		},
		answer: { status: 200, json: { rows: [{ Price: 1100.15 }] } },
	})),
	{
		contract: '4.4',
		fact: 'data value type 28 is not',
		ask: types({ filters: compare('Name', 3, parameter(28, 'Customer')) }),
		answer: refused(500, 'NotSupportedException'),
	},
	{
		contract: '4.8',
		fact: 'where exceptions have the status of their type, that is 405',
		site: { switches: { exceptionStatus: 'byType' } },
		ask: types({ filters: compare('Name', 3, parameter(28, 'Customer')) }),
		answer: refused(405, 'NotSupportedException'),
	},
	{
		contract: '4.4',
		fact: 'a date that is not JSON inside JSON arrives as null',
		ask: types({ filters: compare('CreatedOn', 8, parameter(7, '2026-01-01T00:00:00')) }),
		answer: refused(500, 'ArgumentNullException', /^Value cannot be null\. Parameter name: value$/),
	},
	{
		contract: '4.8',
		fact: 'where exceptions have the status of their type, that is 400',
		site: { switches: { exceptionStatus: 'byType' } },
		ask: types({ filters: compare('CreatedOn', 8, parameter(7, '2026-01-01T00:00:00')) }),
		answer: refused(400, 'ArgumentNullException'),
	},
	...[parameter(TEXT, '2026'), parameter(INTEGER, 2026), parameter(INTEGER, '2026')].map(
		(argument): Fact => ({
			contract: '4.4',
			fact: `the argument of a macro may be ${JSON.stringify(argument.parameter)}`,
			site: { clock: () => new Date('2026-03-01T12:00:00Z') },
			ask: types({ filters: group(0, CUSTOMER, compare('CreatedOn', 3, macros(33, argument))) }),
			answer: { status: 200, json: { success: true } },
		}),
	),
	{
		contract: '4.3',
		fact: 'rowCount 0 is refused',
		ask: types({ rowCount: 0 }),
		answer: { status: 500, json: { success: false } },
	},
	{
		contract: '4.3',
		fact: 'ignoreDisplayValues leaves out the texts of lookups',
		ask: ask('SelectQuery', {
			rootSchemaName: 'Account',
			columns: columns('PrimaryContact', 'Type'),
			filters: compare('Id', 3, parameter(0, FIXED.accom)),
			ignoreDisplayValues: true,
		}),
		answer: { status: 200, json: { rows: [{ Type: FIXED.accountTypeCustomer }] } },
	},
	{
		contract: '4.3',
		fact: 'older sites send them all the same',
		site: { switches: { ignoreDisplayValues: false } },
		ask: ask('SelectQuery', {
			rootSchemaName: 'Account',
			columns: columns('Type'),
			filters: compare('Id', 3, parameter(0, FIXED.accom)),
			ignoreDisplayValues: true,
		}),
		answer: {
			status: 200,
			json: { rows: [{ Type: { value: FIXED.accountTypeCustomer, displayValue: 'Customer' } }] },
		},
	},
	...['SysSettings', 'SysSettingsValue', 'SysPackage'].map((rootSchemaName): Fact => ({
		contract: '4',
		fact: `an administrator reads ${rootSchemaName}`,
		ask: ask('SelectQuery', { rootSchemaName, columns: columns('Id'), rowCount: 1 }),
		answer: { status: 200, json: { success: true } },
	})),
	...['SysPackageDependency', 'SysLic', 'SysLicUser'].map((rootSchemaName): Fact => ({
		contract: '4',
		fact: `nobody reads ${rootSchemaName}`,
		ask: ask('SelectQuery', { rootSchemaName, columns: columns('Id'), rowCount: 1 }),
		answer: { status: 200, json: { success: false, errorInfo: { errorCode: 'AccessDenied' } } },
	})),
];

const writes: readonly Fact[] = [
	{
		contract: '4.4',
		fact: 'an update by a filter without isEnabled changes that record alone',
		ask: ask('UpdateQuery', {
			rootSchemaName: 'AccountType',
			columnValues: values({ Description: parameter(TEXT, 'changed') }),
			filters: without(CUSTOMER, 'isEnabled'),
		}),
		answer: { status: 200, json: { success: true, rowsAffected: 1 } },
	},
	{
		contract: '4.6',
		fact: 'isUpsert inserts when nothing matches',
		ask: upsertsOf('Inserted', 0),
		answer: { status: 200, json: { success: true, rowsAffected: 1 } },
	},
	{
		contract: '4.6',
		fact: 'isUpsert changes each match and counts them',
		ask: upsertsOf('Changed', 3),
		answer: {
			status: 200,
			json: { success: true, rowsAffected: 3 },
			check: (_answer, { emulator }) => {
				expect(emulator.store.count('City', 'Name = ? AND Description = ?', 'Changed', 'new')).toBe(3);
			},
		},
	},
];

function upsertsOf(name: string, existing: number) {
	return async ({ emulator, ask: send }: FactBench): Promise<Answer> => {
		for (let n = 0; n < existing; n += 1) emulator.store.insert('City', { Name: name });
		return await send(
			ask('UpdateQuery', {
				rootSchemaName: 'City',
				columnValues: values({ Name: parameter(TEXT, name), Description: parameter(TEXT, 'new') }),
				filters: compare('Name', 3, parameter(TEXT, name)),
				isUpsert: true,
			}),
		);
	};
}

const batches: readonly Fact[] = [
	{
		contract: '4.7',
		fact: '__type may carry the name of the assembly',
		ask: ask('BatchQuery', {
			items: [city('With assembly', { __type: `${NAMESPACE}InsertQuery, Terrasoft.Nui.ServiceModel` })],
		}),
		answer: { status: 200, json: { success: true, rowsAffected: 1 } },
	},
	{
		contract: '4.7',
		fact: 'a late __type is ignored: the item is not the query that it says',
		ask: ask('BatchQuery', {
			items: [Object.fromEntries(Object.entries(city('Late')).reverse())],
			continueIfError: true,
		}),
		answer: {
			status: 200,
			json: { success: false, queryResults: [{ success: false }] },
			check: (_answer, { emulator }) => {
				expect(emulator.store.count('City', 'Name = ?', 'Late')).toBe(0);
			},
		},
	},
	{
		contract: '4.7',
		fact: 'a batch that succeeded has no responseStatus',
		ask: ask('BatchQuery', { items: [city('Good')] }),
		answer: {
			status: 200,
			json: { success: true },
			check: (answer) => {
				expect(answer.json()).not.toHaveProperty('responseStatus');
			},
		},
	},
	{
		contract: '4.7',
		fact: 'or one whose texts are null',
		site: { switches: { batchResponseStatus: 'nullTexts' } },
		ask: ask('BatchQuery', { items: [city('Good')] }),
		answer: { status: 200, json: { success: true, responseStatus: { ErrorCode: null, Message: null } } },
	},
	{
		contract: '4.7',
		fact: 'a batch that stopped says nothing of its queries',
		ask: stopped,
		answer: {
			status: 500,
			json: failed,
			check: (answer) => {
				expect(answer.json()).not.toHaveProperty('queryResults');
			},
		},
	},
	{
		contract: '4.7',
		fact: 'or null',
		site: { switches: { failedBatchResults: 'null' } },
		ask: stopped,
		answer: { status: 500, json: { ...failed, queryResults: null } },
	},
	{
		contract: '4.7',
		fact: 'or has the failed query alone',
		site: { switches: { failedBatchResults: 'failedItem' } },
		ask: stopped,
		answer: { status: 500, json: { ...failed, queryResults: [failed] } },
	},
	{
		contract: '4.7',
		fact: 'or has the queries up to the failed one',
		site: { switches: { failedBatchResults: 'upToFailure' } },
		ask: stopped,
		answer: { status: 500, json: { ...failed, queryResults: [{ success: true }, failed] } },
	},
];

testFacts([...reader, ...filters, ...writes, ...batches]);

import { compare, group, parameter, TEXT } from '../dataservice/testSupport';
import { FIXED } from '..';
import { ALL_TYPES, ask, CUSTOMER, CUSTOMER_ALONE, raw, refused, TYPES, types } from './dataServiceSupport';
import { type Fact, testFacts } from './facts';

/* How lenient DataService reads its messages. */

const FACTS: readonly Fact[] = [
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
		fact: 'the address in any letter case, and with reply',
		ask: { ...types({ filters: CUSTOMER }), path: '/dataservice/json/reply/selectquery' },
		answer: CUSTOMER_ALONE,
	},
	{
		contract: '4',
		fact: 'unknown members are ignored',
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
		fact: 'a list for the filters is the same as no filters',
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
		fact: 'what follows the message is ignored',
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
		fact: 'what is not an object is 500 on other sites',
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

testFacts(FACTS);

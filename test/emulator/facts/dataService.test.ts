import {
	column,
	columns,
	compare,
	group,
	INTEGER,
	LOOKUP,
	macros,
	parameter,
	TEXT,
	values,
} from '../dataservice/testSupport';
import type { Answer } from '../testSupport';
import { FIXED } from '..';
import { ALL_TYPES, ask, CUSTOMER, CUSTOMER_ALONE, refused, types, without } from './dataServiceSupport';
import { type Expected, type Fact, type FactBench, testFacts } from './facts';

/* Filters, values and reads of DataService. */

const HOUR_MINUTE = {
	expressionType: 1,
	functionType: 3,
	datePartType: 7,
	functionArgument: column('CreatedOn'),
};

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

const FACTS: readonly Fact[] = [
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
		fact: 'on some sites a filter without isEnabled is off',
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
		fact: 'data value type 28 is not taken in parameters',
		ask: types({ filters: compare('Name', 3, parameter(28, 'Customer')) }),
		answer: refused(500, 'NotSupportedException'),
	},
	{
		contract: '4.8',
		fact: 'data value type 28 is 405 where exceptions have the status of their type',
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
		fact: 'a date that is not JSON inside JSON is 400 where exceptions have the status of their type',
		site: { switches: { exceptionStatus: 'byType' } },
		ask: types({ filters: compare('CreatedOn', 8, parameter(7, '2026-01-01T00:00:00')) }),
		answer: refused(400, 'ArgumentNullException'),
	},
	{
		contract: '4.4',
		fact: 'the hour and minute of a date are compared with a time',
		ask: types({
			filters: group(0, CUSTOMER, compare(HOUR_MINUTE, 5, parameter(9, '"2026-01-01T23:59:00"'))),
		}),
		answer: { status: 200, json: { success: true } },
	},
	{
		contract: '4.4',
		fact: 'a number is null where it is compared with an hour and minute',
		ask: types({ filters: compare(HOUR_MINUTE, 3, parameter(INTEGER, 11)) }),
		answer: refused(500, 'ArgumentNullException'),
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
		fact: 'older sites send the texts of lookups in spite of ignoreDisplayValues',
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

testFacts(FACTS);

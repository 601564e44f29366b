import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences } from '../lib/demo/expectations.mjs';

const items = [
	{ Name: 'Ada', Age: 36, Account: { Name: 'Analytical Engines' } },
	{ Name: 'Grace', Age: null },
];

test('output as expected has no differences', () => {
	const expectations = {
		Contacts: {
			items: { min: 1, max: 2 },
			each: { Name: { type: /** @type {const} */ ('string'), not: '' } },
			first: { 'Account.Name': { matches: '^Ana' }, Age: 36 },
		},
	};
	assert.deepEqual(differences(expectations, { Contacts: items }), []);
});

for (const [what, expectation, complaint] of /** @type {const} */ ([
	['a wrong number of items', { items: 3 }, 'Contacts: number of items is 2, expected 3'],
	['too few items', { items: { min: 3 } }, 'Contacts: number of items is 2, expected at least 3'],
	['too many items', { items: { max: 1 } }, 'Contacts: number of items is 2, expected at most 1'],
	['a wrong value', { first: { Name: 'Bob' } }, 'Contacts, first item, "Name": is "Ada", expected "Bob"'],
	[
		'a value that is not there',
		{ first: { Phone: '1' } },
		'Contacts, first item, "Phone": is nothing, expected "1"',
	],
	[
		'a wrong type',
		{ each: { Age: { type: 'number' } } },
		'Contacts, item 2, "Age": is null, expected a number',
	],
	[
		'text that does not match',
		{ each: { Name: { matches: '^A' } } },
		'Contacts, item 2, "Name": is "Grace", expected text that matches ^A',
	],
	[
		'a forbidden value',
		{ first: { Age: { not: 36 } } },
		'Contacts, first item, "Age": is 36, which it must not be',
	],
])) {
	test(`${what} is reported`, () => {
		assert.deepEqual(differences({ Contacts: expectation }, { Contacts: items }), [complaint]);
	});
}

test('a node that did not run is reported', () => {
	assert.deepEqual(differences({ Accounts: { items: 1 } }, { Contacts: items }), ['Accounts: did not run']);
});

test('a node without items has no first item', () => {
	assert.deepEqual(differences({ Contacts: { first: { Name: 'Ada' } } }, { Contacts: [] }), [
		'Contacts: gave no item',
	]);
});

test('a misspelt condition does not pass in silence', () => {
	const misspelt = JSON.parse('{"Contacts":{"first":{"Name":{"match":"x"}}}}');
	assert.equal(differences(misspelt, { Contacts: items }).length, 1);
});

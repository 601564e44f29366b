import * as fc from 'fast-check';

import { jsonIn } from '../../../../nodes/shared/basics/json';
import type { ServiceAnswer } from '../../../../nodes/shared/connection/serviceCall';
import { normalise } from '../../../../nodes/shared/creatio/odata3/normalise';
import { modelOf, rows, type Spelling, verbose } from './rows';

const answerOf = (value: unknown): ServiceAnswer => {
	const text = JSON.stringify(value);
	return { status: 200, headers: { 'content-type': 'application/json' }, json: jsonIn(text), text };
};
const normalised = (value: unknown, object?: string) => normalise(answerOf(value), modelOf, object).json;

const ORDER_TYPE = { __metadata: { type: 'Terrasoft.Configuration.Order' } };

describe('verbose JSON', () => {
	it.each<[Spelling, number]>([
		['iso', 7],
		['parentheses', 3],
	])('rows with dates in the spelling %s are those of OData 4', (spelling, mostDigits) => {
		fc.assert(
			fc.property(fc.array(rows(mostDigits), { maxLength: 3 }), (value) => {
				expect(normalised({ d: { results: value.map((row) => verbose(row, spelling)) } })).toEqual({ value });
			}),
			{ numRuns: 300 },
		);
	});

	it('the number of all records and the address of the next page', () => {
		const next = 'https://site/0/ServiceModel/EntityDataService.svc/OrderCollection?$skiptoken=5';
		expect(normalised({ d: { results: [], __count: '50000', __next: next } })).toEqual({
			'@odata.count': 50_000,
			'@odata.nextLink': next,
			value: [],
		});
		expect(normalised({ d: { results: [], __count: 7 } })).toEqual({ '@odata.count': 7, value: [] });
	});

	it.each(['many', '-1', '99999999999999999', null])('a count of %s is none', (__count) =>
		expect(normalised({ d: { results: [], __count, __next: null } })).toEqual({ value: [] }),
	);

	it('a bare list, and one record', () => {
		const record = { ...ORDER_TYPE, Id: '1', CreatedOn: '/Date(0)/' };
		const expected = { Id: '1', CreatedOn: '1970-01-01T00:00:00Z' };
		expect(normalised({ d: [record] })).toEqual({ value: [expected] });
		expect(normalised({ d: record })).toEqual(expected);
	});

	it('numbers as text are numbers, unless they have too many digits for one', () => {
		const record = {
			...ORDER_TYPE,
			Amount: '1250.5000',
			Ticks: '9007199254740993',
			Rate: 'INF',
			Share: '1.5E+3',
		};
		expect(normalised({ d: record })).toEqual({
			Amount: 1250.5,
			Ticks: '9007199254740993',
			Rate: 'INF',
			Share: 1500,
		});
		expect(normalised({ d: { ...ORDER_TYPE, Amount: '12345678901234567890.1200' } })).toEqual({
			Amount: '12345678901234567890.12',
		});
		expect(normalised({ d: { ...ORDER_TYPE, Amount: '1e999' } })).toEqual({ Amount: '1e999' });
	});

	it('files and records that were not asked for are left out', () => {
		const record = {
			...ORDER_TYPE,
			Id: '1',
			Data: { __mediaresource: { media_src: 'x' } },
			Ghost: { __deferred: { uri: 'x' } },
			Parent: null,
		};
		expect(normalised({ d: record })).toEqual({ Id: '1', Parent: null });
	});

	it('records of a collection that is cut', () => {
		const children = { results: [{ Amount: '1' }], __next: 'x?$skiptoken=1' };
		expect(normalised({ d: { ...ORDER_TYPE, OrderCollectionByParent: children } })).toEqual({
			OrderCollectionByParent: [{ Amount: 1 }],
			'OrderCollectionByParent@odata.nextLink': 'x?$skiptoken=1',
		});
	});

	it('a record without a type is read as the object asked for, and in a lookup as its target', () => {
		const record = { Amount: '5', Parent: { Amount: '6', Name: '6' } };
		expect(normalised({ d: record }, 'Order')).toEqual({ Amount: 5, Parent: { Amount: 6, Name: '6' } });
		const unlisted = { __metadata: { type: 'Other.Type' }, Amount: '5' };
		expect(normalised({ d: unlisted }, 'Order')).toEqual({ Amount: 5 });
	});

	it('of an unknown object only what must be a date is changed', () => {
		const record = {
			__metadata: { type: 'Terrasoft.Configuration.Ghost' },
			At: '/Date(0)/',
			On: '2018-10-26T09:13:30',
			Amount: '1.50',
			Time: 'PT10H',
			Parent: { __metadata: {}, At: '/Date(99999999999999999)/' },
		};
		expect(normalised({ d: record })).toEqual({
			At: '1970-01-01T00:00:00Z',
			On: '2018-10-26T09:13:30',
			Amount: '1.50',
			Time: 'PT10H',
			Parent: { At: '/Date(99999999999999999)/' },
		});
	});
});

describe('answers in another form', () => {
	it.each([
		undefined,
		null,
		[],
		'text',
		{},
		{ value: [{ Id: '1' }] },
		{ error: { code: '', message: { lang: 'en-US', value: 'Refused' } } },
		{ d: null },
		{ d: 5 },
		{ d: ['Contact'] },
		{ d: { results: [null] } },
		{ d: { EntitySets: ['ContactCollection'] } },
	])('%j is returned as it is', (json) => {
		const answer: ServiceAnswer = { status: 200, headers: {}, json, text: '' };
		expect(normalise(answer, modelOf, 'Order')).toBe(answer);
	});

	it('so is one that is too deep', () => {
		let json: unknown = 1;
		for (let level = 0; level < 100_000; level++) json = { d: json };
		const answer: ServiceAnswer = { status: 200, headers: {}, json, text: '' };
		expect(normalise(answer, modelOf)).toBe(answer);
	});

	it('any JSON is read without an error', () => {
		const members = fc.constantFrom(
			'd',
			'results',
			'__metadata',
			'type',
			'__next',
			'__count',
			'__deferred',
			'Amount',
			'__proto__',
			'constructor',
		);
		const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
			tree: fc.oneof(
				{ maxDepth: 6 },
				fc.constantFrom(null, 5, '5', '/Date(1)/', 'Terrasoft.Configuration.Order', '__proto__'),
				fc.array(tie('tree'), { maxLength: 3 }),
				fc
					.array(fc.tuple(members, tie('tree')), { maxLength: 4 })
					.map((entries) => Object.fromEntries(entries)),
			),
		}));
		fc.assert(
			fc.property(tree, (content) => {
				const answer = answerOf({ d: content });
				const read = normalise(answer, modelOf);
				if (read !== answer) expect(JSON.stringify(read.json)).not.toContain('"__metadata"');
			}),
			{ numRuns: 2_000 },
		);
	});
});

import * as fc from 'fast-check';

import { ExactNumber, jsonText } from '../../../../nodes/shared/basics/exactNumber';
import { jsonIn } from '../../../../nodes/shared/basics/json';
import { body } from '../../../../nodes/shared/creatio/odata3/body';
import { normalise } from '../../../../nodes/shared/creatio/odata3/normalise';
import { readEdmx } from '../../../../nodes/shared/creatio/schema/edmx';
import { modelOf, ORDER, scalars } from './rows';

it('values are written in the notation of their type', () => {
	const id = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
	const row = {
		Id: id,
		Name: '2018-10-26T09:13:30.000Z',
		Count: 5,
		Ticks: 1e20,
		Amount: 1250.5,
		Rate: 1e-7,
		Share: 0.5,
		IsPaid: true,
		CreatedOn: '2018-10-26T09:13:30.000Z',
		SentOn: '2018-10-26T09:13:30.250Z',
		At: '0001-01-01T10:30:00.000Z',
		ParentId: id,
		UsrUnknown: '2018-10-26T09:13:30.000Z',
	};
	expect(body(row, ORDER)).toEqual({
		...row,
		Ticks: '100000000000000000000',
		Amount: '1250.5',
		CreatedOn: '2018-10-26T09:13:30',
		SentOn: '2018-10-26T09:13:30.25Z',
		At: 'PT10H30M',
	});
	expect(body(row, undefined)).toBe(row);
});

it('decimals keep all digits and have no exponent', () => {
	expect(body({ Amount: new ExactNumber('12345678901234567890.12'), Ticks: -0 }, ORDER)).toEqual({
		Amount: '12345678901234567890.12',
		Ticks: '0',
	});
	expect(body({ Amount: 1e-7 }, ORDER)).toEqual({ Amount: '0.0000001' });
	expect(body({ Amount: -1e21 }, ORDER)).toEqual({ Amount: '-1000000000000000000000' });
	const rate = new ExactNumber('0.12345678901234567890');
	expect(body({ Rate: rate }, ORDER)).toEqual({ Rate: rate });
});

it('what empties a column, and what is not of its type, stays as it is', () => {
	const row = {
		CreatedOn: null,
		SentOn: 'soon',
		At: 5,
		Amount: null,
		Ticks: 'many',
		Name: '',
		ParentId: null,
		Parent: { Id: '1' },
	};
	expect(body(row, ORDER)).toEqual(row);
});

it('values are read again as they were written', () => {
	const writable = scalars().map((row) => ({
		...row,
		...(typeof row.Amount === 'string' && { Amount: new ExactNumber(row.Amount) }),
	}));
	fc.assert(
		fc.property(writable, (row) => {
			const text = `{"d":${jsonText(body(row, ORDER))}}`;
			const answer = { status: 201, headers: {}, json: jsonIn(text), text };
			const expected = 'Amount' in row ? { ...row, Amount: jsonIn(jsonText(row.Amount)) } : row;
			expect(normalise(answer, modelOf, 'Order').json).toEqual(expected);
		}),
		{ numRuns: 10_000 },
	);
});

it('what empties a column is the value that stands for none, where the column does not take null', () => {
	const document = `<Edmx Version="1.0"><Schema><EntityType Name="X">${[
		['Text', 'String'],
		['ParentId', 'Guid'],
		['At', 'DateTime'],
		['Zoned', 'DateTimeOffset'],
		['Hour', 'Time'],
		['Amount', 'Decimal'],
		['Count', 'Int32'],
		['IsPaid', 'Boolean'],
	]
		.map(([name, type]) => `<Property Name="${name}" Type="Edm.${type}" Nullable="false"/>`)
		.join('')}<Property Name="Free" Type="Edm.Guid" Nullable="true"/></EntityType></Schema></Edmx>`;
	const model = readEdmx(document).object('X');
	const row = Object.fromEntries([...(model?.columns.keys() ?? [])].map((name) => [name, null]));
	expect(body(row, model)).toEqual({
		Text: '',
		ParentId: '00000000-0000-0000-0000-000000000000',
		At: '0001-01-01T00:00:00',
		Zoned: '0001-01-01T00:00:00Z',
		Hour: 'PT0S',
		Amount: '0',
		Count: 0,
		IsPaid: false,
		Free: null,
	});
});

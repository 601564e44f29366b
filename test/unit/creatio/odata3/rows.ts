import * as fc from 'fast-check';

import type { Column, ObjectModel } from '../../../../nodes/shared/creatio/model/objectModel';

const column = (name: string, type: Column['type'], edm?: Column['edm']): [string, Column] => [
	name,
	{ name, property: name, type, ...(edm && { edm }) },
];

const lookup = (name: string, target: string): [string, Column] => [
	name,
	{ name, property: `${name}Id`, type: 'lookup', target },
];

/** An object with a column of each type that OData 3 writes in its own way. */
export const ORDER: ObjectModel = {
	name: 'Order',
	columns: new Map([
		column('Id', 'guid'),
		column('Name', 'text'),
		column('Count', 'integer'),
		column('Ticks', 'integer', 'Int64'),
		column('Amount', 'decimal', 'Decimal'),
		column('Rate', 'decimal', 'Double'),
		column('Share', 'decimal', 'Single'),
		column('IsPaid', 'boolean'),
		column('CreatedOn', 'dateTime', 'DateTime'),
		column('SentOn', 'dateTime', 'DateTimeOffset'),
		column('At', 'time', 'Time'),
		lookup('Parent', 'Order'),
		lookup('Ghost', 'Ghost'),
	]),
	collections: new Map([
		['OrderCollectionByParent', { name: 'OrderCollectionByParent', target: 'Order', column: 'Parent' }],
	]),
};

export const modelOf = (object: string): ObjectModel | undefined => (object === 'Order' ? ORDER : undefined);

const digits = (fraction: string) => fraction.replace(/0+$/, '');
const withFraction = (clock: string, fraction: string) =>
	digits(fraction) === '' ? `${clock}Z` : `${clock}.${digits(fraction)}Z`;

/** Instants of .NET's calendar as OData 4 writes them, with as many digits of a second as asked for. */
export const instants = (mostDigits: number): fc.Arbitrary<string> =>
	fc
		.tuple(
			fc.oneof(
				fc.date({
					min: new Date('0001-01-01T00:00:00Z'),
					max: new Date('9999-12-31T23:59:59Z'),
					noInvalidDate: true,
				}),
				fc.constant(new Date('0001-01-01T00:00:00Z')),
			),
			fc.stringMatching(new RegExp(`^\\d{0,${mostDigits}}$`)),
		)
		.map(([date, fraction]) => withFraction(date.toISOString().slice(0, 19), fraction));

export const times: fc.Arbitrary<string> = fc
	.tuple(fc.nat(86_399), fc.stringMatching(/^\d{0,7}$/))
	.map(([seconds, fraction]) =>
		withFraction(new Date(Date.UTC(2001, 0, 1) + seconds * 1_000).toISOString().slice(0, 19), fraction),
	)
	.map((iso) => `0001-01-01${iso.slice(10)}`);

/** Texts that look like values of other types as well. */
const texts: fc.Arbitrary<string> = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	instants(7),
	fc.constantFrom(
		'',
		'5',
		'1.50',
		'true',
		'PT10H',
		'/Date(0)',
		'2018-10-26T09:13:30',
		'null',
		' a\n<b>&amp; ',
	),
);

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number || 0);

/** Numbers with up to 28 digits, as `jsonIn` reads them: text where a number would lose digits. */
const decimals: fc.Arbitrary<number | string> = fc.oneof(
	fc.integer(),
	fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => cents / 100),
	fc.stringMatching(/^-?[1-9]\d{17,20}\.\d{0,6}[1-9]$/),
);

const int64s: fc.Arbitrary<number | string> = fc
	.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
	.map((number) => (Number.isSafeInteger(Number(number)) ? Number(number) : unsafe(number)));

/** What a number cannot hold is the text of its digits. */
const unsafe = (number: bigint) =>
	String(Number(number)) === String(number) ? Number(number) : String(number);

export const scalars = (mostDigits = 7) =>
	fc.record(
		{
			Id: fc.uuid(),
			Name: texts,
			Count: fc.integer(),
			Ticks: int64s,
			Amount: decimals,
			Rate: finite,
			Share: finite.map((number) => Math.fround(number) || 0).filter(Number.isFinite),
			IsPaid: fc.boolean(),
			CreatedOn: fc.option(instants(mostDigits)),
			SentOn: instants(mostDigits),
			At: times,
			ParentId: fc.uuid(),
		},
		{ requiredKeys: ['Id'] },
	);

/**
 * Rows of `ORDER` as OData 4 returns them; some with the record of a lookup, and with those that point to them. `mostDigits`: of a
 * second in dates.
 */
export const rows = (mostDigits = 7): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
	fc
		.tuple(
			scalars(mostDigits),
			fc.option(fc.option(scalars(mostDigits)), { nil: undefined }),
			fc.option(fc.array(scalars(mostDigits), { maxLength: 2 }), { nil: undefined }),
		)
		.map(([row, Parent, OrderCollectionByParent]) => ({
			...row,
			...(Parent !== undefined && { Parent }),
			...(OrderCollectionByParent && { OrderCollectionByParent }),
		}));

/** How a site spells dates in verbose JSON: by the version of the protocol. */
export type Spelling = 'iso' | 'parentheses';

const METADATA = { type: 'Terrasoft.Configuration.Order', uri: "OrderCollection(guid'…')" };

/** A row as verbose JSON has it (contract 3). */
export function verbose(row: Readonly<Record<string, unknown>>, spelling: Spelling): Record<string, unknown> {
	return {
		__metadata: METADATA,
		Ghost: { __deferred: { uri: "OrderCollection(guid'…')/Ghost" } },
		...Object.fromEntries(Object.entries(row).map(([name, value]) => [name, spelled(name, value, spelling)])),
	};
}

function spelled(name: string, value: unknown, spelling: Spelling): unknown {
	if (Array.isArray(value))
		return { results: value.map((row) => verbose(row as Record<string, unknown>, spelling)) };
	if (typeof value === 'object' && value !== null) return verbose(value as Record<string, unknown>, spelling);
	switch (ORDER.columns.get(name)?.edm) {
		case 'Int64':
			return value === undefined ? value : BigInt(String(value)).toString();
		case 'Decimal':
			return String(value);
		case 'DateTime':
			if (typeof value !== 'string') return value;
			return spelling === 'iso' ? value.slice(0, -1) : inParentheses(value);
		case 'DateTimeOffset':
			return spelling === 'iso' ? String(value) : inParentheses(String(value), 180);
		case 'Time':
			return duration(String(value));
		default:
			return value;
	}
}

/** Only instants in whole milliseconds. */
function inParentheses(iso: string, offset?: number): string {
	const time = Date.parse(iso) + (offset ?? 0) * 60_000;
	return `/Date(${time}${offset === undefined ? '' : `+${String(offset).padStart(4, '0')}`})/`;
}

export function duration(iso: string): string {
	const [hours = '', minutes = '', seconds = ''] = iso.slice(11, -1).split(':');
	return `PT${Number(hours)}H${Number(minutes)}M${seconds}S`;
}

import fc from 'fast-check';

import { EMPTY_GUID } from '../../../../nodes/shared/basics/guid';
import type { Column } from '../../../../nodes/shared/creatio/model/objectModel';
import { type Row, rowReader, type RowShape } from '../../../../nodes/shared/creatio/model/rows';
import { ACCOUNT, CONTACT } from '../fakes';

const column = (name: string) => CONTACT.columns.get(name)!;
const display = ACCOUNT.columns.get('Name')!;

/** The text of a lookup, as a read asks for it. */
const labelOf = (lookup: Column) => ({
	lookup,
	path: { text: `${lookup.name}.Name`, steps: [lookup], column: display, owner: lookup.target ?? '' },
});

const ID = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
const LINK = '405947d0-2ffb-4ded-8675-0475f19f5a81';

const values = {
	text: fc.string({ minLength: 1 }),
	integer: fc.integer(),
	decimal: fc.integer().map((whole) => whole / 8),
	boolean: fc.boolean(),
	dateTime: fc.constantFrom('2026-01-31T10:00:00Z', '0001-01-01T00:00:00Z'),
	guid: fc.uuid(),
	lookup: fc.constantFrom(LINK, EMPTY_GUID),
	date: fc.constant('2026-01-31'),
	time: fc.constant('10:00:00'),
	stream: fc.constant('x'),
};

const readable = [...CONTACT.columns.values()].filter(({ type }) => type !== 'stream');

/** A shape of any columns in any order, with the texts of any of its lookups, and a row for it. */
const reads = fc
	.record({
		columns: fc.shuffledSubarray(readable),
		texts: fc.boolean(),
		textOnly: fc.boolean(),
		row: fc.record(Object.fromEntries(readable.map(({ property, type }) => [property, values[type]]))),
		text: fc.option(fc.string({ minLength: 1 })),
		answersTexts: fc.boolean(),
	})
	.map(({ columns, texts, textOnly, row, text, answersTexts }) => {
		const labels = texts ? columns.filter(({ type }) => type === 'lookup').map(labelOf) : [];
		const records = labels.map(({ lookup }) => [
			lookup.name,
			row[lookup.property] === EMPTY_GUID ? null : { Name: text ?? '' },
		]);
		const shape: RowShape = { columns, labels, related: [], textOnly, simplify: true };
		return { shape, row: { ...row, Id: ID, ...(answersTexts && Object.fromEntries(records)) } as Row };
	});

it('loses no value of the columns, whatever the order, and adds none', () => {
	fc.assert(
		fc.property(reads, ({ shape, row }) => {
			const shown = rowReader(CONTACT, shape)(row);
			for (const { property, name } of shape.columns) {
				const value = row[property];
				const isEmpty = value === '' || value === EMPTY_GUID || String(value).startsWith('0001-');
				const label = shape.labels.some(({ lookup }) => lookup.name === name);
				if (!label || !shape.textOnly) expect(shown[property]).toEqual(isEmpty ? null : value);
				// Text only: an ID stays where there is no text.
				else if (!isEmpty) expect(shown[name] ?? shown[property]).toBeTruthy();
			}
			const allowed = new Set(['Id', ...shape.columns.flatMap(({ name, property }) => [name, property])]);
			for (const key of Object.keys(shown)) expect(allowed.has(key)).toBe(true);
		}),
	);
});

it('keeps the order of the columns, with the ID first and each text directly before its ID', () => {
	fc.assert(
		fc.property(reads, ({ shape, row }) => {
			const keys = Object.keys(rowReader(CONTACT, shape)(row));
			const wanted = [column('Id'), ...shape.columns.filter(({ name }) => name !== 'Id')].flatMap(
				({ name, property }) => (name === property ? [name] : [name, property]),
			);
			expect(keys).toEqual(wanted.filter((key) => keys.includes(key)));
		}),
	);
});

describe('a lookup', () => {
	const shape = (textOnly: boolean): RowShape => {
		const account = column('Account');
		return { columns: [account], labels: [labelOf(account)], related: [], textOnly, simplify: true };
	};
	it.each([
		[false, { AccountId: LINK, Account: { Name: 'Accom' } }, { Account: 'Accom', AccountId: LINK }],
		[true, { AccountId: LINK, Account: { Name: 'Accom' } }, { Account: 'Accom' }],
		[false, { AccountId: EMPTY_GUID, Account: null }, { Account: null, AccountId: null }],
		[true, { AccountId: EMPTY_GUID, Account: null }, { Account: null }],
		// The site was read without the texts.
		[false, { AccountId: LINK }, { AccountId: LINK }],
		[true, { AccountId: LINK }, { AccountId: LINK }],
		[true, { AccountId: EMPTY_GUID }, { Account: null }],
		// A record without a name, or one that the user is not allowed to see.
		[true, { AccountId: LINK, Account: { Name: '' } }, { Account: null, AccountId: LINK }],
		[true, { AccountId: LINK, Account: null }, { Account: null, AccountId: LINK }],
	])('text only: %s, %j', (textOnly, row, expected) => {
		expect(rowReader(CONTACT, shape(textOnly))({ Id: ID, ...row })).toEqual({ Id: ID, ...expected });
	});
});

it('what a site could not return is missing rather than null', () => {
	const shape = { columns: [column('Name'), column('Email')], labels: [], related: [], simplify: true };
	expect(rowReader(CONTACT, shape)({ Id: ID, Email: '' })).toEqual({ Id: ID, Email: null });
});

import fc from 'fast-check';

import { exactly } from '../../../../nodes/shared/basics/exactNumber';
import type { Column } from '../../../../nodes/shared/creatio/model/objectModel';
import type { TypedValue } from '../../../../nodes/shared/creatio/model/values';
import { collectionPath, recordPath } from '../../../../nodes/shared/creatio/odata/url';
import { odata3 } from '../../../../nodes/shared/creatio/odata3/odata3';
import { odata4 } from '../../../../nodes/shared/creatio/odata4/odata4';
import { pathOf } from '../dataservice/fakes';
import { CONTACT } from '../fakes';

const ODATA3 = { odataVersion: '3' } as const;
const GUID = '405947d0-2ffb-4ded-8675-0475f19f5a81';
const typed = (edm: Column['edm']): Column => ({ name: 'X', property: 'X', type: 'decimal', edm });

describe('an address of OData 3', () => {
	it('has the object with "Collection" behind it, and a key as a typed literal', () => {
		expect(collectionPath(ODATA3, 'Contact')).toBe('ContactCollection');
		expect(recordPath(ODATA3, 'UsrRequest', GUID)).toBe(`UsrRequestCollection(guid'${GUID}')`);
	});

	it('asks for a number of records beside the page', () => {
		expect(collectionPath(ODATA3, 'Contact', { count: true, top: 0 })).toBe(
			'ContactCollection?$top=0&$inlinecount=allpages',
		);
		expect(collectionPath(ODATA3, 'Contact', { count: false })).toBe('ContactCollection');
	});

	it.each(['Contact/../X', "Contact(guid'x')", 'a b', '', '$metadata'])('refuses the object %j', (object) => {
		expect(() => collectionPath(ODATA3, object)).toThrow(expect.objectContaining({ kind: 'input' }));
	});
});

describe('a literal of OData 3', () => {
	it.each<[TypedValue, Column['edm'], string]>([
		[{ type: 'guid', value: GUID }, undefined, `guid'${GUID}'`],
		[{ type: 'text', value: "O'Brien" }, undefined, "'O''Brien'"],
		[{ type: 'boolean', value: true }, undefined, 'true'],
		[{ type: 'integer', value: -5 }, undefined, '-5'],
		[{ type: 'decimal', value: 12.5 }, undefined, '12.5M'],
		[{ type: 'decimal', value: 1e-7 }, 'Decimal', '0.0000001M'],
		[{ type: 'decimal', value: exactly('12345678901234567890.5') }, 'Decimal', '12345678901234567890.5M'],
		[{ type: 'decimal', value: 12.5 }, 'Double', '12.5'],
		[{ type: 'decimal', value: 12 }, 'Int64', '12L'],
		[{ type: 'integer', value: 12 }, 'Int64', '12L'],
		[{ type: 'dateTime', value: '2018-10-26T09:13:30.000Z' }, undefined, "datetime'2018-10-26T09:13:30'"],
		[{ type: 'dateTime', value: '2018-10-26T09:13:30Z' }, 'DateTime', "datetime'2018-10-26T09:13:30'"],
		[
			{ type: 'dateTime', value: '2018-10-26T09:13:30Z' },
			'DateTimeOffset',
			"datetimeoffset'2018-10-26T09:13:30Z'",
		],
		[{ type: 'dateTime', value: '0001-01-01T09:05:00Z' }, 'Time', "time'PT9H5M'"],
	])('%j for a column of %s', (value, edm, expected) => {
		expect(odata3.literal(value, edm && typed(edm))).toBe(expected);
	});

	it('of a text ends where the text ends, and says nothing else', () => {
		for (const protocol of [odata3, odata4]) {
			fc.assert(
				fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
					const call = protocol.textCall('contains', 'Name', protocol.literal({ type: 'text', value: text }));
					// The library reads a literal up to a single apostrophe: what is before and behind it is ours alone.
					const parts = /^(contains\(Name,|substringof\()'((?:[^']|'')*)'(\)|,Name\))$/s.exec(call);
					expect(parts?.[2]?.replaceAll("''", "'")).toBe(text);
					const path = collectionPath({ odataVersion: protocol === odata3 ? '3' : '4' }, 'Contact', {
						filter: call.toWellFormed(),
					});
					const query = path.slice(path.indexOf('?') + 1);
					expect(query).not.toMatch(/[&#+ ]/);
					expect(decodeURIComponent(query)).toBe(`$filter=${call.toWellFormed()}`);
				}),
				{ numRuns: 10_000 },
			);
		}
	});
});

describe('columns behind lookups', () => {
	it('are selected by their path, and each lookup on it is expanded once', async () => {
		const columns = [CONTACT.columns.get('Name')!, CONTACT.columns.get('Account')!];
		const paths = await Promise.all(
			['Account.Name', 'Account.Type.Name', 'Account.Type.Id'].map((one) => pathOf(one)),
		);
		expect(odata3.shape(columns, paths)).toEqual({
			select: 'Id,Name,AccountId,Account/Name,Account/Type/Name,Account/TypeId',
			expand: 'Account,Account/Type',
		});
		expect(odata3.shape(columns, [])).toEqual({ select: 'Id,Name,AccountId', expand: undefined });
	});

	it('are returned through two of them at most, as over OData 4', async () => {
		const deep = await pathOf('Account.Owner.Account.Name');
		for (const { shape } of [odata3, odata4])
			expect(() => shape([], [deep])).toThrow(expect.objectContaining({ kind: 'input' }));
	});
});

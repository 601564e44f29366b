import fc from 'fast-check';

import type { ColumnType } from '../../../../nodes/shared/creatio/model/objectModel';
import { valueFault } from '../../../../nodes/shared/creatio/writing/valueFault';
import { loadModel } from '../../../emulator/model/model';
import { readJson } from '../../../emulator/odata/body/jsonReader';
import { UnreadableBody } from '../../../emulator/odata/body/unreadable';
import { readValue } from '../../../emulator/odata/body/values';

const GUID = '405947d0-2ffb-4ded-8675-0475f19f5a81';

/** What OData's reader takes and refuses (contract 2.9). */
it.each<[type: ColumnType, taken: unknown[], refused: unknown[]]>([
	['text', ['', 'x', 'x\0', '\ud800'], [null, 1, true, {}, []]],
	['integer', [null, 5, '5', -2147483648], ['', 'five', 1.5, 2147483648, '2147483648', true, {}]],
	['decimal', [null, 1.25, 1e2, 7e28], ['1.25', '', 1e29, true, []]],
	['boolean', [null, true, 'true', 'False'], ['', 1, 'yes', {}]],
	['guid', [null, GUID, GUID.toUpperCase(), GUID.replaceAll('-', ''), `{${GUID}}`], ['', 'x', 1, {}]],
	['lookup', [null, GUID], ['', 'Accom', { Id: GUID }]],
	[
		'dateTime',
		[null, '2026-01-31T10:00:00Z', '2026-01-31T10:00:00.1234567+03:00', '2026-01-31'],
		['2026-01-31T10:00:00', '01/31/2026', '2026-02-31', '10:00', '', 1769853600000, {}],
	],
	['stream', [null], ['x', {}]],
])('%s takes and refuses what the reader does', (type, taken, refused) => {
	const faultOf = (value: unknown) => valueFault({ type }, value, undefined);
	expect(taken.filter((value) => faultOf(value) !== undefined)).toEqual([]);
	expect(refused.filter((value) => faultOf(value) === undefined)).toEqual([]);
});

it('a text fits up to the size of its column', () => {
	expect(valueFault({ type: 'text' }, 'x'.repeat(250), 250)).toBeUndefined();
	expect(valueFault({ type: 'text' }, 'x'.repeat(251), 250)).toBe(
		'takes at most 250 characters, but got 251',
	);
});

describe('what the reader takes is never blamed', () => {
	const { entities } = loadModel();
	const readerOf = (object: string, property: string) => {
		const column = entities.get(object)?.byProperty.get(property);
		if (!column) throw new Error(property);
		const rules = { switches: { serverZone: 0, dateWithoutZone: 'reject' as const }, decimalsAsText: false };
		return (value: unknown) => {
			try {
				const node = readJson(JSON.stringify(value));
				if (node) readValue(column, node, rules);
				return node !== undefined;
			} catch (cause) {
				if (cause instanceof UnreadableBody) return false;
				throw cause;
			}
		};
	};
	const texts = fc.oneof(
		fc.string(),
		fc.integer().map((number) => ` ${number}\t`),
		fc.constantFrom('true', ' FALSE ', GUID, GUID.replaceAll('-', ''), `(${GUID})`),
		fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
		fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
	);
	const values = fc.oneof(texts, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.jsonValue());

	it.each<[ColumnType, string, string]>([
		['text', 'Contact', 'Name'],
		['integer', 'Contact', 'Age'],
		['decimal', 'Case', 'SolutionRemains'],
		['boolean', 'Contact', 'DoNotUseEmail'],
		['lookup', 'Contact', 'AccountId'],
		['dateTime', 'Contact', 'CreatedOn'],
	])('%s', (type, object, property) => {
		const isTaken = readerOf(object, property);
		fc.assert(
			fc.property(values, (value) => {
				if (valueFault({ type }, value, undefined) !== undefined) expect(isTaken(value)).toBe(false);
			}),
		);
	});
});

import type { ColumnType } from '../../../../nodes/shared/creatio/model/objectModel';
import { valueFault } from '../../../../nodes/shared/creatio/writing/valueFault';

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

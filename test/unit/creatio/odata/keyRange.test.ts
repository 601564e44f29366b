import fc from 'fast-check';

import {
	type KeyRange,
	rangeComparisons,
	readRange,
	writeRange,
} from '../../../../nodes/shared/creatio/odata/keyRange';
import { odata3 } from '../../../../nodes/shared/creatio/odata3/odata3';
import { odata4 } from '../../../../nodes/shared/creatio/odata4/odata4';

const KEY = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
const LATER = 'd4ed336c-3e9b-40fe-8b82-5632476472b4';

const key = fc.option(fc.uuid(), { nil: undefined });
const range: fc.Arbitrary<KeyRange> = fc
	.record({ after: key, upTo: key })
	.map(({ after, upTo }) => ({ ...(after && { after }), ...(upTo && { upTo }) }));

it('a range is read as it was written', () => {
	fc.assert(fc.property(range, (one) => expect(readRange(writeRange(one))).toEqual(one)));
});

it('blanks around a range and letter case do not matter', () => {
	expect(readRange(` ${KEY.toUpperCase()}..\n`)).toEqual({ after: KEY });
});

it.each(['', '.', KEY, `${KEY}.${LATER}`, `${KEY}..x`, `x..`, `${KEY}..${LATER}..`, '....', "..' or true"])(
	'%j is not a range',
	(text) => {
		expect(readRange(text)).toBeUndefined();
	},
);

it('any other text is read or refused', () => {
	fc.assert(
		fc.property(fc.string(), (text) => {
			const read = readRange(text);
			expect(
				read === undefined || Object.values(read).every((one) => /^[0-9a-f-]{36}$/.test(String(one))),
			).toBe(true);
		}),
	);
});

it('its bounds are compared as the version of OData writes keys', () => {
	expect(rangeComparisons(odata4, { after: KEY, upTo: LATER })).toEqual([`Id gt ${KEY}`, `Id le ${LATER}`]);
	expect(rangeComparisons(odata3, { upTo: LATER })).toEqual([`Id le guid'${LATER}'`]);
	expect(rangeComparisons(odata4, {})).toEqual([]);
});

import {
	columnTypeOf,
	DATA_VALUE_TYPE,
	DATA_VALUE_TYPES,
} from '../../../../nodes/shared/creatio/model/dataValueType';

it('the codes are those of the contract: 0, 1 and 4 to 45, each once', () => {
	const codes = DATA_VALUE_TYPES.map(({ code }) => code);
	expect(codes).toEqual([0, 1, ...Array.from({ length: 42 }, (_, index) => index + 4)]);
	expect(new Set(DATA_VALUE_TYPES.map(({ name }) => name)).size).toBe(codes.length);
	expect(DATA_VALUE_TYPE).toMatchObject({
		Guid: 0,
		Text: 1,
		Lookup: 10,
		Color: 18,
		Float8: 40,
		EmailText: 45,
	});
});

it('each identifier is a GUID and names one type', () => {
	const uIds = DATA_VALUE_TYPES.flatMap(({ uId }) => uId ?? []);
	expect(uIds.length).toBeGreaterThan(35);
	expect(new Set(uIds).size).toBe(uIds.length);
	for (const uId of uIds) expect(uId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

it.each([
	[0, 'guid'],
	[6, 'decimal'],
	[8, 'date'],
	[9, 'time'],
	[11, 'lookup'],
	[14, 'stream'],
	[16, 'lookup'],
	[24, 'text'],
	[43, 'text'],
	[47, 'decimal'],
	[50, 'decimal'],
	[999, 'text'],
])('code %d stands for a column of %s', (code, type) => {
	expect(columnTypeOf(code)).toBe(type);
});

it('OData shows every kind of time as a date-time, and a lookup as a GUID', () => {
	const shown = (type: string) =>
		new Set(DATA_VALUE_TYPES.filter(({ column }) => column === type).flatMap(({ odata }) => odata ?? []));
	for (const type of ['date', 'time', 'dateTime']) expect([...shown(type)]).toEqual(['Edm.DateTimeOffset']);
	expect([...shown('lookup')]).toEqual(['Edm.Guid']);
});

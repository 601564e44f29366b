import fc from 'fast-check';

import { signedIn } from '../testSupport';
import { type Emulator, FIXED, startEmulator, USERS } from '..';
import {
	type Ask,
	asker,
	column,
	columns,
	compare,
	date,
	DATE_TIME,
	group,
	INTEGER,
	LOOKUP,
	macros,
	parameter,
	TEXT,
} from './testSupport';

let site: Emulator;
let ask: Ask;
let kyiv: Ask;
let now = new Date('2024-03-15T12:30:00Z');
beforeAll(async () => {
	site = await startEmulator({ sampleData: false, clock: () => now });
	ask = asker(await signedIn(site));
	kyiv = asker(await signedIn(site, USERS.inKyiv));
});
afterAll(() => site.stop());

/** A text distinguishes the rows of these tests from shipped ones. */
function marked(mark: string, name: string, more = {}): string {
	return site.store.insert('Contact', { Name: name, JobTitle: mark, ...more });
}

async function names(mark: string, filter: object, who = ask): Promise<string> {
	const answer = await who('SelectQuery', {
		rootSchemaName: 'Contact',
		columns: columns(['Name', { expression: column('Name'), orderDirection: 1 }]),
		filters: group(0, compare('JobTitle', 3, parameter(TEXT, mark)), filter),
	});
	if (answer.body.success !== true) throw new Error(answer.text);
	return answer.body.rows.map(({ Name }) => String(Name)).join(' ');
}

async function refused(filters: object): Promise<string> {
	const { status, body } = await ask('SelectQuery', {
		rootSchemaName: 'Contact',
		columns: columns('Name'),
		filters,
	});
	expect(body.success).toBe(false);
	return `${status} ${body.responseStatus?.ErrorCode ?? ''}: ${body.responseStatus?.Message ?? ''}`;
}

describe('comparisons', () => {
	beforeAll(() => {
		marked('cmp', 'Alpha', { Age: 10, AccountId: FIXED.accom, Email: '50%_off@x' });
		marked('cmp', 'beta', { Age: 20, AccountId: FIXED.ourCompany });
		marked('cmp', 'ALPHABET', { Age: 30, BirthDate: '2000-01-01T00:00:00Z' });
	});

	it.each([
		[3, 20, 'beta'],
		[4, 20, 'Alpha ALPHABET'],
		[5, 20, 'Alpha'],
		[6, 20, 'Alpha beta'],
		[7, 20, 'ALPHABET'],
		[8, 20, 'ALPHABET beta'],
	])('%d with %d', async (type, value, found) => {
		const got = await names('cmp', compare('Age', type, parameter(INTEGER, value)));
		expect(got.split(' ').sort()).toEqual(found.split(' ').sort());
	});

	it.each([
		[3, 'ALPHA', 'Alpha'],
		[4, 'ALPHA', 'ALPHABET beta'],
		[9, 'alpha', 'Alpha ALPHABET'],
		[10, 'alpha', 'beta'],
		[11, 'LPHA', 'Alpha ALPHABET'],
		[12, 'LPHA', 'beta'],
		[13, 'bet', 'ALPHABET'],
		[14, 'bet', 'Alpha beta'],
		[11, '', 'Alpha ALPHABET beta'],
	])('%d with the text %s', async (type, value, found) => {
		const got = await names('cmp', compare('Name', type, parameter(TEXT, value)));
		expect(got.split(' ').sort()).toEqual(found.split(' ').sort());
	});

	it('take % and _ as they are, and heed letter case where the database does', async () => {
		expect(await names('cmp', compare('Email', 11, parameter(TEXT, '%_')))).toBe('Alpha');
		expect(await names('cmp', compare('Email', 11, parameter(TEXT, '0__')))).toBe('');
		site.switches.caseInsensitiveText = false;
		expect(await names('cmp', compare('Name', 9, parameter(TEXT, 'alpha')))).toBe('');
		site.switches.caseInsensitiveText = true;
	});

	it('of lookups take guids and cells; rows without a value match "not equal" alone', async () => {
		for (const right of [
			parameter(0, FIXED.accom),
			parameter(LOOKUP, FIXED.accom.toUpperCase()),
			parameter(LOOKUP, { value: FIXED.accom, displayValue: 'Accom' }),
		]) {
			expect(await names('cmp', compare('Account', 3, right))).toBe('Alpha');
			expect(await names('cmp', compare('Account.Id', 3, right))).toBe('Alpha');
			expect(await names('cmp', compare('Account', 4, right))).toBe('ALPHABET beta');
			expect(await names('cmp', compare('Account.Id', 4, right))).toBe('beta');
			expect(await names('cmp', { ...compare('Account', 3, right), isNot: true })).toBe('beta');
		}
		expect(await names('cmp', compare('Account.Name', 4, parameter(TEXT, 'x')))).toBe('Alpha beta');
		expect(await names('cmp', compare('Account.Name', 12, parameter(TEXT, 'x')))).toBe('Alpha beta');
		expect(await names('cmp', compare('Account', 3, parameter(LOOKUP, null)))).toBe('');
	});

	it('leave out empty lookups on sites whose switch is off', async () => {
		const other = compare('Account', 4, parameter(0, FIXED.accom));
		site.switches.lookupNotEqualOrNull = { dataService: false, odata: false };
		expect(await names('cmp', other)).toBe('beta');
		site.switches.lookupNotEqualOrNull = { dataService: true, odata: false };
		expect(await names('cmp', other)).toBe('ALPHABET beta');
	});

	it('with columns, and with what functions give', async () => {
		expect(await names('cmp', compare('Name', 3, column('GivenName')))).toBe('');
		expect(await names('cmp', compare('Account', 3, column('Account.Id')))).toBe('Alpha beta');
		const length = { expressionType: 1, functionType: 4, functionArgument: column('Name') };
		expect(await names('cmp', compare(length, 8, parameter(INTEGER, 8)))).toBe('ALPHABET');
	});

	it('IsNull: empty text and no lookup; not numbers, which are 0', async () => {
		const isNull = (path: string, more = {}) => ({
			filterType: 2,
			comparisonType: 1,
			isEnabled: true,
			isNull: true,
			leftExpression: column(path),
			...more,
		});
		const isNotNull = { comparisonType: 2, isNull: false };
		expect(await names('cmp', isNull('Account'))).toBe('ALPHABET');
		expect(await names('cmp', isNull('Account', isNotNull))).toBe('Alpha beta');
		expect(await names('cmp', isNull('Email'))).toBe('ALPHABET beta');
		expect(await names('cmp', isNull('Email', isNotNull))).toBe('Alpha');
		expect(await names('cmp', isNull('Account.Name'))).toBe('ALPHABET');
		expect(await names('cmp', isNull('BirthDate', isNotNull))).toBe('ALPHABET');
		expect(await names('cmp', isNull('DecisionRole.Name', { isNull: undefined }))).toBe(
			'Alpha ALPHABET beta',
		);
		expect(await names('cmp', isNull('Completeness'))).toBe('');
		expect(await names('cmp', isNull('Account', { comparisonType: 2 }))).toBe('ALPHABET');
		expect(await names('cmp', isNull('Account', { comparisonType: 2, isNull: undefined }))).toBe('ALPHABET');
		expect(await names('cmp', isNull('Account', { comparisonType: 3, isNull: false }))).toBe('Alpha beta');
	});

	it('Between includes both ends', async () => {
		const between = {
			filterType: 3,
			comparisonType: 0,
			isEnabled: true,
			leftExpression: column('Age'),
			rightLessExpression: parameter(INTEGER, 10),
			rightGreaterExpression: parameter(INTEGER, 20),
		};
		expect(await names('cmp', between)).toBe('Alpha beta');
		expect(await names('cmp', { ...between, isNot: true })).toBe('ALPHABET');
	});

	it('In and not in, by single values and by lists', async () => {
		const among = (path: string, rightExpressions: object[], comparisonType = 3) => ({
			filterType: 4,
			comparisonType,
			isEnabled: true,
			leftExpression: column(path),
			rightExpressions,
		});
		const accounts = [parameter(0, FIXED.accom), parameter(LOOKUP, { value: FIXED.ourCompany })];
		expect(await names('cmp', among('Account', accounts))).toBe('Alpha beta');
		expect(await names('cmp', among('Account', accounts.slice(0, 1), 4))).toBe('beta');
		expect(await names('cmp', among('Name', [parameter(TEXT, 'BETA')]))).toBe('beta');
		const list = [{ expressionType: 2, parameter: { dataValueType: INTEGER, arrayValue: [10, 30] } }];
		expect(await names('cmp', among('Age', list))).toBe('Alpha ALPHABET');
		expect(await names('cmp', among('CreatedBy', [macros(2)], 4))).toBe('');
		const many = Array.from({ length: 5000 }, (_, index) => parameter(INTEGER, 1000 + index));
		expect(await names('cmp', among('Age', [...many, parameter(INTEGER, 20)]))).toBe('beta');
		expect(await refused(among('Age', []))).toContain('500');
	});
});

describe('groups', () => {
	beforeAll(() => {
		for (const [name, age] of [
			['one', 1],
			['two', 2],
			['three', 3],
		] as const)
			marked('grp', name, { Age: age });
	});
	const is = (age: number) => compare('Age', 3, parameter(INTEGER, age));

	it('combine with and, or and not, at any depth', async () => {
		expect(await names('grp', group(1, is(1), is(3)))).toBe('one three');
		expect(await names('grp', group(0, is(1), is(3)))).toBe('');
		expect(await names('grp', { ...group(1, is(1), is(3)), isNot: true })).toBe('two');
		expect(await names('grp', group(1, group(0, is(1), is(1)), { ...is(2), isNot: true }))).toBe('one three');
	});

	it('may be wide', async () => {
		const many = Array.from({ length: 3000 }, (_, index) => is(index + 2));
		expect(await names('grp', group(1, ...many))).toBe('three two');
	});

	it('skip what is switched off, and empty groups', async () => {
		const off = { ...is(1), isEnabled: false };
		expect(await names('grp', group(0, off, is(2)))).toBe('two');
		expect(await names('grp', { ...group(0, is(1)), isEnabled: false })).toBe('one three two');
		expect(await names('grp', group(1))).toBe('one three two');
		expect(await names('grp', { ...group(1, off), isNot: true })).toBe('one three two');
	});

	it('count a filter without isEnabled by a switch', async () => {
		const bare = { ...is(1), isEnabled: undefined };
		expect(await names('grp', bare)).toBe('one');
		site.switches.filterEnabledByDefault = false;
		expect(await names('grp', bare)).toBe('one three two');
		site.switches.filterEnabledByDefault = true;
	});
});

describe('exists', () => {
	beforeAll(() => {
		const busy = marked('ex', 'busy', { AccountId: FIXED.accom });
		marked('ex', 'idle', { AccountId: FIXED.accom });
		const caller = marked('ex', 'caller');
		site.store.insert('Activity', { Title: 'Write', ContactId: busy, OwnerId: FIXED.supervisorContact });
		site.store.insert('Activity', { Title: 'Call', ContactId: caller });
	});
	const exists = (columnPath: string, comparisonType: number, ...filters: object[]) => ({
		filterType: 5,
		comparisonType,
		isEnabled: true,
		leftExpression: column(columnPath),
		subFilters: group(0, ...filters),
	});

	it('and not exists, with filters that start at the child', async () => {
		expect(await names('ex', exists('[Activity:Contact].Id', 15))).toBe('busy caller');
		expect(await names('ex', exists('[Activity:Contact:Id].Id', 16))).toBe('idle');
		const write = compare('Title', 3, parameter(TEXT, 'write'));
		expect(await names('ex', exists('[Activity:Contact].Id', 15, write))).toBe('busy');
		expect(await names('ex', exists('[Activity:Contact].Id', 16, write))).toBe('caller idle');
		const owner = compare('Owner.Name', 3, parameter(TEXT, 'Supervisor'));
		expect(await names('ex', exists('[Activity:Contact].Id', 15, owner))).toBe('busy');
	});

	it('behind a lookup, and inside each other', async () => {
		const busy = exists('[Activity:Contact].Id', 15);
		expect(await names('ex', exists('Account.[Contact:Account].Id', 15, busy))).toBe('busy idle');
	});

	it('without sub-filters, never doubles rows', async () => {
		const { subFilters: _none, ...bare } = exists('[Activity:Contact].Id', 15);
		expect(await names('ex', bare)).toBe('busy caller');
	});

	it('needs a bracket', async () => {
		expect(await refused(group(0, exists('Account.Id', 15)))).toContain('ItemNotFoundException');
		expect(await refused(group(0, exists('[Activity:Contact].Id', 3)))).toContain('NotSupportedException');
	});
});

describe('dates', () => {
	const at = (name: string, time: string) => marked('date', name, { CreatedOn: new Date(time) });
	beforeAll(() => {
		at('before', '2024-01-01T21:59:59.999Z');
		at('start', '2024-01-01T22:00:00Z');
		at('noon', '2024-01-02T10:00:00Z');
		at('end', '2024-01-02T22:00:00Z');
	});

	it('are read in the zone of the session', async () => {
		const later = compare('CreatedOn', 8, date('2024-01-02T00:00:00.000'));
		expect(await names('date', later)).toBe('end noon');
		expect(await names('date', later, kyiv)).toBe('end noon start');
		expect(await names('date', compare('CreatedOn', 3, date('2024-01-02T12:00:00')), kyiv)).toBe('noon');
	});

	it.each(["'2024-01-02T12:00:00.000'", '"2024-01-02T12:00"', '"2024-01-02T12:00:00.0000000"'])(
		'%s is understood',
		async (value) => {
			expect(await names('date', compare('CreatedOn', 3, parameter(DATE_TIME, value)), kyiv)).toBe('noon');
		},
	);

	it('stand for the whole day when trimmed, and without a time', async () => {
		const trimmed = (type: number, value = '2024-01-02T15:15:15') =>
			compare('CreatedOn', type, date(value), { trimDateTimeParameterToDate: true });
		expect(await names('date', trimmed(3), kyiv)).toBe('noon start');
		expect(await names('date', trimmed(4), kyiv)).toBe('before end');
		expect(await names('date', trimmed(7), kyiv)).toBe('end');
		expect(await names('date', trimmed(6), kyiv)).toBe('before noon start');
		const between = {
			filterType: 3,
			comparisonType: 0,
			isEnabled: true,
			trimDateTimeParameterToDate: true,
			leftExpression: column('CreatedOn'),
			rightLessExpression: date('2024-01-02T15:00:00'),
			rightGreaterExpression: date('2024-01-02T01:00:00'),
		};
		expect(await names('date', between, kyiv)).toBe('noon start');
		expect(await names('date', { ...between, trimDateTimeParameterToDate: false }, kyiv)).toBe('');
		expect(await names('date', compare('CreatedOn', 5, date('2024-01-02', 8)), kyiv)).toBe('before');
	});

	it('with Z are moments, wall clock or refused', async () => {
		const z = compare('CreatedOn', 3, date('2024-01-02T10:00:00.000Z'));
		const wall = compare('CreatedOn', 3, date('2024-01-02T12:00:00.000Z'));
		expect(await names('date', z, kyiv)).toBe('noon');
		site.switches.dateParameterZ = 'wallClock';
		expect(await names('date', wall, kyiv)).toBe('noon');
		site.switches.dateParameterZ = 'reject';
		expect(await refused(z)).toContain('500 FormatException');
		site.switches.dateParameterZ = 'instant';
	});

	it.each(['2024-01-02T12:00:00.000', '2024-01-02', 'null', '5', '{}'])(
		'%s is not JSON text and breaks the site',
		async (value) => {
			expect(await refused(compare('CreatedOn', 8, parameter(DATE_TIME, value)))).toBe(
				'500 ArgumentNullException: Value cannot be null. Parameter name: value',
			);
		},
	);

	it('of columns without time have no zone', async () => {
		marked('birth', 'leap', { BirthDate: '2000-02-29T00:00:00Z' });
		const born = (value: string, code: number, more = {}) =>
			names('birth', compare('BirthDate', 3, date(value, code), more), kyiv);
		expect(await born('2000-02-29', 8)).toBe('leap');
		expect(await born('2000-02-29T00:00:00', 7)).toBe('leap');
		expect(await born('2000-02-29T13:00:00', 7)).toBe('');
		expect(await born('2000-02-29T13:00:00', 8)).toBe('leap');
		expect(await born('2000-02-29T13:00:00', 7, { trimDateTimeParameterToDate: true })).toBe('leap');
	});

	it('have parts', async () => {
		const part = (datePartType: number) => ({
			expressionType: 1,
			functionType: 3,
			datePartType,
			functionArgument: column('CreatedOn'),
		});
		expect(await names('date', compare(part(6), 3, parameter(INTEGER, 12)), kyiv)).toBe('noon');
		expect(await names('date', compare(part(1), 3, parameter(INTEGER, 2)))).toBe('end noon');
		expect(await names('date', compare(part(7), 3, date('0001-01-01T12:00:00', 9)), kyiv)).toBe('noon');
	});
});

describe('macros', () => {
	/** A Tuesday; in Kyiv it is Wednesday already, 00:30 of the new year. */
	const NOW = '2024-12-31T22:30:00Z';
	const found = async (
		macrosType: number,
		times: string[],
		more: { n?: number; type?: number; who?: Ask } = {},
	) => {
		const mark = `macros ${macrosType} ${more.n ?? ''} ${more.type ?? ''} ${more.who ? 'kyiv' : ''}`;
		for (const time of times) marked(mark, time, { CreatedOn: new Date(time) });
		const right = macros(macrosType, more.n === undefined ? undefined : parameter(INTEGER, more.n));
		const found = await names(mark, compare('CreatedOn', more.type ?? 3, right), more.who);
		return found === '' ? [] : found.split(' ');
	};
	// The sessions of the other tests have run out by then.
	beforeAll(async () => {
		now = new Date(NOW);
		ask = asker(await signedIn(site));
		kyiv = asker(await signedIn(site, USERS.inKyiv));
	});
	afterAll(() => {
		now = new Date('2024-03-15T12:30:00Z');
	});

	/** First moment within, last second within, and a second outside on both sides, in UTC. */
	it.each([
		[3, '2024-12-30T00:00:00Z', '2024-12-30T23:59:59Z'],
		[4, '2024-12-31T00:00:00Z', '2024-12-31T23:59:59Z'],
		[5, '2025-01-01T00:00:00Z', '2025-01-01T23:59:59Z'],
		[6, '2024-12-23T00:00:00Z', '2024-12-29T23:59:59Z'],
		[7, '2024-12-30T00:00:00Z', '2025-01-05T23:59:59Z'],
		[8, '2025-01-06T00:00:00Z', '2025-01-12T23:59:59Z'],
		[9, '2024-11-01T00:00:00Z', '2024-11-30T23:59:59Z'],
		[10, '2024-12-01T00:00:00Z', '2024-12-31T23:59:59Z'],
		[11, '2025-01-01T00:00:00Z', '2025-01-31T23:59:59Z'],
		[12, '2024-07-01T00:00:00Z', '2024-09-30T23:59:59Z'],
		[13, '2024-10-01T00:00:00Z', '2024-12-31T23:59:59Z'],
		[14, '2025-01-01T00:00:00Z', '2025-03-31T23:59:59Z'],
		[15, '2024-01-01T00:00:00Z', '2024-06-30T23:59:59Z'],
		[16, '2024-07-01T00:00:00Z', '2024-12-31T23:59:59Z'],
		[17, '2025-01-01T00:00:00Z', '2025-06-30T23:59:59Z'],
		[18, '2023-01-01T00:00:00Z', '2023-12-31T23:59:59Z'],
		[19, '2024-01-01T00:00:00Z', '2024-12-31T23:59:59Z'],
		[20, '2024-12-31T21:00:00Z', '2024-12-31T21:59:59Z'],
		[21, '2024-12-31T22:00:00Z', '2024-12-31T22:59:59Z'],
		[22, '2024-12-31T23:00:00Z', '2024-12-31T23:59:59Z'],
		[23, '2025-01-01T00:00:00Z', '2025-12-31T23:59:59Z'],
	])('%d runs from %s to %s', async (type, first, last) => {
		const shift = (time: string, seconds: number) =>
			new Date(Date.parse(time) + seconds * 1000).toISOString().replace('.000', '');
		const times = [shift(first, -1), first, last, shift(last, 1)];
		expect(await found(type, times)).toEqual([first, last]);
		expect(await found(type, times, { type: 4 })).toEqual([times[0], times[3]]);
		expect(await found(type, times, { type: 5 })).toEqual([times[0]]);
		expect(await found(type, times, { type: 6 })).toEqual(times.slice(0, 3));
		expect(await found(type, times, { type: 7 })).toEqual([times[3]]);
		expect(await found(type, times, { type: 8 })).toEqual(times.slice(1));
	});

	it.each([
		[24, '2025-01-01T00:00:00Z', '2025-01-03T23:59:59Z'],
		[25, '2024-12-28T00:00:00Z', '2024-12-30T23:59:59Z'],
		[26, '2024-12-31T23:00:00Z', '2025-01-01T01:59:59Z'],
		[27, '2024-12-31T19:00:00Z', '2024-12-31T21:59:59Z'],
	])('%d with 3 runs from %s to %s', async (type, first, last) => {
		const outside = [new Date(Date.parse(first) - 1000), new Date(Date.parse(last) + 1000)];
		const times = [first, last, ...outside.map((time) => time.toISOString().replace('.000', ''))];
		expect(await found(type, times, { n: 3 })).toEqual([first, last]);
	});

	it('are meant in the zone of the session', async () => {
		const times = [
			'2024-12-31T21:59:59Z',
			'2024-12-31T22:00:00Z',
			'2025-01-01T21:59:59Z',
			'2025-01-01T22:00:00Z',
		];
		expect(await found(4, times, { who: kyiv })).toEqual(times.slice(1, 3));
		expect(await found(19, times, { who: kyiv })).toEqual(times.slice(1));
	});

	it.each([
		[28, 29, true],
		[28, 28, false],
		[29, 4, true],
		[30, 10, true],
		[32, 2, true],
		[32, 3, false],
		[33, 2024, true],
	])('%d compares a part with %d', async (type, n, match) => {
		const time = '2024-02-29T10:15:00Z';
		expect(await found(type, [time], { n })).toEqual(match ? [time] : []);
	});

	it('31 compares hour and minute', async () => {
		marked('hm', 'yes', { CreatedOn: new Date('2024-02-29T10:15:40Z') });
		const right = macros(31, date('0001-01-01T10:15:00', 9));
		expect(await names('hm', compare('CreatedOn', 3, right))).toBe('yes');
	});

	it.each([
		[37, undefined, '12-31'],
		[38, 2, '01-02'],
		[39, 2, '12-31 01-01 01-02'],
		[40, 2, '12-29 12-30 12-31'],
	])('%d (%s) names days of any year', async (type, n, days) => {
		const all = ['12-28', '12-29', '12-30', '12-31', '01-01', '01-02', '01-03'];
		const times = all.map((day) => `1990-${day}T12:00:00Z`);
		const got = await found(type, times, { n });
		expect(got.sort()).toEqual(
			days
				.split(' ')
				.map((day) => `1990-${day}T12:00:00Z`)
				.sort(),
		);
	});

	it('fit columns of days', async () => {
		marked('mb', 'today', { BirthDate: '2025-01-01T00:00:00Z' });
		marked('mb', 'yesterday', { BirthDate: '2024-12-31T00:00:00Z' });
		expect(await names('mb', compare('BirthDate', 3, macros(4)), kyiv)).toBe('today');
		expect(await names('mb', compare('BirthDate', 3, macros(4)))).toBe('yesterday');
		expect(await names('mb', compare('BirthDate', 3, macros(37)), kyiv)).toBe('today');
	});

	it('name user and contact', async () => {
		marked('who', 'mine', { OwnerId: FIXED.supervisorContact });
		marked('who', 'hers', { OwnerId: USERS.inKyiv.contactId });
		expect(await names('who', compare('Owner', 3, macros(2)))).toBe('mine');
		expect(await names('who', compare('Owner', 3, macros(2)), kyiv)).toBe('hers');
		const { body } = await kyiv('SelectQuery', {
			rootSchemaName: 'SysAdminUnit',
			columns: columns('Name'),
			filters: group(0, compare('Id', 3, macros(1))),
		});
		expect(body.rows.map(({ Name }) => Name)).toEqual(['Olena']);
	});

	it('need their argument, and a date to compare with', async () => {
		expect(await refused(compare('CreatedOn', 3, macros(24)))).toContain('NullReference');
		expect(await refused(compare('Name', 3, macros(4)))).toContain('DbOperationException');
		expect(await refused(compare('CreatedOn', 3, macros(99)))).toContain('NotSupported');
	});
});

describe('refused', () => {
	it.each([
		[compare('Foo', 3, parameter(TEXT, 'x')), '200 ItemNotFoundException: Column by path Foo not found'],
		[compare('AccountId', 3, parameter(0, FIXED.accom)), '200 ItemNotFoundException'],
		[compare('Account', 3, parameter(TEXT, FIXED.accom)), '42883: operator does not exist: uuid = text'],
		[compare('Account', 11, parameter(TEXT, 'Acc')), '42883'],
		[compare('Age', 3, parameter(TEXT, '5')), '42883: operator does not exist: integer = text'],
		[compare('Age', 3, parameter(INTEGER, 'five')), '500 FormatException'],
		[compare('Age', 3, parameter(INTEGER, 1.5)), '500 FormatException'],
		[compare('Age', 3, parameter(INTEGER, '')), '500 FormatException'],
		[compare('Completeness', 3, parameter(5, '1,5')), '500 FormatException'],
		[compare('Name', 3, parameter(28, 'x')), '500 NotSupportedException'],
		[compare('Name', 3, parameter(TEXT, 'a\0b')), '500 DbOperationException: 22021'],
		[compare('Account', 3, parameter(0, 'Accom')), '500 FormatException'],
		[compare('Confirmed', 3, parameter(12, 1)), '500 FormatException'],
		[compare('ContactPhoto', 3, parameter(13, '?')), '500 FormatException'],
		[compare('CreatedOn', 3, date('2024-13-01T00:00:00')), '500 FormatException'],
		[compare('Name', 3, parameter(TEXT, 'x'), { filterType: 0 }), '500 NotSupportedException'],
		[compare('Name', 15, parameter(TEXT, 'x')), '500 NotSupportedException'],
		[compare('Name', 3, { expressionType: 2 }), '500 NullReferenceException'],
		[{ ...compare('Name', 3, {}), rightExpression: null }, '500 NullReferenceException'],
		[compare('Name', 3, parameter(TEXT, 'x'), { leftExpression: 'Name' }), '500 NullReferenceException'],
		[group(0, { ...compare('Name', 3, {}), rightExpression: [] }), '500 NullReferenceException'],
		[{ filterType: 6, items: { none: null } }, '500 NullReferenceException'],
	])('%j', async (filter, message) => {
		expect(await refused(filter)).toContain(message);
	});
	// An absent type means text.
	it('a parameter without its type when it is not a text', async () => {
		const right = { expressionType: 2, parameter: { value: FIXED.accom } };
		expect(await refused(compare('Account', 3, right))).toContain('42883');
		expect(await names('cmp', compare('Name', 3, { expressionType: 2, parameter: { value: 'beta' } }))).toBe(
			'beta',
		);
	});
});

it('a single filter stands for a group at the top', async () => {
	const { body } = await ask('SelectQuery', {
		rootSchemaName: 'Account',
		columns: columns('Name'),
		filters: compare('Name', 3, parameter(TEXT, 'our company')),
	});
	expect(body.rowsAffected).toBe(1);
});

/** The same filters, computed here with SQL's three truth values; "not equal" on a lookup includes empty ones. */
describe('any tree of filters', () => {
	type Truth = boolean | null;
	interface Sample {
		name: string;
		age: number;
		account: string | null;
		born: string | null;
	}
	interface Test {
		filter: object;
		truth(row: Sample): Truth;
	}
	const ACCOUNTS = [FIXED.accom, FIXED.ourCompany, null];
	const rows: Sample[] = ['a', 'b', 'ab'].flatMap((name, n) =>
		[0, 1, 2].map((age) => ({
			name,
			age,
			account: ACCOUNTS[(n + age) % 3] ?? null,
			born: [null, '2000-01-01', '2001-06-15'][(n * 2 + age) % 3] ?? null,
		})),
	);
	beforeAll(() => {
		for (const row of rows) {
			marked('tree', row.name, {
				Age: row.age,
				AccountId: row.account,
				BirthDate: row.born === null ? null : `${row.born}T00:00:00Z`,
			});
		}
	});

	const relations: Array<[number, (order: number) => boolean]> = [
		[3, (order) => order === 0],
		[4, (order) => order !== 0],
		[5, (order) => order < 0],
		[6, (order) => order <= 0],
		[7, (order) => order > 0],
		[8, (order) => order >= 0],
	];
	const relate = <T extends string | number>(
		path: string,
		value: T,
		right: object,
		of: (row: Sample) => T | null,
	) =>
		fc.constantFrom(...relations).map(([type, test]): Test => ({
			filter: compare(path, type, right),
			truth: (row) => {
				const left = of(row);
				if (left === null) return path === 'Account' && type === 4 ? true : null;
				return test(left < value ? -1 : left > value ? 1 : 0);
			},
		}));
	const nameOf = (id: string | null) =>
		id === FIXED.accom ? 'accom (sample)' : id === null ? null : 'our company';
	const isNull = (path: string, of: (row: Sample) => unknown) =>
		fc.boolean().map((wanted): Test => ({
			filter: {
				filterType: 2,
				comparisonType: wanted ? 1 : 2,
				isNull: wanted,
				isEnabled: true,
				leftExpression: column(path),
			},
			truth: (row) => (of(row) === null) === wanted,
		}));
	const leaf = fc.oneof(
		fc.integer({ min: 0, max: 3 }).chain((n) => relate('Age', n, parameter(INTEGER, n), (row) => row.age)),
		fc
			.constantFrom('a', 'b', 'B')
			.chain((text) => relate('Name', text.toLowerCase(), parameter(TEXT, text), (row) => row.name)),
		fc
			.constantFrom(FIXED.accom, FIXED.ourCompany)
			.chain((id) => relate<string>('Account', id, parameter(LOOKUP, id), (row) => row.account)),
		relate('Account.Name', 'accom (sample)', parameter(TEXT, 'Accom (sample)'), (row) => nameOf(row.account)),
		relate('BirthDate', '2000-06-01', date('2000-06-01', 8), (row) => row.born),
		isNull('Account', (row) => row.account),
		isNull('BirthDate', (row) => row.born),
		fc.subarray([0, 1, 2], { minLength: 1 }).chain((list) =>
			fc.constantFrom(3, 4).map((comparisonType): Test => ({
				filter: {
					filterType: 4,
					comparisonType,
					isEnabled: true,
					leftExpression: column('Age'),
					rightExpressions: list.map((n) => parameter(INTEGER, n)),
				},
				truth: (row) => list.includes(row.age) === (comparisonType === 3),
			})),
		),
	);
	const not = (truth: Truth): Truth => (truth === null ? null : !truth);
	const { tree } = fc.letrec<{ tree: Test }>((tie) => ({
		tree: fc.oneof(
			{ depthSize: 'small', withCrossShrink: true },
			leaf,
			leaf.map(({ filter, truth }): Test => ({
				filter: { ...filter, isNot: true },
				truth: (row) => not(truth(row)),
			})),
			fc
				.record({
					parts: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
					or: fc.boolean(),
					isNot: fc.boolean(),
				})
				.map(({ parts, or, isNot }): Test => {
					const truth = (row: Sample): Truth => {
						const truths = parts.map((part) => part.truth(row));
						return truths.includes(or) ? or : truths.includes(null) ? null : !or;
					};
					return {
						filter: { ...group(or ? 1 : 0, ...parts.map(({ filter }) => filter)), isNot },
						truth: (row) => (isNot ? not(truth(row)) : truth(row)),
					};
				}),
		),
	}));

	it('finds the rows for which it is true', async () => {
		await fc.assert(
			fc.asyncProperty(tree, async ({ filter, truth }) => {
				const wanted = rows.filter((row) => truth(row) === true).map(({ name }) => name);
				const found = await names('tree', filter);
				expect((found === '' ? [] : found.split(' ')).sort()).toEqual(wanted.sort());
			}),
			{ numRuns: 300 },
		);
	});
});

import { odata, type Send, signedIn } from '../testSupport';
import { type Emulator, FIXED, startEmulator, USERS } from '..';

let site: Emulator;
let call: Send;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
	call = await signedIn(site);
});
afterAll(() => site.stop());

async function send(operation: string, body: object, as = call): Promise<Record<string, unknown>> {
	const answer = await as('POST', `/0/DataService/json/SyncReply/${operation}`, { body });
	expect(answer.status).toBe(200);
	return answer.json();
}

interface Value {
	value: unknown;
	displayValue: string;
	dataValueType: number;
}

async function query(code: string, as = call): Promise<Value | undefined> {
	const { values } = await send('QuerySysSettings', { SysSettingsNameCollection: [code] }, as);
	return (values as Record<string, Value>)[code];
}

async function save(values: object, more: { isPersonal?: boolean; as?: Send } = {}): Promise<unknown> {
	const { isPersonal = false, as = call } = more;
	const body = { isPersonal, sysSettingsValues: values };
	return (await send('PostSysSettingsValues', body, as)).saveResult;
}

describe('QuerySysSettings', () => {
	it('gives values of every type, and names what it lacks', async () => {
		const codes = [
			'UsrAllowOrders',
			'UsrTaxRate',
			'UsrLastExport',
			'UsrFiscalYearStart',
			'UsrApiKey',
			'nope',
		];
		const answer = await send('QuerySysSettings', { sysSettingsNameCollection: codes });
		expect(answer).toMatchObject({
			values: {
				UsrAllowOrders: { value: true, displayValue: 'true', dataValueType: 12 },
				UsrTaxRate: { value: 19.5, dataValueType: 5 },
				UsrLastExport: { value: '2024-02-29T13:05:00', dataValueType: 7 },
				UsrFiscalYearStart: { value: '2024-04-01T00:00:00', dataValueType: 8 },
				UsrApiKey: { value: '' },
			},
			notFoundSettings: ['nope'],
			rowsAffected: -1,
			success: true,
		});
	});

	it('may say success:false over good values', async () => {
		site.switches.sysSettingsSuccess = { query: false, post: false };
		const answer = await send('QuerySysSettings', { sysSettingsNameCollection: ['MaxFileSize'] });
		site.switches.sysSettingsSuccess = { query: true, post: false };
		expect(answer).toMatchObject({ success: false, values: { MaxFileSize: { value: 10 } } });
	});
});

describe('PostSysSettingsValues', () => {
	it('returns the outcome in saveResult, with a misleading success:false', async () => {
		expect(
			await send('PostSysSettingsValues', {
				isPersonal: false,
				sysSettingsValues: { MaxFileSize: 25, Nope: 'x' },
			}),
		).toEqual({
			saveResult: { MaxFileSize: true, Nope: false },
			rowsAffected: -1,
			nextPrcElReady: false,
			success: false,
		});
		expect(await query('MaxFileSize')).toMatchObject({ value: 25, displayValue: '25' });
		const row = await call(
			'GET',
			odata('SysSettingsValue', { $filter: "SysSettings/Code eq 'MaxFileSize'", $select: 'IntegerValue' }),
		);
		expect(row.json()).toMatchObject({ value: [{ IntegerValue: 25 }] });
	});

	it.each([
		['UsrAllowOrders', 'False', false],
		['UsrTaxRate', '7.25', 7.25],
		['UsrCreditLimit', 12.5, 12.5],
		['UsrSignature', 'Yours', 'Yours'],
		['UsrSignature', 5, '5'],
		['UsrAllowOrders', true, true],
		['UsrTaxRate', 8, 8],
		['UsrLastExport', '2025-01-02T03:04:05', '2025-01-02T03:04:05'],
		['UsrFiscalYearStart', '2025-07-01', '2025-07-01T00:00:00'],
		['PrimaryCulture', FIXED.cultureEnUs.toUpperCase(), FIXED.cultureEnUs],
	])('saves %s = %j', async (code, value, expected) => {
		expect(await save({ [code]: value })).toEqual({ [code]: true });
		expect((await query(code))?.value).toBe(expected);
	});

	it.each([
		['MaxFileSize', 'ten'],
		['MaxFileSize', '1.5'],
		['UsrAllowOrders', 'yes'],
		['UsrTaxRate', '7,25'],
		['UsrLastExport', 'yesterday'],
		['PrimaryCurrency', 'US dollar'],
		['PrimaryCurrency', FIXED.accom],
		['UsrLogo', 'not Base64'],
		['UsrTaxRate', null],
	])('does not save %s = %j', async (code, value) => {
		const before = await query(code);
		expect(await save({ [code]: value })).toEqual({ [code]: false });
		expect(await query(code)).toEqual(before);
	});

	it('saves binary values, and empties them by an empty text', async () => {
		const stored = () => {
			const [setting] = site.store.rows('SysSettings', 'Code = ?', 'UsrLogo');
			return site.store.rows('SysSettingsValue', 'SysSettingsId = ?', String(setting?.Id))[0]?.BinaryValue;
		};
		expect(await save({ UsrLogo: 'AQL/' })).toEqual({ UsrLogo: true });
		expect(stored()).toEqual(Uint8Array.from([1, 2, 255]));
		expect(await save({ UsrLogo: '' })).toEqual({ UsrLogo: true });
		expect(stored()).toBeNull();
	});

	it('may report a setting as saved that keeps its old value', async () => {
		const before = await query('UsrTaxRate');
		site.switches.unsavedSettings = ['UsrTaxRate'];
		expect(await save({ UsrTaxRate: 1, MaxFileSize: 12 })).toEqual({ UsrTaxRate: true, MaxFileSize: true });
		site.switches.unsavedSettings = [];
		expect(await query('UsrTaxRate')).toEqual(before);
		expect((await query('MaxFileSize'))?.value).toBe(12);
	});

	it('keeps personal values apart, where the setting allows them', async () => {
		expect(await save({ UsrSignature: 'For all' })).toEqual({ UsrSignature: true });
		const other = await signedIn(site, USERS.awkward);
		expect(await save({ UsrSignature: 'Mine' }, { isPersonal: true, as: other })).toEqual({
			UsrSignature: true,
		});
		expect((await query('UsrSignature', other))?.value).toBe('Mine');
		expect((await query('UsrSignature'))?.value).toBe('For all');
		expect(await save({ MaxFileSize: 1 }, { isPersonal: true })).toEqual({ MaxFileSize: false });
	});

	it('refuses users without rights, and bodies without values', async () => {
		const readOnly = await signedIn(site, USERS.readOnly);
		const body = { sysSettingsValues: { MaxFileSize: 1 } };
		const refused = await send('PostSysSettingsValues', body, readOnly);
		expect(refused).toMatchObject({ success: false, responseStatus: { ErrorCode: 'SecurityException' } });
		expect(refused.saveResult).toBeUndefined();
		expect(await send('PostSysSettingsValues', {})).toMatchObject({ success: false });
	});
});

describe('settings themselves', () => {
	it('are inserted, changed and deleted', async () => {
		const id = 'acf40078-ba48-4285-9f3b-44ebafa28cac';
		const setting = {
			id,
			name: 'Shop address',
			code: 'UsrShopAddress',
			valueTypeName: 'MediumText',
			description: '',
			isCacheable: true,
			isPersonal: false,
			isSSPAvailable: false,
		};
		expect(await send('InsertSysSettingRequest', setting)).toEqual({
			responseStatus: { ErrorCode: '', Message: '', Errors: [] },
			id,
			rowsAffected: 1,
			nextPrcElReady: false,
			success: true,
		});
		expect(await query('UsrShopAddress')).toMatchObject({ displayValue: '' });
		expect(await save({ UsrShopAddress: 'https://shop.example' })).toEqual({ UsrShopAddress: true });
		expect(await query('UsrShopAddress')).toMatchObject({ value: 'https://shop.example' });
		expect(await send('InsertSysSettingRequest', { ...setting, id: undefined })).toMatchObject({
			success: false,
			responseStatus: { ErrorCode: 'DublicateDataException' },
		});
		expect(await send('UpdateSysSettingRequest', { id, name: 'Shop' })).toMatchObject({ success: true });
		expect(site.store.rows('SysSettings', 'Id = ?', id)[0]).toMatchObject({
			Name: 'Shop',
			Code: 'UsrShopAddress',
		});
		expect(await send('DeleteSysSettingRequest', { id })).toMatchObject({ success: true });
		expect(await query('UsrShopAddress')).toBeUndefined();
		expect(await send('DeleteSysSettingRequest', { id })).toMatchObject({ success: false });
	});

	it.each([
		[{ code: 'UsrX', name: 'X' }, 'ArgumentNullOrEmptyException'],
		[{ code: 'UsrX', name: 'X', valueTypeName: 'Number' }, 'ItemNotFoundException'],
		[{ code: 'UsrX', name: 'X', valueTypeName: 'Lookup' }, 'ItemNotFoundException'],
		[{ code: 'U'.repeat(51), name: 'X', valueTypeName: 'Text' }, 'DbOperationException'],
	])('are refused: %j', async (body, errorCode) => {
		expect(await send('InsertSysSettingRequest', body)).toMatchObject({
			success: false,
			responseStatus: { ErrorCode: errorCode },
		});
	});

	it('without responseStatus on older cores', async () => {
		const old = await startEmulator({ version: '7.18', sampleData: false });
		const body = { code: 'UsrX', name: 'X', valueTypeName: 'Text' };
		const answer = await send('InsertSysSettingRequest', body, await signedIn(old));
		expect(answer).toEqual({
			id: expect.any(String) as string,
			rowsAffected: 1,
			nextPrcElReady: false,
			success: true,
		});
		await old.stop();
	});
});

import { listSettings } from '../../../../nodes/shared/creatio/systemSettings/listSettings';
import { readSetting, readSettingsAnswer } from '../../../../nodes/shared/creatio/systemSettings/readSetting';
import { fakeSite, notFound, pageOf } from '../fakeSite';

const GUID = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';

const setting = (code: string, dataValueType: number, value: unknown, displayValue?: string) => ({
	[code]: { code, dataValueType, value, displayValue, isCacheable: true },
});

const VALUES = {
	...setting('MaxFileSize', 4, 10, '10'),
	...setting('PrimaryCulture', 10, GUID, 'en-US'),
	...setting('Empty', 10, '00000000-0000-0000-0000-000000000000'),
	...setting('SiteUrl', 1, 'https://x'),
	...setting('ReleasedOn', 7, '2026-07-01T10:00:00'),
	...setting('Holiday', 8, '"2026-01-31T00:00:00.000"'),
	...setting('UseIt', 12, false),
	...setting('Secret', 24, ''),
	...setting('Logo', 13, ''),
	...setting('Icon', 22, ''),
};

const LIST = [
	{ Id: '1', Code: 'MaxFileSize', Name: 'Largest file' },
	{ Id: '2', Code: 'SiteUrl', Name: '' },
];

function site() {
	return fakeSite(({ path }, query) =>
		path === 'QuerySysSettings'
			? { json: { success: false, values: VALUES, notFoundSettings: [] } }
			: pageOf(LIST, query),
	);
}

describe('system settings', () => {
	it('are read with types, although success is false', () => {
		const read = readSettingsAnswer({ success: false, values: VALUES }, 'Europe/Berlin');
		expect(read.map(({ code, type, value, displayValue }) => [code, type, value, displayValue])).toEqual([
			['MaxFileSize', 'integer', 10, undefined],
			['PrimaryCulture', 'lookup', GUID, 'en-US'],
			['Empty', 'lookup', null, undefined],
			['SiteUrl', 'text', 'https://x', undefined],
			['ReleasedOn', 'dateTime', '2026-07-01T08:00:00.000Z', undefined],
			['Holiday', 'date', '2026-01-31', undefined],
			['UseIt', 'boolean', false, undefined],
			['Secret', 'text', '', undefined],
			['Logo', 'stream', '', undefined],
			['Icon', 'stream', '', undefined],
		]);
		expect(read.filter(({ isHidden }) => isHidden).map(({ code }) => code)).toEqual([
			'Secret',
			'Logo',
			'Icon',
		]);
	});

	it('are found in any letter case, in the spelling of the site', async () => {
		const { connection, requests } = site();
		expect(await readSetting(connection, ' siteurl', 'UTC')).toMatchObject({ code: 'SiteUrl' });
		expect(requests[0]).toMatchObject({
			path: 'QuerySysSettings',
			repeat: 'read',
			json: { sysSettingsNameCollection: ['siteurl'] },
		});
	});

	it.each(['', ' '])('are not asked for by "%s"', async (code) => {
		await expect(readSetting(site().connection, code, 'UTC')).rejects.toMatchObject({
			kind: 'input',
			message: 'The field Setting is empty',
		});
	});

	it('that the site does not show are named with the nearest', async () => {
		await expect(readSetting(site().connection, 'MaxFilSize', 'UTC')).rejects.toMatchObject({
			kind: 'input',
			message: expect.stringContaining('"MaxFilSize"'),
			cure: 'Did you mean Largest file (MaxFileSize)?',
		});
		const hiding = fakeSite(({ path }) =>
			path === 'QuerySysSettings' ? { json: { values: {} } } : notFound(),
		);
		await expect(readSetting(hiding.connection, 'A', 'UTC')).rejects.toMatchObject({
			message: expect.stringContaining('not allowed'),
			asksFor: 'setting',
		});
	});

	it.each([undefined, [], {}, { values: [] }])('are not read from %j', (json) => {
		expect(() => readSettingsAnswer(json, 'UTC')).toThrow(expect.objectContaining({ kind: 'unreadable' }));
	});

	it('are searched by name and code', async () => {
		const { connection, requests } = site();
		expect(await listSettings(connection, { text: "o'", limit: 10 })).toEqual([
			{ name: 'MaxFileSize', caption: 'Largest file' },
			{ name: 'SiteUrl', caption: 'SiteUrl' },
		]);
		expect(new URLSearchParams(requests[0]?.path.split('?')[1]).get('$filter')).toBe(
			"(contains(Name,'o''') or contains(Code,'o'''))",
		);
	});
});

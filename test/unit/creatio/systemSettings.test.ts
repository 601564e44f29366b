import type { ColumnType } from '../../../nodes/shared/creatio/model/objectModel';
import {
	checkSaved,
	listSettings,
	readSettings,
	readSettingsAnswer,
	settingValue,
	writeSettings,
} from '../../../nodes/shared/creatio/systemSettings';
import { fakeSite, notFound, pageOf } from './fakeSite';

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
};

const LIST = [
	{ Id: '1', Code: 'MaxFileSize', Name: 'Largest file' },
	{ Id: '2', Code: 'SiteUrl', Name: '' },
];

function site(saveResult: unknown = { MaxFileSize: true, ReleasedOn: true, UseIt: true }) {
	return fakeSite(({ path }, query) => {
		if (path === 'QuerySysSettings')
			return { json: { success: false, values: VALUES, notFoundSettings: [] } };
		if (path === 'PostSysSettingsValues') return { json: { saveResult, success: false } };
		return pageOf(LIST, query);
	});
}

describe('system settings', () => {
	it('are read with types, although success is false', async () => {
		const { connection, requests } = site();
		const read = await readSettings(connection, Object.keys(VALUES), 'Europe/Berlin');
		expect(read.map(({ code, type, value, displayValue }) => [code, type, value, displayValue])).toEqual([
			['MaxFileSize', 'integer', 10, undefined],
			['PrimaryCulture', 'lookup', GUID, 'en-US'],
			['Empty', 'lookup', null, undefined],
			['SiteUrl', 'text', 'https://x', undefined],
			['ReleasedOn', 'dateTime', '2026-07-01T08:00:00.000Z', undefined],
			['Holiday', 'date', '2026-01-31', undefined],
			['UseIt', 'boolean', false, undefined],
		]);
		expect(requests[0]).toMatchObject({ path: 'QuerySysSettings', repeat: 'read' });
	});

	it('come in the order they were asked for, each once, in the spelling of the site', async () => {
		const { connection } = site();
		const read = await readSettings(connection, [' siteurl', 'MaxFileSize', 'MaxFileSize'], 'UTC');
		expect(read.map(({ code }) => code)).toEqual(['SiteUrl', 'MaxFileSize']);
	});

	it.each([[[]], [['']], [['MaxFileSize', ' ']]])('are not asked for by %j', async (codes) => {
		await expect(readSettings(site().connection, codes, 'UTC')).rejects.toMatchObject({
			kind: 'input',
			message: 'The field Setting is empty',
		});
	});

	it('that the site does not show are named with the nearest', async () => {
		await expect(readSettings(site().connection, ['MaxFilSize'], 'UTC')).rejects.toMatchObject({
			kind: 'input',
			message: expect.stringContaining('"MaxFilSize"'),
			cure: 'Did you mean MaxFileSize (Largest file)?',
		});
		const hiding = fakeSite(({ path }) =>
			path === 'QuerySysSettings' ? { json: { values: {} } } : notFound(),
		);
		await expect(readSettings(hiding.connection, ['A'], 'UTC')).rejects.toMatchObject({
			cure: expect.stringContaining('rights'),
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
			"contains(Name,'o''') or contains(Code,'o''')",
		);
	});
});

describe('a write', () => {
	const write = { isPersonal: false, zone: 'Europe/Berlin', sessionZone: 'UTC' };

	it('sends values of the types that the settings have', async () => {
		const { connection, requests } = site();
		const values = { maxfilesize: '25', ReleasedOn: '2026-07-01T10:00:00', UseIt: 'yes' };
		await writeSettings(connection, { ...write, values });
		expect(requests.map(({ path, json, repeat }) => [path, repeat, json])).toEqual([
			['QuerySysSettings', 'read', { sysSettingsNameCollection: ['maxfilesize', 'ReleasedOn', 'UseIt'] }],
			[
				'PostSysSettingsValues',
				'harmless',
				{
					isPersonal: false,
					sysSettingsValues: { MaxFileSize: 25, ReleasedOn: '2026-07-01T08:00:00.000', UseIt: true },
				},
			],
		]);
	});

	it.each<[ColumnType, unknown, unknown]>([
		['text', '', ''],
		['text', 5, '5'],
		['integer', '', null],
		['decimal', '1.5', 1.5],
		['lookup', GUID.toUpperCase(), GUID],
		['lookup', null, null],
		['date', '2026-01-31', '2026-01-31T00:00:00.000'],
		['time', '9:30', '0001-01-01T09:30:00.000'],
	])('spells %s %j as %j', (type, input, sent) => {
		expect(settingValue('A', type, input, write)).toBe(sent);
	});

	it('checks everything before anything is sent', async () => {
		const { connection, requests } = site();
		const values = { MaxFileSize: 'large', UseIt: true };
		await expect(writeSettings(connection, { ...write, values })).rejects.toMatchObject({
			kind: 'input',
			message: 'The system setting MaxFileSize (field Value) takes a number, but got "large"',
		});
		await expect(
			writeSettings(connection, { ...write, values: { PrimaryCulture: 'en-US' } }),
		).rejects.toMatchObject({
			kind: 'input',
		});
		expect(requests.every(({ path }) => path === 'QuerySysSettings')).toBe(true);
	});

	it('is what saveResult says of each setting', async () => {
		const { connection } = site({ MaxFileSize: true, UseIt: false });
		await expect(
			writeSettings(connection, { ...write, values: { MaxFileSize: 1, UseIt: true } }),
		).rejects.toMatchObject({
			kind: 'invalid',
			message: 'Creatio did not save UseIt; it saved MaxFileSize',
			perhapsDone: true,
		});
		expect(() => checkSaved({ saveResult: { A: true }, success: false }, ['A'])).not.toThrow();
		expect(() => checkSaved({ saveResult: {} }, ['A'])).toThrow('Creatio did not save A');
		expect(() => checkSaved({ success: true }, ['A'])).toThrow(
			expect.objectContaining({ kind: 'unreadable', perhapsDone: true }),
		);
	});
});

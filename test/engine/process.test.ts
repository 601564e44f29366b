import type { EmulatorOptions, Fault } from '../emulator';
import { ACCOM, ANDREW, failure, object, openSite, useBench, wordsOf } from './setup';

const bench = useBench();

type Row = Readonly<Record<string, unknown>>;
const code = (value: string) => ({ __rl: true, mode: 'code', value });
const form = (value: Row) => ({ mappingMode: 'defineBelow', value });
const processNode = (parameters: Row, more = {}) =>
	bench.engine.run({
		node: 'creatioProcess',
		parameters: { authentication: 'userPassword', ...parameters },
		items: [{}],
		credentials: bench.credential(),
		...more,
	});
const start = (process: string, parameters: Row = {}, more: Row = {}, run = {}) =>
	processNode({ operation: 'run', process: code(process), parameters: form(parameters), ...more }, run);
const starts = (process: string) => bench.site.stats.processStarts[process] ?? 0;
const first = ({ items }: { items: Array<{ json: Row }> }) => items[0]?.json ?? {};
const results = (run: { items: Array<{ json: Row }> }) => first(run).results as Row;

describe('run', () => {
	it('gives typed results, and starts the process once', async () => {
		const run = await start(
			'UsrSum',
			{ FirstNumber: 2.5, SecondNumber: '40' },
			{ resultParameters: ['Sum', 'FirstNumber'] },
		);
		expect(first(run)).toMatchObject({
			process: 'UsrSum',
			status: 'completed',
			results: { Sum: 42.5, FirstNumber: 2.5 },
		});
		expect(first(run).processId).toMatch(/^[0-9a-f-]{36}$/);
		expect(starts('UsrSum')).toBe(1);
	});

	it('lookups take a text or an ID, and come back as an ID', async () => {
		const run = await start(
			'UsrAddNewExternalContact',
			{ ContactName: 'Made by a process', Account: 'Accom (sample)' },
			{ resultParameters: ['ContactId'] },
		);
		const [contact] = bench.site.store.rows('Contact', '"Name" = ?', 'Made by a process');
		expect(results(run)).toEqual({ ContactId: contact?.Id });
		expect(contact?.AccountId).toBe(ACCOM);
	});

	it('collections go and come as lists', async () => {
		const Lines = [
			{ Title: 'Pen', Quantity: 2, Price: 10 },
			{ Title: 'Ink', Quantity: '1', Price: 5.5 },
		];
		const run = await start(
			'UsrPriceLines',
			{},
			{
				parameterMode: 'json',
				parametersJson: JSON.stringify({ Lines, Discount: 10 }),
				resultParameters: ['PricedLines', 'Total'],
			},
		);
		expect(results(run)).toMatchObject({
			Total: 22.95,
			PricedLines: [
				{ Title: 'Pen', Amount: 18 },
				{ Title: 'Ink', Amount: 4.95 },
			],
		});
	});

	it('collections are items of a node as well', async () => {
		const run = await start(
			'UsrPriceLines',
			{ Lines: '={{ $input.all() }}' },
			{ resultParameters: ['Total'] },
			{
				items: [
					{ Title: 'Pen', Quantity: 2, Price: 10 },
					{ Title: 'Ink', Quantity: 1, Price: 5.5 },
				],
			},
		);
		expect(run.items.map(({ json }) => json.results)).toEqual([{ Total: 25.5 }, { Total: 25.5 }]);
	});

	it.each<EmulatorOptions>([
		{},
		{
			hosting: 'net',
			version: '8.1',
			switches: { collectionResults: 'text', failedProcessClearsSuccess: false },
		},
		{ switches: { processResults: 'text', itemCaptions: 'itemProperties' } },
	])('values of every type go and come back as they were given: %j', async (options) => {
		const site = await openSite(bench.engine, options);
		const values = {
			TextValue: 'a "b" <c> & é',
			IntegerValue: '7',
			Float2Value: 1.25,
			MoneyValue: 9.5,
			BooleanValue: true,
			DateTimeValue: '2026-01-31T10:00:00',
			DateValue: '2026-01-31',
			TimeValue: '09:30',
			GuidValue: ACCOM.toUpperCase(),
			LookupValue: 'Andrew Baker (sample)',
			ObjectListValue: '[{"Name":"x"}]',
			CompositeObjectListValue: [
				{ Name: 'x', Number: 1, When: '2026-01-31T10:00:00', Contact: 'Andrew Baker (sample)' },
			],
		};
		const onSite = (process: string, more: Row) =>
			processNode(
				{ operation: 'run', process: code(process), parameterMode: 'json', ...more },
				{ timezone: 'Europe/Berlin', credentials: site.credential() },
			);
		const run = await onSite('UsrEveryType', {
			parametersJson: JSON.stringify(values),
			resultParameters: Object.keys(values),
		});
		expect(run.error).toBeUndefined();
		expect(results(run)).toEqual({
			...values,
			IntegerValue: 7,
			DateTimeValue: '2026-01-31T09:00:00.000Z',
			TimeValue: '09:30:00',
			GuidValue: ACCOM,
			LookupValue: ANDREW,
			ObjectListValue: [{ Name: 'x' }],
			CompositeObjectListValue: [{ Name: 'x', Number: 1, When: '2026-01-31T09:00:00.000Z', Contact: ANDREW }],
		});
		const failed = await onSite('UsrFailInside', { parametersJson: '{}' });
		expect(failed.error).toMatchObject(failure('invalid', 'The credit limit is exceeded.'));
	});

	it('a process that fails inside is a failure, with the words of the process log', async () => {
		const run = await start('UsrFailInside', {}, { resultParameters: ['Reached'] });
		expect(run.items).toEqual([]);
		expect(run.error).toMatchObject(failure('invalid', /UsrFailInside.*The credit limit is exceeded\./));
	});

	it('takes three seconds where the process does, and can be set not to', async () => {
		const slow = await start('UsrSlowReport', {}, { resultParameters: ['Pages'] });
		expect(results(slow)).toEqual({ Pages: 7 });
		bench.site.resetStats();
		const cut = await start('UsrSlowReport', {}, { options: { processTimeout: 1 } });
		expect(cut.error).toMatchObject(failure('timeout', 'UsrSlowReport', { perhapsDone: true }));
		expect(starts('UsrSlowReport')).toBe(1);
		// The first run of the emulator still works on it.
		await new Promise((resolve) => setTimeout(resolve, 2_500));
	});

	it('waits until a process is done, by the log', async () => {
		const run = await start('UsrRemindLater', {}, { wait: 'done', interval: 1, waitLimit: 30 });
		expect(first(run)).toMatchObject({ status: 'completed', endedAt: expect.any(String) });
		const not = await start('UsrRemindLater');
		expect(first(not)).toMatchObject({ status: 'running' });
	});

	it('does not return early results of a waiting process as its results', async () => {
		const run = await start(
			'UsrRemindLater',
			{},
			{ wait: 'done', interval: 1, resultParameters: ['Reminded'] },
		);
		expect(first(run)).toMatchObject({
			status: 'completed',
			results: {},
			earlyResults: { Reminded: false },
		});
		expect(JSON.stringify(run.hints)).toContain('UsrRemindLater had not ended then');
	});

	it('refuses to wait by the log for a start by the legacy request, which returns no ID', async () => {
		const run = await start('UsrRemindLater', {}, { wait: 'done', options: { oldExecute: true } });
		expect(run.error).toMatchObject(failure('input', 'field Wait for Completion'));
		expect(starts('UsrRemindLater')).toBe(0);
	});

	it('says that a process still runs at the limit, and that it goes on', async () => {
		const run = await start(
			'UsrApproveDiscount',
			{ Discount: 5 },
			{ wait: 'done', interval: 1, waitLimit: 1 },
		);
		expect(run.error).toMatchObject(failure('timeout', 'UsrApproveDiscount', { perhapsDone: true }));
	});

	it('cancelling the execution ends the waiting, not the process', async () => {
		const run = await start(
			'UsrApproveDiscount',
			{ Discount: 6 },
			{ wait: 'done', interval: 1, waitLimit: 60 },
			{ cancelAfterMs: 1_500 },
		);
		expect(run.status).toBe('canceled');
		expect(run.error).toMatchObject({
			kind: 'cancelled',
			perhapsDone: true,
			description: expect.stringMatching(/UsrApproveDiscount.*was started.*[0-9a-f-]{36}/),
		});
		expect(starts('UsrApproveDiscount')).toBe(1);
		const open = bench.site.store.rows('SysProcessLog', '"Name" LIKE ?', '%discount%');
		expect(open.length).toBeGreaterThan(0);
		expect(open.every(({ CompleteDate }) => CompleteDate === null)).toBe(true);
	});

	it('returns all output parameters where none is chosen, and none where that is turned off', async () => {
		const run = await start('UsrSum', { FirstNumber: 1, SecondNumber: 2 });
		expect(results(run)).toEqual({ Sum: 3 });
		const none = await start(
			'UsrSum',
			{ FirstNumber: 1, SecondNumber: 2 },
			{ options: { returnResults: false } },
		);
		expect(first(none)).toMatchObject({ status: 'completed', results: {} });
	});

	it('a process in the background is waited for unless its results are not wanted', async () => {
		const run = await start('UsrNightlyExport', { Rows: 3 });
		expect(results(run)).toEqual({ Exported: 3 });
		const options = { returnResults: false };
		expect(first(await start('UsrNightlyExport', {}, { options }))).toMatchObject({ status: 'queued' });
		const blind = await start('UsrNightlyExport', {}, { wait: 'done', options });
		expect(blind.error).toMatchObject(failure('invalid', 'UsrNightlyExport', { perhapsDone: true }));
	});

	it('waits for a call where the process calls back', async () => {
		const run = await start(
			'UsrFailInside',
			{},
			{ wait: 'callback', callbackParameter: 'Nope', waitLimit: 60 },
		);
		expect(run.error).toMatchObject(failure('input', /UsrFailInside.*"Nope"/));
		expect(starts('UsrFailInside')).toBe(0);
	});

	it('runs several items at the same time where that is wanted, each result on its own item', async () => {
		const items = [1, 2, 3, 4, 5, 6].map((number) => ({ number }));
		const parameters = form({ FirstNumber: '={{ $json.number }}', SecondNumber: 10 });
		const run = await processNode(
			{
				operation: 'run',
				process: code('UsrSum'),
				parameters,
				resultParameters: ['Sum'],
				options: { parallel: 3 },
			},
			{ items },
		);
		expect(run.items.map(({ json, pairedItem }) => [(json.results as Row).Sum, pairedItem])).toEqual(
			items.map(({ number }, item) => [number + 10, { item }]),
		);
		expect(bench.site.stats.find('POST', /ProcessSchemaRequest/)).toHaveLength(1);
		expect(starts('UsrSum')).toBe(6);
	});

	it('by the old request brings one typed result', async () => {
		const run = await start(
			'UsrSum',
			{ FirstNumber: 1, SecondNumber: 2 },
			{ resultParameters: ['Sum'], options: { oldExecute: true } },
		);
		expect(first(run)).toMatchObject({ status: 'unknown', results: { Sum: 3 } });
		expect(bench.site.stats.find('GET', /UsrSum\/Execute/)).toHaveLength(1);
	});

	it('sends names and values unchecked where the user is not allowed to see parameters, and says so', async () => {
		const blind = await openSite(bench.engine, { switches: { processSchema: false } });
		const run = await blind.engine.run({
			node: 'creatioProcess',
			parameters: {
				authentication: 'userPassword',
				operation: 'run',
				process: code('UsrSum'),
				parameterMode: 'json',
				parametersJson: '{"FirstNumber": 1.5, "SecondNumber": 2}',
				resultParameters: ['Sum'],
			},
			items: [{}],
			credentials: blind.credential(),
		});
		expect(Number(results(run).Sum)).toBe(3.5);
		expect(JSON.stringify(run.hints)).toContain('not allowed to see the parameters');
	});
});

describe('what is refused, is refused before anything is started', () => {
	it.each<[string, Row, RegExp]>([
		['an unknown process', { process: code('UsrSun') }, /"UsrSun" \(field Process\).*UsrSum/],
		['a code that is none', { process: code('Usr Sum/../x') }, /"Usr Sum\/\.\.\/x".*\(field Process\)/],
		['a process that is switched off', { process: code('UsrDisabled') }, /UsrDisabled .*\(field Process\)/],
		['a missing parameter', { process: code('UsrSum') }, /FirstNumber/],
		[
			'an unknown parameter',
			{ process: code('UsrSum'), parameters: form({ FirstNumber: 1, SecondNumbr: 2 }) },
			/"SecondNumbr" \(field Parameters\).*SecondNumber/,
		],
		[
			'text in a number',
			{ process: code('UsrSum'), parameters: form({ FirstNumber: 'two' }) },
			/FirstNumber.*\(field Parameters\).*"two"/,
		],
		[
			'a GUID with a typo',
			{
				process: code('UsrChangeContact'),
				parameters: form({ Contact: '405947d0-2ffb-4ded-8675-0475f19f5a8' }),
			},
			/Contact.*\(field Parameters\).*"405947d0/,
		],
		[
			'a collection that is not a list',
			{ process: code('UsrPriceLines'), parameterMode: 'json', parametersJson: '{"Lines": {"a": 1}}' },
			/Lines.*\(field Parameters\).*list/,
		],
		[
			'a result that does not exist',
			{ process: code('UsrSum'), parameters: form({ FirstNumber: 1 }), resultParameters: ['Summ'] },
			/"Summ" \(field Result Parameters\).*Sum/,
		],
		[
			'parameters that are not JSON',
			{ process: code('UsrSum'), parameterMode: 'json', parametersJson: '{' },
			/field Parameters/,
		],
	])('%s', async (_, parameters, place) => {
		const run = await processNode({ operation: 'run', ...parameters });
		expect(run.error).toMatchObject({ kind: 'input', perhapsDone: false });
		expect(wordsOf(run.error)).toMatch(place);
		expect(bench.site.stats.processStarts).toEqual({});
	});

	it('no process, by n8n itself', async () => {
		const run = await processNode({ operation: 'run', process: code('') });
		expect(run.error?.message).toMatch(/\bProcess\b/);
		expect(bench.site.stats.processStarts).toEqual({});
	});

	it('a process without a start event, by the site', async () => {
		const run = await processNode({ operation: 'run', process: code('UsrOnContactSaved') });
		expect(run.error).toMatchObject(
			failure('invalid', 'UsrOnContactSaved', { description: expect.stringContaining('start event') }),
		);
		expect(bench.site.stats.processStarts).toEqual({});
	});
});

describe('the library and the log', () => {
	it('lists processes, and finds them by caption', async () => {
		const all = await processNode({ operation: 'getMany', returnAll: true });
		expect(all.items.map(({ json }) => json.code)).toEqual(expect.arrayContaining(['UsrSum', 'UsrGreet1']));
		expect(all.items.map(({ json }) => json.code)).not.toContain('UsrDisabled');
		const some = await processNode({ operation: 'getMany', returnAll: true, search: 'two numbers' });
		expect(some.items.map(({ json }) => json.code)).toEqual(['UsrSum']);
	});

	it('a run that waits goes on by its element, or is cancelled', async () => {
		const waiting = await start('UsrApproveDiscount', { Discount: 7 });
		const processId = String(first(waiting).processId);
		const status = async () => first(await processNode({ operation: 'getStatus', processId })).status;
		expect(await status()).toBe('running');
		const [element] = bench.site.store.rows(
			'SysProcessElementLog',
			'"SysProcessId" = ? AND "CompleteDate" IS NULL',
			processId,
		);
		const executed = await processNode({ operation: 'executeElement', elementId: String(element?.Id) });
		expect(first(executed)).toMatchObject({ executed: true });
		expect(await status()).toBe('completed');
		const again = await processNode({ operation: 'executeElement', elementId: String(element?.Id) });
		expect(again.error).toMatchObject(failure('server', String(element?.Id), { perhapsDone: true }));
		expect(wordsOf(again.error)).toMatch(/may have been executed.*only while it waits/);

		const other = await start('UsrApproveDiscount', { Discount: 8 });
		const cancelled = await processNode({ operation: 'cancel', processId: String(first(other).processId) });
		expect(first(cancelled).status).toMatch(/cancelled|running/);
		const typo = await processNode({ operation: 'getStatus', processId: 'x' });
		expect(typo.error).toMatchObject(failure('input', 'field Process ID'));
	});

	it.each<Fault>([
		{ kind: 'resetAfter' },
		{ kind: 'jsonError', after: true },
		{ kind: 'globalHandler', status: 200, after: true },
		{ kind: 'status', status: 504, after: true },
	])('a cancel whose answer got lost (%j) is settled by the log', async (fault) => {
		const waiting = await start('UsrApproveDiscount', { Discount: 9 });
		const processId = String(first(waiting).processId);
		bench.site.faults.add({ match: { path: /CancelExecution/, times: 10 }, fault });
		const run = await processNode({ operation: 'cancel', processId, options: { retries: 0 } });
		expect(run.error).toBeUndefined();
		expect(first(run)).toMatchObject({ status: 'cancelled', processId });
	});

	it('a cancel that no log settles may have been done', async () => {
		const waiting = await start('UsrApproveDiscount', { Discount: 10 });
		const processId = String(first(waiting).processId);
		bench.site.faults.add({ match: { path: /CancelExecution/ }, fault: { kind: 'jsonError' } });
		const run = await processNode({ operation: 'cancel', processId, options: { retries: 0 } });
		expect(run.error).toMatchObject(failure('server', processId, { perhapsDone: true }));
		await processNode({ operation: 'cancel', processId });
	});

	it('the form shows the parameters of the process, required ones first', async () => {
		const options = {
			node: 'creatioProcess',
			parameters: {
				authentication: 'userPassword',
				operation: 'run',
				process: code('UsrAddNewExternalContact'),
			},
			credentials: bench.credential(),
		};
		const { fields } = await bench.engine.resourceMapping('getProcessParameters', options);
		expect(fields.map(({ id, required }) => [id, required])).toEqual([
			['ContactName', true],
			['MobilePhone', false],
			['Account', false],
		]);
		expect(fields[0]?.displayName).toBe('Full name of the contact (ContactName)');
		const found = await bench.engine.loadOptions('getResultParameters', options);
		expect(found.slice(0, 2).map(({ value }) => value)).toEqual(['ContactId', 'ContactList']);
		const list = await bench.engine.listSearch('searchProcessList', { ...options, filter: 'contact' });
		expect(list.results.map(({ name }) => name)).toContain('Change a contact (UsrChangeContact)');
		const texts = await bench.engine.listSearch('searchTextParameters', { ...options, filter: 'full name' });
		expect(texts.results.map(({ value }) => value)).toEqual(['ContactName']);
	});

	it('the form offers short lookups as options, whose texts and IDs are both taken', async () => {
		const parameters = {
			authentication: 'userPassword',
			operation: 'run',
			process: code('UsrChangeContact'),
		};
		const { fields } = await bench.engine.resourceMapping('getProcessParameters', {
			node: 'creatioProcess',
			parameters,
			credentials: bench.credential(),
		});
		const type = fields.find(({ id }) => id === 'Type');
		expect(type?.type).toBe('options');
		const id = type?.options?.find(({ name }) => name === 'Customer')?.value;
		expect(fields.find((field) => field.id === 'Contact')?.displayName).toContain('name or ID');
		for (const Type of ['Customer', id]) {
			bench.site.store.updateRaw(bench.site.store.entity('Contact'), ANDREW, { TypeId: null });
			const run = await start('UsrChangeContact', { Contact: ANDREW, Type });
			expect(first(run).status).toBe('completed');
			expect(bench.site.store.rows('Contact', '"Id" = ?', ANDREW)[0]?.TypeId).toBe(id);
		}
	});

	it('the form says why it is empty where the user is not allowed to see parameters', async () => {
		const blind = await openSite(bench.engine, { switches: { processSchema: false } });
		const form = (process: string) =>
			blind.engine.resourceMapping('getProcessParameters', {
				node: 'creatioProcess',
				parameters: { authentication: 'userPassword', operation: 'run', process: code(process) },
				credentials: blind.credential(),
			});
		expect(await form('UsrSum')).toEqual({
			fields: [],
			emptyFieldsNotice: expect.stringContaining('not allowed to see the parameters'),
		});
		expect(await form('')).toEqual({ fields: [] });
	});
});

describe('system settings', () => {
	const setting = (operation: string, settingCode: string, more: Row = {}) =>
		bench.creatio({
			resource: 'systemSetting',
			operation,
			setting: code(settingCode),
			object: object('Contact'),
			...more,
		});

	it('are read with their type, and written with a verdict', async () => {
		const before = await setting('get', 'MaxFileSize');
		expect(first(before)).toMatchObject({ code: 'MaxFileSize', type: 'integer', value: expect.any(Number) });
		const after = await setting('update', 'MaxFileSize', { value: '17' });
		expect(first(after)).toMatchObject({ code: 'MaxFileSize', value: 17 });
		expect(first(await setting('get', 'MaxFileSize')).value).toBe(17);
	});

	it('one that is reported as saved and keeps its old value is not a success', async () => {
		bench.site.switches.unsavedSettings = ['UsrTaxRate'];
		const run = await setting('update', 'UsrTaxRate', { value: '7' });
		bench.site.switches.unsavedSettings = [];
		expect(first(await setting('get', 'UsrTaxRate')).value).toBe(19.5);
		expect(run.error).toMatchObject(failure('invalid', 'UsrTaxRate'));
	});

	it.each<[string, unknown, unknown]>([
		['UsrAllowOrders', 'no', false],
		['UsrCreditLimit', '7.25', 7.25],
		['UsrSignature', 'Yours', 'Yours'],
		['UsrApiKey', 'secret', ''],
		['UsrLogo', 'AQL/', ''],
		['UsrLogo', '', null],
		['UsrLastExport', '2026-10-25T02:30:00+02:00', '2026-10-25T00:30:00.000Z'],
		['UsrFiscalYearStart', '2026-07-01', '2026-07-01'],
		['PrimaryCurrency', '', null],
	])('%s is set to %j and read back as %j', async (settingCode, value, expected) => {
		const run = await setting('update', settingCode, { value });
		expect(run.error).toBeUndefined();
		expect(first(run)).toMatchObject({ code: settingCode, value: expected });
	});

	it.each<Fault>([
		{ kind: 'resetAfter' },
		{ kind: 'cutBody' },
		{ kind: 'status', status: 504, after: true },
		{ kind: 'emptyAnswer', body: '{}', after: true },
		{ kind: 'jsonError', after: true },
	])('a write whose answer got lost (%j) is settled', async (fault) => {
		bench.site.faults.add({ match: { path: /PostSysSettingsValues/, times: 10 }, fault });
		const run = await setting('update', 'UsrTaxRate', { value: '11', options: { retries: 1 } });
		expect(run.error).toBeUndefined();
		expect(first(run)).toMatchObject({ value: 11 });
		await setting('update', 'UsrTaxRate', { value: '19.5', options: { retries: 1 } });
	});

	it.each<[string, string, string, Row, RegExp]>([
		['an unknown one', 'get', 'MaxFileSise', {}, /"MaxFileSise"/],
		['text in a number', 'update', 'MaxFileSize', { value: 'large' }, /number.*"large"/],
	])('%s is refused', async (_, operation, settingCode, more, place) => {
		const run = await setting(operation, settingCode, more);
		expect(run.error).toMatchObject(failure('input', place));
	});

	it('none is refused by n8n itself', async () => {
		expect((await setting('get', '')).error?.message).toMatch(/\bSetting\b/);
	});
});

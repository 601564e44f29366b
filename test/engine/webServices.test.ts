import { type Fault, HOSTINGS } from '../emulator';
import type { NodeErrorData } from '../support/engine';
import { failure, openSite, useBench, wordsOf } from './setup';

type Row = Readonly<Record<string, unknown>>;
const first = ({ items }: { items: Array<{ json: Row }> }) => items[0]?.json ?? {};

describe.each(HOSTINGS)('%s', (hosting) => {
	const bench = useBench({ hosting });

	const call = (method: string, more: Row = {}, options: Row = {}) =>
		bench.engine.run({
			node: 'creatioWebService',
			parameters: {
				authentication: 'userPassword',
				service: 'UsrIntegrationService',
				method,
				verb: 'POST',
				...more,
				options,
			},
			items: [{}],
			credentials: bench.credential(),
		});
	const pairs = (values: Record<string, unknown>) => ({
		parameter: Object.entries(values).map(([name, value]) => ({ name, value })),
	});

	it.each<[string, string, Row, unknown]>([
		[
			'wrapped fields',
			'AddNumbers',
			{ bodyMode: 'fields', body: pairs({ first: '2', second: 3 }) },
			{ data: 5 },
		],
		['a bare value', 'CountWords', { bodyMode: 'json', bodyJson: '"one two three"' }, { data: 3 }],
		[
			'a bare object',
			'Describe',
			{ bodyMode: 'json', bodyJson: '{"a":1,"b":2}' },
			{ isEmpty: false, members: ['a', 'b'] },
		],
		[
			'a GET',
			'Repeat',
			{ verb: 'GET', query: pairs({ text: 'a&b', times: '2', upper: 'true' }) },
			{ data: 'A&BA&B' },
		],
		['text', 'GetText', { verb: 'GET', query: pairs({ name: 'Ann' }) }, { data: 'Hello, Ann\r\n' }],
		[
			'out parameters',
			'SplitName',
			{ body: pairs({ fullName: 'Ann Lee' }) },
			expect.objectContaining({ givenName: 'Ann', surname: 'Lee' }),
		],
		[
			'dates and dictionaries',
			'GetTotals',
			{ body: pairs({ date: 'x' }) },
			expect.objectContaining({ on: '2023-11-14T22:13:20.000Z', byCurrency: { USD: 10.5, EUR: 3 } }),
		],
		['nothing', 'DoNothing', { bodyMode: 'none' }, { success: true }],
	])('%s', async (_, method, more, expected) => {
		const run = await call(method, more);
		expect(run.error).toBeUndefined();
		expect(first(run)).toEqual(expected);
	});

	describe('arguments of every type', () => {
		const ORDER = { number: 'A-1', on: '2026-01-31T09:00:00.000Z', totals: { USD: 10.5 }, tags: ['new'] };
		const typed = (...rows: ReadonlyArray<readonly [name: string, type: string, value: unknown]>) => ({
			body: { parameter: rows.map(([name, type, value]) => ({ name, type, value })) },
		});
		const order = async (more: Row, item: Row = ORDER) => {
			const run = await bench.engine.run({
				node: 'creatioWebService',
				parameters: {
					authentication: 'userPassword',
					service: 'UsrIntegrationService',
					method: 'ReadOrder',
					verb: 'POST',
					...more,
				},
				items: [item],
				credentials: bench.credential(),
				timezone: 'Europe/Berlin',
			});
			expect(run.error).toBeUndefined();
			return first(run);
		};

		it('are read by the service as they were declared, and come back as they were', async () => {
			const declared = typed(
				['number', 'text', '007'],
				['count', 'number', '7'],
				['paid', 'boolean', 'yes'],
				['price', 'number', '12345678901234567.89'],
				['on', 'date', '={{ $json.on }}'],
				['totals', 'dictionary', '={{ $json.totals }}'],
				['tags', 'list', '={{ $json.tags[0] }}'],
				['lines', 'list', '{"product": "Pen", "amount": 2}'],
				['first', 'auto', '{"product": "Ink", "amount": 1.5}'],
			);
			expect(await order(declared)).toMatchObject({
				...ORDER,
				number: '007',
				count: 7,
				paid: true,
				lines: [{ product: 'Pen', amount: 2 }],
				first: { product: 'Ink', amount: 1.5 },
			});
			const [sent] = bench.site.stats.find('POST', /ReadOrder/);
			expect(sent?.body).toContain('"price":12345678901234567.89');
			expect(JSON.parse(sent?.body ?? '')).toMatchObject({
				on: `/Date(${Date.UTC(2026, 0, 31, 9)}+0000)/`,
				totals: [{ Key: 'USD', Value: 10.5 }],
			});
		});

		it.each<[string, Row]>([
			['a field', typed(['on', 'auto', '={{ DateTime.fromISO("2026-01-31T10:00:00") }}'])],
			['a field that is declared', typed(['on', 'date', '2026-01-31T10:00:00'])],
			[
				'a body of JSON',
				{ bodyMode: 'json', bodyJson: '={{ { on: DateTime.fromISO("2026-01-31T10:00:00") } }}' },
			],
			[
				'a body of JSON with a Date',
				{ bodyMode: 'json', bodyJson: '={{ { on: new Date("2026-01-31T09:00:00Z") } }}' },
			],
		])('a date of %s is the instant that was meant', async (_, more) => {
			expect(await order(more)).toMatchObject({ on: ORDER.on });
		});

		it('a date as text is refused with the rules of .NET, and named', async () => {
			const run = await call('ReadOrder', typed(['on', 'auto', ORDER.on], ['number', 'auto', 'A-1']));
			expect(run.error).toMatchObject({ kind: 'invalid' });
			expect(wordsOf(run.error)).toMatch(/field Type.*"on" is a date as text/);
		});
	});

	it('a file becomes a file of the item', async () => {
		const run = await call('GetFile', { verb: 'GET' }, { fileField: 'report' });
		expect(first(run)).toEqual({ fileName: 'résumé.bin', mimeType: 'application/octet-stream', bytes: 8 });
		const file = run.items[0]?.binary?.report;
		expect(Buffer.from(file?.data ?? '', 'base64')).toEqual(Buffer.from([0, 1, 2, 253, 254, 255, 10, 13]));
	});

	it.each<[string, string, Row, Partial<NodeErrorData>, RegExp]>([
		['that says so', 'FailHandled', {}, { kind: 'forbidden' }, /The order is closed/],
		['that says so in a bare body', 'FailHandledBare', {}, { kind: 'invalid' }, /The order is closed/],
		['of a method that does not exist', 'Nope', {}, { kind: 'notFound' }, /UsrIntegrationService\/Nope/],
		[
			'of a service that does not exist',
			'Repeat',
			{ service: 'UsrNope' },
			{ kind: 'notFound' },
			/UsrNope\/Repeat/,
		],
		[
			'with status 500 is reported',
			'FailWithStatus',
			{},
			{ kind: 'server', perhapsDone: true },
			/Boom.*FailWithStatus may have done its work/,
		],
		['by an exception', 'FailUnhandled', {}, { kind: 'server', perhapsDone: true }, /FailUnhandled/],
		[
			'of a body that is not JSON',
			'CountWords',
			{ bodyMode: 'json', bodyJson: '{' },
			{ kind: 'input' },
			/Body/,
		],
		[
			'of a method that leaves the folder',
			'../../odata/Contact',
			{},
			{ kind: 'input' },
			/odata\/Contact".*\(field Method\)/,
		],
		[
			'of a service that leaves the folder',
			'x',
			{ service: '../ServiceModel' },
			{ kind: 'input' },
			/ServiceModel".*\(field Service\)/,
		],
		[
			'of a name twice',
			'AddNumbers',
			{ body: { parameter: [{ name: 'a' }, { name: 'a' }] } },
			{ kind: 'input' },
			/\ba\b/,
		],
	])('a failure %s', async (_, method, more, error, place) => {
		const run = await call(method, more);
		expect(run.items).toEqual([]);
		expect(run.error).toMatchObject({ perhapsDone: false, ...error });
		expect(wordsOf(run.error)).toMatch(place);
	});

	it('a method that answers 404 in HTML does not exist', async () => {
		const body = '<!DOCTYPE html><html><head><title>404 - File or directory not found.</title></head></html>';
		bench.site.faults.add({
			match: { path: /GetText/ },
			fault: { kind: 'status', status: 404, headers: { 'content-type': 'text/html' }, body },
		});
		const run = await call('GetText', { verb: 'GET' });
		expect(run.error).toMatchObject(failure('notFound', 'UsrIntegrationService/GetText'));
	});

	it.each<Fault>([{ kind: 'resetAfter' }, { kind: 'cutBody' }, { kind: 'htmlLogin' }])(
		'a POST whose answer got lost (%j) is not sent again, unless it only reads',
		async (fault) => {
			const body = { bodyMode: 'json', bodyJson: '{"first":1,"second":2}' };
			const match = { path: /AddNumbers/ };
			const sent = () => bench.site.stats.find('POST', /AddNumbers/).length;
			bench.site.faults.add({ match, fault });
			const once = await call('AddNumbers', body);
			expect(once.error).toMatchObject({
				perhapsDone: true,
				message: expect.stringContaining('UsrIntegrationService/AddNumbers'),
			});
			expect(sent()).toBe(1);
			bench.site.faults.clear();
			bench.site.faults.add({ match, fault });
			bench.site.resetStats();
			expect(first(await call('AddNumbers', body, { mayRepeat: true }))).toEqual({ data: 3 });
			expect(sent()).toBe(2);
		},
	);

	it.each<Fault>([
		{ kind: 'status', status: 503, after: true },
		{ kind: 'outage', by: 'nginx', status: 502, after: true },
		{ kind: 'jsonError', after: true },
		{ kind: 'jsonError', status: 503, after: true },
		{ kind: 'globalHandler', status: 200, after: true },
		{ kind: 'globalHandler', status: 500, after: true },
		{ kind: 'shortAnswer' },
		{ kind: 'emptyAnswer', body: '', after: true },
	])('a POST that was answered by %j may have done its work', async (fault) => {
		bench.site.faults.add({ match: { path: /AddNumbers/ }, fault });
		const body = { bodyMode: 'json', bodyJson: '{"first":1,"second":2}' };
		const run = await call('AddNumbers', body, { format: 'json' });
		expect(run.items).toEqual([]);
		expect(run.error).toMatchObject({
			perhapsDone: true,
			message: expect.stringContaining('UsrIntegrationService/AddNumbers may have done its work'),
		});
		expect(bench.site.stats.find('POST', /AddNumbers/)).toHaveLength(1);
	});

	it.each<Fault>([
		{ kind: 'outage', by: 'nginx', status: 502 },
		{ kind: 'status', status: 503 },
		{ kind: 'shortAnswer' },
		{ kind: 'collectionModified' },
	])('a GET that was answered by %j is repeated', async (fault) => {
		bench.site.faults.add({ match: { path: /Repeat/ }, fault });
		const run = await call('Repeat', { verb: 'GET', query: pairs({ text: 'a', times: '2' }) });
		expect(first(run)).toEqual({ data: 'aa' });
		expect(bench.site.stats.find('GET', /Repeat/)).toHaveLength(2);
	});

	const WCF_FAULT =
		'<Fault xmlns="http://schemas.microsoft.com/ws/2005/05/envelope/none"><Code><Value>Receiver</Value></Code><Reason><Text xml:lang="en-US">The order is closed.</Text></Reason></Fault>';
	it.each<[number, string, string]>([
		[400, 'application/json', '{"ErrorMessage":"The order is closed."}'],
		[404, 'application/json', '{"error":"The order is closed."}'],
		[409, 'application/problem+json', '{"title":"Conflict","status":409,"detail":"The order is closed."}'],
		[422, 'application/json', '{"errors":["The order is closed."]}'],
		[
			500,
			'application/json',
			'{"Code":-1,"Exception":"System.Exception: The order is closed.\\r\\n   at A.B()"}',
		],
		[500, 'application/xml', WCF_FAULT],
		[400, 'text/plain', 'The order is closed.'],
		[
			400,
			'text/html',
			'<!DOCTYPE html><html><title>Request Error</title><p xmlns="">The server encountered an error processing the request. The exception message is \'The order is closed.\'. See server logs for more details.</p></html>',
		],
		[200, 'application/json', '{"error":{"message":"The order is closed."}}'],
		[200, 'application/json', '{"Code":-1,"Exception":"System.Exception: The order is closed."}'],
	])('the words of a failure are found in %i %s %s', async (status, type, body) => {
		bench.site.faults.add({
			match: { path: /Length/ },
			fault: { kind: 'status', status, headers: { 'content-type': type }, body },
		});
		const { items, error } = await call('Length', { bodyMode: 'json', bodyJson: '"a"' });
		expect(items).toEqual([]);
		expect(error?.message).toContain('The order is closed.');
		expect(error?.message).not.toContain('at A.B()');
	});

	it('a result of another name is returned with it', async () => {
		const run = await call('GetFeatureState', { service: 'FeatureService', body: pairs({ code: 'X' }) });
		expect(first(run)).toEqual({ FeatureState: expect.any(Number) });
	});

	it('an anonymous service is called without signing in', async () => {
		const fresh = await openSite(bench.engine, { hosting });
		const run = await fresh.engine.run({
			node: 'creatioWebService',
			parameters: {
				authentication: 'userPassword',
				service: 'UsrPublicService',
				method: 'Ping',
				verb: 'GET',
				route: 'anonymous',
			},
			items: [{}],
			credentials: fresh.credential(),
		});
		expect(fresh.site.stats.signInAttempts).toBe(0);
		expect(first(run)).toEqual({ data: 'pong' });
	});

	it('a wrong verb is named where the host distinguishes it from a method that does not exist', async () => {
		const { error } = await call('Repeat', {});
		const expected: Record<typeof hosting, Partial<NodeErrorData>> = {
			framework: { kind: 'invalid' },
			net: { kind: 'notFound' },
		};
		expect(error).toMatchObject({ perhapsDone: false, ...expected[hosting] });
		expect(wordsOf(error)).toMatch(hosting === 'framework' ? /Repeat .*POST.*GET/ : /Repeat for POST/);
	});

	it('a value that the method cannot read is a failure, which names it where the host has a page', async () => {
		const { error } = await call('AddNumbers', { bodyMode: 'json', bodyJson: '{"first":"x"}' });
		// An empty 400 comes before the method; the page "Request Error" also comes of exceptions in it.
		expect(error).toMatchObject({ kind: 'invalid', perhapsDone: hosting === 'framework' });
		expect(wordsOf(error)).toMatch(/AddNumbers/);
	});
});

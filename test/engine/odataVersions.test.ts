import type { ODataVersion } from '../../nodes/shared/connection/settings';
import type { EmulatorOptions } from '../emulator';
import {
	ANDREW,
	failure,
	itemsOf,
	object,
	openSite,
	type Parameters,
	record,
	useBench,
	wordsOf,
} from './setup';

const bench = useBench();

const GET_CONTACT = { operation: 'get', object: object('Contact'), recordId: record(ANDREW) };
const CHECK = { resource: 'site', operation: 'check' };

async function siteWith(options: EmulatorOptions, odataVersion: ODataVersion) {
	const site = await openSite(bench.engine, options);
	const credentials = site.credential({ odataVersion });
	const inRun = async (parameters: Parameters) => await site.creatio(parameters, { credentials });
	return {
		site,
		test: async () =>
			await bench.engine.credentialTest('creatioPlatformApi', credentials.creatioPlatformApi ?? {}),
		inRun,
		list: async () =>
			await bench.engine.listSearch('searchObjects', {
				node: 'creatio',
				credentials,
				parameters: { authentication: 'userPassword', resource: 'record', operation: 'get' },
				filter: 'contact',
			}),
		odataRow: async () => itemsOf(await inRun(CHECK)).find(({ check }) => check === 'odata'),
	};
}

describe.each<[string, ODataVersion, ODataVersion, EmulatorOptions, RegExp]>([
	[
		'OData 4 on an old site',
		'4',
		'3',
		{ hosting: 'framework', switches: { odata4: false } },
		/has OData 4 switched off/,
	],
	['OData 3 on .NET', '3', '4', { hosting: 'net' }, /does not have OData 3/],
])('%s', (_what, chosen, other, options, words) => {
	const bare = { sampleData: false, ...options };
	const choose = new RegExp(`[Cc]hoose OData ${other} in the field OData Version`);

	it('fails in the test of the credential, which says what to choose', async () => {
		const { site, test } = await siteWith(bare, chosen);
		const { status, message } = await test();
		expect(status).toBe('Error');
		expect(message).toMatch(words);
		expect(message).toMatch(choose);
		expect(site.site.stats.writes).toEqual({});
	});

	it('fails in a run and in a list of the editor, which say what to choose', async () => {
		const { inRun, list } = await siteWith(bare, chosen);
		const { error } = await inRun(GET_CONTACT);
		expect(error).toMatchObject(failure('notFound', `does not answer OData ${chosen}`));
		expect(wordsOf(error)).toMatch(choose);
		await expect(list()).rejects.toMatchObject({
			message: expect.stringContaining(`does not answer OData ${chosen}`),
		});
	});

	it('is found by the check of the site', async () => {
		const { odataRow } = await siteWith(bare, chosen);
		const row = await odataRow();
		expect(row).toMatchObject({ status: 'failed', detail: expect.stringMatching(words) });
		expect(row?.cure).toMatch(choose);
	});

	it('works with the other version, and the test costs one request more', async () => {
		const { site, test } = await siteWith(bare, other);
		expect(await test()).toMatchObject({ status: 'OK', message: expect.not.stringContaining('Whether') });
		const paths = site.site.stats.requests.map(({ path }) => path);
		expect(paths.filter((path) => /Contact(Collection)?\?/.test(path))).toHaveLength(1);
	});
});

it('neither version is named by the test of the credential', async () => {
	for (const version of ['3', '4'] as const) {
		const { test } = await siteWith(
			{ sampleData: false, switches: { odata3: false, odata4: false } },
			version,
		);
		expect(await test()).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('answers neither OData 4 nor OData 3'),
		});
	}
});

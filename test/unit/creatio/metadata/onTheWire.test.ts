import { createMetadata } from '../../../../nodes/shared/creatio/metadata/metadata';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../../emulator';
import { directConnection } from '../../../support/directConnection';

const running: Emulator[] = [];
afterAll(() => Promise.all(running.map((site) => site.stop())));

async function metadataOf(options: EmulatorOptions = {}) {
	const site = await startEmulator({ sampleData: false, ...options });
	running.push(site);
	const connection = directConnection({
		baseUrl: site.url,
		hosting: 'auto',
		allowUnauthorizedCerts: false,
		signIn: { kind: 'password', username: 'Supervisor', password: 'Supervisor' },
		timeoutMs: 20_000,
		retries: 0,
	});
	return { site, metadata: createMetadata(connection) };
}

it('a whole site lists its objects with captions', async () => {
	const { site, metadata } = await metadataOf();
	const objects = await metadata.objects();
	expect(objects.length).toBeGreaterThan(1_400);
	expect(objects.find(({ name }) => name === 'Contact')).toEqual({
		name: 'Contact',
		caption: 'Contact',
		section: 'Contacts',
	});
	expect(objects.find(({ name }) => name === 'ContactAddress')).not.toHaveProperty('section');
	const withSection = objects.filter(({ section }) => section !== undefined);
	expect(withSection.length).toBeGreaterThan(5);
	expect(objects.slice(0, withSection.length)).toEqual(withSection);
	expect(objects.filter(({ name, caption }) => name !== caption).length).toBeGreaterThan(20);
	expect(objects.at(-1)?.name).toMatch(/^(Vw|Sys)|(Lcz|Right|InFolder|InTag)$/);

	await metadata.objects();
	await metadata.object('Account');
	expect(site.stats.requests.filter(({ path }) => path.endsWith('$metadata'))).toHaveLength(1);
});

it.each([{ without: ['SysModule'] }, { without: ['SysModuleEntity'] }])(
	'a site that does not show its sections has the usual ones first: %j',
	async (options) => {
		const objects = await (await metadataOf(options)).metadata.objects();
		expect(objects.some(({ section }) => section !== undefined)).toBe(false);
		expect(objects.slice(0, 3).map(({ name }) => name)).toEqual(['Account', 'Activity', 'Case']);
	},
);

it('the model and the runtime schema of an object agree', async () => {
	const { metadata } = await metadataOf();
	for (const name of ['Contact', 'Account', 'Activity', 'Case', 'Order', 'Product']) {
		const model = await metadata.object(name);
		const details = await metadata.details(name);
		expect(details?.columns.size).toBeGreaterThan(5);
		for (const { name: column, type, target } of model.columns.values()) {
			const detail = details?.columns.get(column);
			const flat = detail?.type === 'date' || detail?.type === 'time' ? 'dateTime' : detail?.type;
			expect([column, flat, detail?.target]).toEqual([column, type, target]);
		}
	}
	expect((await metadata.details('Contact'))?.columns.get('BirthDate')?.type).toBe('date');
	expect(await metadata.displayColumn('Activity')).toBe('Title');
});

it('a site without the runtime schema still has display columns', async () => {
	const { metadata } = await metadataOf({ switches: { runtimeSchema: 'refused' } });
	expect(await metadata.details('Contact')).toBeUndefined();
	expect(await metadata.displayColumn('Activity')).toBe('Title');
});

it('an object is found by its caption, and named where that is misspelt', async () => {
	const { metadata } = await metadataOf();
	const { name, caption } =
		(await metadata.objects()).find((object) => object.caption.replaceAll(' ', '') !== object.name) ?? {};
	expect((await metadata.object(String(caption).toUpperCase())).name).toBe(name);
	await expect(metadata.object(`${caption}x`)).rejects.toMatchObject({
		kind: 'input',
		cure: expect.stringContaining(`${caption} (${name})`),
	});
});

import { OAUTH_CLIENTS, USERS } from '../emulator';
import { column, failure, type Parameters, SIMILAR_HOSTINGS, useBench } from './setup';
import { watch } from './triggerSetup';

/** The option Ignore Changes Made By, so that a workflow that writes back does not start itself. */

let now = Date.parse('2026-03-02T09:00:00Z');
const MINUTE = 60_000;

const OWN = USERS.supervisor.contactId;
const OTHER = USERS.awkward.contactId;

describe.each(SIMILAR_HOSTINGS)('%s', (hosting) => {
	const bench = useBench({ sampleData: false, hosting, clock: () => new Date(now) });

	const wire = () => `${new Date(now).toISOString().slice(0, 23)}0000`;
	const make = (by: string, more: Record<string, string> = {}) => {
		now += 1_000;
		return bench.site.store.insert('Contact', { Name: 'Person', CreatedById: by, ModifiedById: by, ...more });
	};
	const change = (by: string, id: string, more: Record<string, string | null> = {}) => {
		now += 3_000;
		const { store } = bench.site;
		store.updateRaw(store.entity('Contact'), id, { ...more, ModifiedById: by, ModifiedOn: wire() });
	};
	const ignoring = (parameters: Parameters = {}, users: unknown = ['ownUser'], options: Parameters = {}) =>
		watch(bench, { ...parameters, options: { ...options, ignoreChangesBy: users } });
	const ids = (items: ReadonlyArray<Record<string, unknown>>) => items.map(({ Id }) => Id);

	beforeEach(() => {
		now += 180 * MINUTE;
	});

	it('a creation by the user of the credential is ignored, also when others change the record, and the reverse', async () => {
		const trigger = ignoring({ event: 'created' });
		await trigger.poll();
		const [own, other] = [make(OWN), make(OTHER)];
		change(OTHER, own);
		change(OWN, other);
		expect(ids(await trigger.items())).toEqual([other]);
		expect(await trigger.items()).toEqual([]);
	});

	it('an update is ignored, and does not hide the next one by another user', async () => {
		const trigger = ignoring({ event: 'updated' });
		const [one, two] = [make(OTHER), make(OTHER)];
		now += 10 * MINUTE;
		await trigger.poll();
		change(OWN, one);
		change(OTHER, two);
		expect(ids(await trigger.items())).toEqual([two]);
		change(OTHER, one);
		change(OWN, two);
		expect(ids(await trigger.items())).toEqual([one]);
		expect(await trigger.items()).toEqual([]);
	});

	it('an ignored version does not hide one of the same time', async () => {
		const id = make(OTHER);
		const trigger = ignoring({ event: 'createdOrUpdated' });
		await trigger.poll();
		change(OWN, id);
		expect(await trigger.items()).toEqual([]);
		now -= 3_000;
		change(OTHER, id);
		expect(ids(await trigger.items())).toEqual([id]);
	});

	it('a record that another user made counts once, although an ignored one changed it before the poll', async () => {
		const trigger = ignoring({ event: 'createdOrUpdated' });
		make(OTHER);
		await trigger.poll();
		const [other, own] = [make(OTHER), make(OWN)];
		change(OWN, other);
		change(OWN, own);
		expect(ids(await trigger.items())).toEqual([other]);
		change(OWN, other);
		expect(await trigger.items()).toEqual([]);
		change(OTHER, own);
		expect(ids(await trigger.items())).toEqual([own]);
	});

	it.each([[false], [true]])(
		'what ignored users left in columns is what the next change is compared with (old values: %p)',
		async (oldValues) => {
			const watched = { event: 'columnsChanged', watchedColumns: ['JobTitle'] };
			const id = make(OTHER, { JobTitle: 'Welder' });
			const trigger = ignoring(watched, ['ownUser'], { oldValues });
			await trigger.poll();
			change(OWN, id, { JobTitle: 'Smith' });
			expect(await trigger.items()).toEqual([]);
			change(OTHER, id, { JobTitle: 'Smith', Name: 'Other' });
			expect(await trigger.items()).toEqual([]);
			change(OTHER, id, { JobTitle: 'Welder' });
			const [item] = await trigger.items();
			expect(item).toMatchObject({ Id: id, ...(oldValues && { oldValues: { JobTitle: 'Smith' } }) });
		},
	);

	it('a value that an ignored user set was reached, so that another change is not an entry', async () => {
		const trigger = ignoring({ event: 'enteredValue', column: column('JobTitle'), value: 'Welder' });
		const id = make(OTHER);
		await trigger.poll();
		change(OWN, id, { JobTitle: 'Welder' });
		expect(await trigger.items()).toEqual([]);
		change(OTHER, id, { Name: 'Other' });
		expect(await trigger.items()).toEqual([]);
		change(OWN, id, { JobTitle: 'Smith' });
		expect(await trigger.items()).toEqual([]);
		change(OTHER, id, { JobTitle: 'Welder' });
		const [item] = await trigger.items();
		expect(item).toMatchObject({ Id: id });
	});

	it('what is ignored does not take the place of what counts', async () => {
		const trigger = ignoring({ event: 'createdOrUpdated' }, ['ownUser'], { maxRecords: 2, pageSize: 10 });
		await trigger.poll();
		const others: string[] = [];
		for (let number = 0; number < 35; number++) {
			make(OWN);
			if (number % 10 === 0) others.push(make(OTHER));
		}
		expect(ids(await trigger.items())).toEqual(others.slice(0, 2));
		expect(ids(await trigger.items())).toEqual(others.slice(2));
		expect(await trigger.items()).toEqual([]);
	});

	it.each([
		['the ID of a contact', [OTHER.toUpperCase()]],
		['the ID of a user', [USERS.awkward.userId]],
		['the name of a user', [USERS.awkward.name]],
		['text with several', `Supervisor, ${USERS.awkward.name}`],
	])('users are named by %s', async (_, users) => {
		const trigger = ignoring({ event: 'created' }, users);
		await trigger.poll();
		make(OTHER);
		const third = make(USERS.inKyiv.contactId);
		expect(ids(await trigger.items())).toEqual([third]);
	});

	it('a name that no user has is refused', async () => {
		expect((await ignoring({}, ['Nobody']).poll()).error).toMatchObject(
			failure('input', 'option Ignore Changes Made By'),
		);
	});

	it('the own user is asked for once for all polls, and again with another credential', async () => {
		// The session of earlier tests has ended.
		await watch(bench, {}).poll();
		const trigger = ignoring({ event: 'created' });
		trigger.credentials = bench.credential({ hosting });
		const asked = () => bench.site.stats.requests.filter(({ path }) => path.includes('UserInfo')).length;
		for (let round = 0; round < 4; round++) await trigger.poll();
		expect(asked()).toBe(1);
		const { name, password } = USERS.awkward;
		trigger.credentials = bench.credential({ username: name, password, hosting });
		make(OTHER);
		const former = make(OWN);
		expect(ids(await trigger.items())).toEqual([former]);
		expect(asked()).toBe(2);
	});

	it('the own user of client credentials is the one behind them', async () => {
		const { clientId, clientSecret, user } = OAUTH_CLIENTS.server;
		const trigger = ignoring({ authentication: 'oAuth2', event: 'created' });
		const { url: baseUrl, tokenUrl } = bench.site;
		trigger.credentials = {
			creatioPlatformOAuth2Api: {
				...{ grantType: 'clientCredentials', baseUrl, hosting: 'auto' },
				...{ clientId, clientSecret, tokenUrl, allowUnauthorizedCerts: false },
			},
		};
		await trigger.poll();
		make(user.contactId);
		const own = make(OWN);
		expect(ids(await trigger.items())).toEqual([own]);
	});

	it('without the service for the user, DataService names the own user; without both, the poll says so', async () => {
		const trigger = ignoring({ event: 'created' });
		const refuse = (path: RegExp) =>
			bench.site.faults.add({ match: { path, times: Infinity }, fault: { kind: 'status', status: 403 } });
		refuse(/GetCurrentUserInfo/);
		const login = { username: USERS.inKyiv.name, password: USERS.inKyiv.password };
		trigger.credentials = bench.credential(login);
		await trigger.poll();
		make(USERS.inKyiv.contactId);
		const other = make(OTHER);
		expect(ids(await trigger.items())).toEqual([other]);
		refuse(/SelectQuery/);
		trigger.credentials = bench.credential({ ...login, allowUnauthorizedCerts: true });
		const { error } = await trigger.poll();
		expect(error).toMatchObject(failure('unreadable', 'option Ignore Changes Made By'));
	});

	it('a test by hand shows a record of somebody else', async () => {
		const other = make(OTHER);
		make(OWN);
		for (const event of ['created', 'updated', 'createdOrUpdated']) {
			const { items } = await ignoring({ event }).sample();
			expect(items?.map(({ json }) => json.Id)).toEqual([other]);
		}
	});

	it('other users to ignore do not begin anew', async () => {
		const trigger = ignoring({ event: 'created' });
		await trigger.poll();
		const own = make(OWN);
		make(OTHER);
		trigger.configure({ options: { ignoreChangesBy: [OTHER] } });
		expect(ids(await trigger.items())).toEqual([own]);
	});

	it('the list has the own user and the users of the site', async () => {
		const list = await bench.engine.loadOptions('getUsers', {
			node: 'creatioTrigger',
			parameters: { authentication: 'userPassword' },
			credentials: bench.credential(),
		});
		expect(list[0]).toMatchObject({ value: 'ownUser' });
		expect(list).toContainEqual(expect.objectContaining({ value: OTHER }));
	});
});

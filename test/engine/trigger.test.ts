import { column, conditions, failure, object, openSite, related, useBench } from './setup';
import { watch } from './triggerSetup';

/** The clock of the site; it stands still until a test moves it. */
let now = Date.parse('2026-03-02T09:00:00Z');
const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const pass = (milliseconds: number) => {
	now += milliseconds;
};

const bench = useBench({ clock: () => new Date(now) });
beforeEach(() => {
	pass(3 * HOUR);
});

let lastName = 0;
/** A contact made now, or with times of its own. */
const make = (more: Record<string, string | Date> = {}, site = bench.site) =>
	site.store.insert('Contact', { Name: `Person ${++lastName}`, ...more });
const change = (id: string, values: Record<string, string | number | null> = {}, at = new Date(now)) => {
	const { store } = bench.site;
	store.updateRaw(store.entity('Contact'), id, {
		...values,
		ModifiedOn: `${at.toISOString().slice(0, 23)}0000`,
	});
};
/** Reads of contacts, over either version of OData. */
const CONTACTS = /\/(?:odata|EntityDataService\.svc)\/Contact/;

const ids = (items: ReadonlyArray<Record<string, unknown>>) => items.map(({ Id }) => Id);
const requests = () => bench.site.stats.requests.length;

describe('a new record', () => {
	it('is reported once, and nothing that existed before', async () => {
		const trigger = watch(bench, {});
		expect((await trigger.poll()).items).toBeNull();
		expect(await trigger.items()).toEqual([]);
		pass(MINUTE);
		const [one, two] = [make(), make()];
		pass(MINUTE);
		const items = await trigger.items();
		expect(ids(items).sort()).toEqual([one, two].sort());
		expect(items[0]).toMatchObject({ Name: expect.stringContaining('Person'), AccountId: null });
		for (let round = 0; round < 5; round++) {
			pass(MINUTE);
			expect(await trigger.items()).toEqual([]);
		}
	});

	it.each([
		[{ event: 'created' }],
		[{ event: 'updated' }],
		[{ event: 'createdOrUpdated' }],
		[{ event: 'columnsChanged', watchedColumns: ['JobTitle', 'Account'] }],
		[{ event: 'enteredValue', column: column('Type'), value: 'Customer' }],
		[{ event: 'deleted' }],
		[{ event: 'created', options: { outputColumns: ['Owner'], relatedColumns: related('Account.Name') } }],
	])('costs one request a poll while nothing happens (%j)', async (parameters) => {
		const team = `Team ${++lastName}`;
		const isInTeam = conditions(['JobTitle', 'equals', team], ['Type', 'notEquals', 'Supplier']);
		// As many as a site might cut an answer to, all of one time.
		const customer = '00783ef6-f36b-1410-a883-16d83cab0980';
		for (let number = 0; number < 100; number++) make({ JobTitle: team, TypeId: customer });
		const trigger = watch(bench, { conditions: isInTeam, ...parameters });
		await trigger.poll();
		for (let round = 0; round < 12; round++) {
			pass(MINUTE);
			bench.site.resetStats();
			expect(await trigger.items()).toEqual([]);
			expect(requests()).toBe(1);
		}
	});

	it('comes with the columns, texts and conditions of the form', async () => {
		const trigger = watch(bench, {
			conditions: conditions(['JobTitle', 'equals', 'Welder']),
			options: { outputColumns: ['Name', 'JobTitle'], relatedColumns: related('Owner.Name') },
		});
		await trigger.poll();
		pass(MINUTE);
		make();
		const welder = make({ JobTitle: 'Welder' });
		pass(MINUTE);
		expect(await trigger.items()).toEqual([
			{ Id: welder, Name: expect.any(String), JobTitle: 'Welder', 'Owner.Name': null },
		]);
	});

	it('is reported once, when many have one time and more than a page has it', async () => {
		const trigger = watch(bench, { options: { pageSize: 50 } });
		await trigger.poll();
		pass(MINUTE);
		const made = Array.from({ length: 230 }, () => make());
		pass(MINUTE);
		expect(new Set(ids(await trigger.items()))).toEqual(new Set(made));
		expect(await trigger.items()).toEqual([]);
	});

	it('waits for the next poll when there are more than one may take, and is not lost', async () => {
		const trigger = watch(bench, { options: { pageSize: 40, maxRecords: 100 } });
		await trigger.poll();
		pass(MINUTE);
		const made = Array.from({ length: 330 }, (_, index) => {
			if (index % 3 === 0) pass(7);
			return make();
		});
		const reported: unknown[] = [];
		for (const expected of [100, 100, 100, 30, 0]) {
			pass(MINUTE);
			const items = await trigger.items();
			expect(items).toHaveLength(expected);
			reported.push(...ids(items));
		}
		expect([...reported].sort()).toEqual(made.sort());
	});

	it('of many with one time is reported once in many polls, with a memory that stays small', async () => {
		const trigger = watch(bench, { options: { maxRecords: 200 } });
		await trigger.poll();
		pass(MINUTE);
		const made = Array.from({ length: 3_000 }, () => make());
		const reported: unknown[] = [];
		let largest = 0;
		for (let round = 0; round < 17; round++) {
			pass(MINUTE);
			reported.push(...ids(await trigger.items()));
			largest = Math.max(largest, JSON.stringify(trigger.memory()).length);
		}
		expect([...reported].sort()).toEqual(made.sort());
		// Seven minutes' worth, not all of them.
		expect(largest).toBeLessThan(200 * 9 * 8 + 1_000);
	});

	it('that becomes visible later than its time is reported within the overlap', async () => {
		const trigger = watch(bench, {});
		await trigger.poll();
		pass(MINUTE);
		const begun = new Date(now);
		const early = make();
		pass(MINUTE);
		expect(ids(await trigger.items())).toEqual([early]);
		pass(30 * SECOND);
		const late = make({ CreatedOn: begun, ModifiedOn: begun });
		pass(20 * SECOND);
		expect(ids(await trigger.items())).toEqual([late]);
		pass(MINUTE);
		expect(await trigger.items()).toEqual([]);
	});

	it('with a time in the future does not hide those of the present', async () => {
		const trigger = watch(bench, {});
		await trigger.poll();
		pass(MINUTE);
		const future = make({ CreatedOn: new Date(now + 48 * HOUR) });
		pass(MINUTE);
		expect(ids(await trigger.items())).toEqual([future]);
		for (let round = 0; round < 12; round++) {
			const id = make();
			pass(MINUTE);
			expect(ids(await trigger.items())).toEqual([id]);
		}
		bench.site.store.remove('Contact', future);
	});

	it('is reported after a restart, once', async () => {
		const trigger = watch(bench, {});
		await trigger.poll();
		pass(MINUTE);
		const first = make();
		pass(MINUTE);
		expect(ids(await trigger.items())).toEqual([first]);
		for (let round = 0; round < 4; round++) {
			pass(MINUTE);
			await trigger.items();
		}
		trigger.restart(false);
		const second = make();
		pass(HOUR);
		expect(ids(await trigger.items())).toEqual([second]);
	});

	it('can be reported from a date on', async () => {
		const begin = new Date(now);
		const made = [make(), make()];
		pass(HOUR);
		const trigger = watch(bench, { options: { startFrom: begin.toISOString() } });
		expect((await trigger.poll()).items).toBeNull();
		expect(ids(await trigger.items()).sort()).toEqual(made.sort());
		expect(await trigger.items()).toEqual([]);
	});

	it('other conditions or another object begin anew, the same ones in other captions do not', async () => {
		const chosen = (name: string, cachedResultName: string) => ({ ...object(name), cachedResultName });
		const trigger = watch(bench, { object: chosen('Contact', 'Contact') });
		await trigger.poll();
		pass(MINUTE);
		make();
		trigger.configure({ object: chosen('Contact', 'Kontakt') });
		expect(await trigger.items()).toHaveLength(1);
		pass(MINUTE);
		make();
		trigger.configure({ conditions: conditions(['Name', 'startsWith', 'Person']) });
		expect(await trigger.items()).toEqual([]);
		make();
		pass(MINUTE);
		expect(await trigger.items()).toHaveLength(1);
	});
});

describe('a change', () => {
	it('is reported with each new version, and a creation is not an update', async () => {
		const old = make();
		pass(HOUR);
		const trigger = watch(bench, { event: 'updated' });
		await trigger.poll();
		pass(MINUTE);
		make();
		change(old, { JobTitle: 'Baker' });
		pass(MINUTE);
		expect(await trigger.items()).toMatchObject([{ Id: old, JobTitle: 'Baker' }]);
		change(old, { JobTitle: 'Butcher' });
		pass(MINUTE);
		expect(await trigger.items()).toMatchObject([{ Id: old, JobTitle: 'Butcher' }]);
		pass(MINUTE);
		expect(await trigger.items()).toEqual([]);
	});

	it('comes together with creations where both are wanted', async () => {
		const old = make();
		pass(HOUR);
		const trigger = watch(bench, { event: 'createdOrUpdated' });
		await trigger.poll();
		pass(MINUTE);
		const made = make();
		change(old);
		pass(MINUTE);
		expect(ids(await trigger.items()).sort()).toEqual([made, old].sort());
	});
});

describe('changed columns', () => {
	const watched = { event: 'columnsChanged', watchedColumns: ['JobTitle', 'Account'] };

	it('are reported, other changes are not', async () => {
		const [one, two] = [make({ JobTitle: 'Baker' }), make()];
		const trigger = watch(bench, { ...watched, conditions: conditions(['Name', 'startsWith', 'Person']) });
		await trigger.poll();
		pass(MINUTE);
		change(one, { JobTitle: 'Butcher' });
		change(two, { Notes: 'Another column' });
		pass(MINUTE);
		expect(ids(await trigger.items())).toEqual([one]);
		pass(MINUTE);
		expect(await trigger.items()).toEqual([]);
		change(one, { JobTitle: 'Baker' });
		pass(MINUTE);
		expect(ids(await trigger.items())).toEqual([one]);
	});

	it('come with their old values, if wanted', async () => {
		const id = make({ JobTitle: 'Baker' });
		const trigger = watch(bench, {
			...watched,
			conditions: conditions(['Id', 'equals', id]),
			options: { oldValues: true },
		});
		await trigger.poll();
		pass(MINUTE);
		change(id, { JobTitle: 'Butcher' });
		pass(MINUTE);
		expect(await trigger.items()).toMatchObject([{ JobTitle: 'Butcher', oldValues: { JobTitle: 'Baker' } }]);
	});

	it('of new records count from their second version on, also when n8n forgot the first', async () => {
		const trigger = watch(bench, { ...watched, conditions: conditions(['Name', 'startsWith', 'Person']) });
		await trigger.poll();
		pass(MINUTE);
		const id = make();
		pass(MINUTE);
		expect(await trigger.items()).toEqual([]);
		trigger.restart(false);
		pass(MINUTE);
		change(id, { JobTitle: 'Baker' });
		pass(MINUTE);
		expect(ids(await trigger.items())).toEqual([id]);
	});
});

describe('changed columns of records that n8n forgot', () => {
	const watched = { event: 'columnsChanged', watchedColumns: ['JobTitle'] };
	const mine = conditions(['Name', 'startsWith', 'Forgotten']);

	it('are reported also when more happened meanwhile than one poll takes', async () => {
		const others = [1, 2, 3, 4].map((number) => make({ Name: `Forgotten ${number}` }));
		const trigger = watch(bench, { ...watched, conditions: mine, options: { maxRecords: 2 } });
		await trigger.poll();
		pass(MINUTE);
		const id = make({ Name: 'Forgotten 5' });
		pass(MINUTE);
		expect(await trigger.items()).toEqual([]);
		trigger.restart(false);
		for (const other of others) change(other, { Notes: 'Another column' });
		pass(SECOND);
		change(id, { JobTitle: 'Baker' });
		const reported: unknown[] = [];
		for (let round = 0; round < 4; round++) {
			pass(MINUTE);
			reported.push(...ids(await trigger.items()));
		}
		expect(reported).toEqual([id]);
	});

	it('are reported when the workflow is saved or activated again, and n8n continues with what it had stored', async () => {
		const trigger = watch(bench, { ...watched, conditions: mine });
		await trigger.poll();
		pass(MINUTE);
		const id = make({ Name: 'Forgotten 6' });
		pass(MINUTE);
		expect(await trigger.items()).toEqual([]);
		trigger.reload();
		pass(MINUTE);
		change(id, { JobTitle: 'Baker' });
		pass(MINUTE);
		expect(ids(await trigger.items())).toEqual([id]);
		change(id, { JobTitle: 'Butcher' });
		pass(MINUTE);
		expect(ids(await trigger.items())).toEqual([id]);
	});
});

describe('an entered value', () => {
	it('is reported when a record reaches it, and again when it comes back', async () => {
		const id = make({ JobTitle: 'Baker' });
		const trigger = watch(bench, {
			event: 'enteredValue',
			column: column('JobTitle'),
			value: 'Mayor',
			conditions: conditions(['Name', 'startsWith', 'Person']),
		});
		await trigger.poll();
		const next = async (values: Record<string, string>) => {
			pass(MINUTE);
			change(id, values);
			pass(MINUTE);
			return ids(await trigger.items());
		};
		expect(await next({ JobTitle: 'Mayor' })).toEqual([id]);
		expect(await next({ Notes: 'Still in office' })).toEqual([]);
		expect(await next({ JobTitle: 'Baker' })).toEqual([]);
		expect(await next({ JobTitle: 'Mayor' })).toEqual([id]);
		expect(await next({ Name: 'Somebody else' })).toEqual([]);
		expect(await next({ Name: 'Person again' })).toEqual([id]);
	});

	it('of many changed records is asked for together', async () => {
		const made = Array.from({ length: 700 }, () => make({ JobTitle: 'Crowd' }));
		const trigger = watch(bench, { event: 'enteredValue', column: column('JobTitle'), value: 'Mob' });
		await trigger.poll();
		pass(MINUTE);
		for (const [index, id] of made.entries()) change(id, index < 30 ? { JobTitle: 'Mob' } : { Notes: 'x' });
		pass(MINUTE);
		bench.site.resetStats();
		expect(new Set(ids(await trigger.items()))).toEqual(new Set(made.slice(0, 30)));
		expect(requests()).toBeLessThan(15);
	});

	it('may be a lookup by its text', async () => {
		const id = make();
		const trigger = watch(bench, { event: 'enteredValue', column: column('Type'), value: 'Customer' });
		await trigger.poll();
		pass(MINUTE);
		change(id, { TypeId: '00783ef6-f36b-1410-a883-16d83cab0980' });
		pass(MINUTE);
		expect(ids(await trigger.items())).toEqual([id]);
	});
});

describe('a deletion', () => {
	it('is reported by its ID, and a record that only stopped matching is not', async () => {
		const [one, two, three] = [make(), make(), make()];
		const trigger = watch(bench, {
			event: 'deleted',
			conditions: conditions(['Name', 'startsWith', 'Person']),
		});
		await trigger.poll();
		pass(MINUTE);
		bench.site.store.remove('Contact', one);
		change(two, { Name: 'Renamed' });
		make();
		expect(await trigger.items()).toEqual([{ deleted: true, Id: one }]);
		expect(await trigger.items()).toEqual([]);
		bench.site.store.remove('Contact', three);
		expect(await trigger.items()).toEqual([{ deleted: true, Id: three }]);
	});

	it('of many records comes in parts, a few requests each', async () => {
		const made = Array.from({ length: 900 }, () => make({ JobTitle: 'To go' }));
		const trigger = watch(bench, {
			event: 'deleted',
			conditions: conditions(['JobTitle', 'equals', 'To go']),
			options: { maxRecords: 500 },
		});
		await trigger.poll();
		for (const id of made) bench.site.store.remove('Contact', id);
		bench.site.resetStats();
		const reported = [...(await trigger.items()), ...(await trigger.items())];
		expect(requests()).toBeLessThan(6);
		expect(new Set(reported.map(({ Id }) => Id))).toEqual(new Set(made));
		expect(reported).toHaveLength(900);
	});
});

describe('by hand', () => {
	it.each([
		[{ event: 'created' }],
		[{ event: 'createdOrUpdated' }],
		[{ event: 'updated' }],
		[{ event: 'columnsChanged', watchedColumns: ['JobTitle'] }],
	])('%j brings the newest record', async (parameters) => {
		const id = make();
		const { items } = await watch(bench, parameters).sample();
		expect(items?.map(({ json }) => json.Id)).toEqual([id]);
	});

	it('says so when no record matches', async () => {
		const trigger = watch(bench, { conditions: conditions(['Name', 'equals', 'Nobody at all']) });
		expect((await trigger.sample()).error).toMatchObject(failure('input', 'No record'));
	});
});

describe('when something is wrong', () => {
	it('a column that the site leaves out is not a change', async () => {
		const trigger = watch(bench, { event: 'updated' });
		await trigger.poll();
		pass(MINUTE);
		make();
		const body = JSON.stringify({ value: [{ Id: '7' }] });
		bench.site.faults.add({
			match: { path: CONTACTS, times: 1 },
			fault: { kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, body },
		});
		expect((await trigger.poll()).error).toMatchObject(failure('unreadable', 'ModifiedOn'));
	});

	it('each poll says so once, and everything is reported when the cause is gone', async () => {
		const trigger = watch(bench, {});
		await trigger.poll();
		pass(MINUTE);
		const made = make();
		bench.site.faults.add({
			match: { path: CONTACTS, times: 4 },
			fault: { kind: 'status', status: 500 },
		});
		pass(MINUTE);
		const failed = await trigger.poll();
		expect(failed.items).toBeNull();
		expect(failed.error).toMatchObject({ kind: 'server', perhapsDone: false });
		bench.site.faults.clear();
		expect(ids(await trigger.items())).toEqual([made]);
		expect(await trigger.items()).toEqual([]);
	});

	it('a right that was taken away is one message a poll, and nothing is lost when it is given back', async () => {
		const trigger = watch(bench, { event: 'updated' });
		const id = make();
		await trigger.poll();
		pass(MINUTE);
		change(id);
		const body = JSON.stringify({ error: { message: 'Current user does not have sufficient permissions' } });
		const headers = { 'content-type': 'application/json' };
		bench.site.faults.add({
			match: { path: CONTACTS, times: 99 },
			fault: { kind: 'status', status: 403, headers, body },
		});
		bench.site.resetStats();
		const { error, items } = await trigger.poll();
		expect(items).toBeNull();
		expect(error).toMatchObject(failure('forbidden', 'sufficient permissions'));
		expect(requests()).toBeLessThan(4);
		bench.site.faults.clear();
		pass(MINUTE);
		expect(ids(await trigger.items())).toEqual([id]);
	});

	it('a poll that breaks in the middle is repeated as a whole', async () => {
		const trigger = watch(bench, { options: { pageSize: 20, retries: 0 } });
		await trigger.poll();
		pass(MINUTE);
		const made = Array.from({ length: 100 }, () => {
			pass(5);
			return make();
		});
		bench.site.faults.add({
			match: { path: CONTACTS, nth: 3, times: 1 },
			fault: { kind: 'cutBody' },
		});
		expect((await trigger.poll()).error).toMatchObject({ kind: 'network' });
		expect(ids(await trigger.items())).toEqual(made);
	});

	it('a session that ended is renewed', async () => {
		const trigger = watch(bench, {});
		await trigger.poll();
		bench.site.expireSessions();
		const made = make();
		expect(ids(await trigger.items())).toEqual([made]);
	});

	it('a wrong password is not tried with every poll, and a new one is tried at once', async () => {
		const trigger = watch(bench, {});
		await trigger.poll();
		trigger.credentials = bench.credential({ password: 'old-password' });
		bench.site.resetStats();
		for (let round = 0; round < 5; round++) {
			expect((await trigger.poll()).error).toMatchObject(failure('credentials', 'password'));
		}
		expect(bench.site.stats.signInAttempts).toBe(1);
		trigger.credentials = bench.credential();
		expect(await trigger.items()).toEqual([]);
	});

	it.each([
		['an unknown object', { object: object('Kontakt') }, 'Kontakt'],
		['no object', { object: object('') }, /\bObject\b/],
		['a condition on an unknown column', { conditions: conditions(['Nmae', 'equals', 'x']) }, '"Nmae"'],
		['no column to watch', { event: 'columnsChanged', watchedColumns: [] }, 'Columns to Watch'],
		['an unknown column', { event: 'columnsChanged', watchedColumns: ['Jop'] }, '"Jop"'],
		['no value', { event: 'enteredValue', column: column('JobTitle'), value: '\u00a0' }, 'field Value'],
		['a wrong value', { event: 'enteredValue', column: column('Age'), value: 'old' }, 'Age'],
		[
			'a column of another object',
			{ event: 'enteredValue', column: column('Account.Name'), value: 'x' },
			'Account.Name',
		],
		['a wrong overlap', { options: { overlap: -1 } }, 'Overlap (Seconds)'],
		['a wrong start', { options: { startFrom: '31.02.2026' } }, 'Start From'],
		['a start in the future', { options: { startFrom: '2099-01-01' } }, /Start From.*future/],
		[
			'a long list',
			{ conditions: conditions(['Name', 'isAnyOf', Array.from({ length: 300 }, (_, n) => `N${n}`)]) },
			'(field Conditions)',
		],
	])('%s is refused with its place', async (_, parameters, place) => {
		expect((await watch(bench, parameters).poll()).error).toMatchObject(failure('input', place));
	});

	it('a zone that does not exist is refused', async () => {
		const { error } = await bench.engine.poll({
			node: 'creatioTrigger',
			parameters: { object: object('Contact'), event: 'created', options: { startFrom: '2026-01-01' } },
			credentials: bench.credential(),
			timezone: 'Mars/Olympus_Mons',
		});
		expect(error).toMatchObject(failure('input', '"Mars/Olympus_Mons"'));
	});

	it('a poll ends within the time that n8n gives it, and the next ones return the rest', async () => {
		const trigger = watch(bench, { options: { pageSize: 1 } });
		await trigger.poll();
		pass(MINUTE);
		const made = Array.from({ length: 10 }, () => {
			pass(SECOND);
			return make();
		});
		const match = { path: CONTACTS, times: Infinity };
		bench.site.faults.add({ match, fault: { kind: 'delay', ms: 150 } });
		// All of them would take at least 1.5 seconds, more than all that n8n gives.
		trigger.budgetMs = 1_000;
		const first = ids(await trigger.items());
		expect(first.length).toBeGreaterThan(0);
		expect(first.length).toBeLessThan(made.length);
		bench.site.faults.clear();
		trigger.budgetMs = undefined;
		const others = ids(await trigger.items());
		expect([...first, ...others].sort()).toEqual([...made].sort());
	});

	it('a poll that begins before the last one is done does nothing', async () => {
		const trigger = watch(bench, {});
		await trigger.poll();
		pass(MINUTE);
		const made = make();
		bench.site.faults.add({
			match: { path: CONTACTS, times: 1 },
			fault: { kind: 'delay', ms: 400 },
		});
		const [one, two] = await Promise.all([trigger.poll(), trigger.poll()]);
		expect([one, two].flatMap(({ items }) => items ?? []).map(({ json }) => json.Id)).toEqual([made]);
	});
});

describe('a site that labels local time as UTC', () => {
	it.each([
		['local times, filters by UTC', 180, 'asStored'],
		['local times, filters by what is shown', 180, 'asShown'],
		['local times behind UTC, filters by UTC', -300, 'asStored'],
		['local times behind UTC, filters by what is shown', -300, 'asShown'],
	] as const)('%s: every change once', async (_, falseZ, falseZFilters) => {
		const old = await openSite(bench.engine, {
			clock: () => new Date(now),
			switches: { falseZ, falseZFilters },
		});
		make({}, old.site);
		pass(HOUR);
		const trigger = watch(old, {});
		await trigger.poll();
		for (let round = 0; round < 10; round++) {
			pass(40 * SECOND);
			const id = make({}, old.site);
			pass(20 * SECOND);
			expect(ids(await trigger.items())).toEqual([id]);
			expect(await trigger.items()).toEqual([]);
		}
	});

	it.each([
		['forth, filters by UTC', 0, 180, 'asStored'],
		['forth, filters by what is shown', 0, 180, 'asShown'],
		['back, filters by what is shown', 180, 0, 'asShown'],
		['forth, behind UTC', 0, -300, 'asShown'],
	] as const)('and stops or starts doing so (%s): every change once', async (_, from, to, falseZFilters) => {
		const moody = await openSite(bench.engine, {
			clock: () => new Date(now),
			switches: { falseZ: from, falseZFilters },
		});
		for (let round = 0; round < 20; round++) {
			make({}, moody.site);
			pass(MINUTE);
		}
		const trigger = watch(moody, {});
		await trigger.poll();
		const round = async () => {
			const id = make({}, moody.site);
			pass(MINUTE);
			expect(ids(await trigger.items())).toEqual([id]);
		};
		for (let before = 0; before < 3; before++) await round();
		moody.site.switches.falseZ = to;
		for (let after = 0; after < 3; after++) await round();
		expect(await trigger.items()).toEqual([]);
	});
});

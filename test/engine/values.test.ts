import { USERS } from '../emulator';
import type { RunResult } from '../support/engine';
import { ACCOM, conditions, failure, map, object, type Parameters, record, SITES, useBench } from './setup';
import { watch } from './triggerSetup';

const NONE = '00000000-0000-0000-0000-000000000000';
const BERLIN = { timezone: 'Europe/Berlin' };

const rowsOf = ({ items }: RunResult) => items.map(({ json }) => json);

describe.each(SITES)('%s', (_, site) => {
	const bench = useBench(site);

	const contact = (Id: unknown) => bench.site.store.rows('Contact', '"Id" = ?', String(Id))[0];
	const sent = (method: string, path: RegExp) =>
		bench.site.stats
			.find(method, path)
			.map(({ body }) => body)
			.join('\n');

	const NODES = ['OData', 'DataService'] as const;
	type NodeName = (typeof NODES)[number];
	const create = async (node: NodeName, of: string, value: Parameters, more = {}) => {
		const parameters = { object: object(of), columns: map(value) };
		return node === 'OData'
			? await bench.creatio({ operation: 'create', ...parameters }, more)
			: await bench.dataService({ operation: 'insert', ...parameters }, more);
	};
	const update = async (node: NodeName, id: unknown, value: Parameters, options = {}) => {
		const parameters = {
			object: object('Contact'),
			operation: 'update',
			recordId: record(id),
			columns: map(value),
			options,
		};
		return node === 'OData' ? await bench.creatio(parameters) : await bench.dataService(parameters);
	};
	const find = async (node: NodeName, of: string, rows: Parameters, more = {}) => {
		const parameters = { object: object(of), conditions: rows, returnAll: true };
		return node === 'OData'
			? await bench.creatio({ operation: 'getAll', ...parameters }, more)
			: await bench.dataService({ operation: 'select', ...parameters }, more);
	};
	const idOf = (run: RunResult) => run.items[0]?.json.Id;

	describe.each(NODES)('values over %s', (node) => {
		it.each([
			['Name', '={{ NaN }}'],
			['Age', '={{ 1 / 0 }}'],
			['Age', 'NaN'],
			['BirthDate', '={{ -Infinity }}'],
			['Account', '={{ Number("x") }}'],
			['Confirmed', '={{ NaN }}'],
		])('column %s refuses %s', async (name, value) => {
			const run = await create(node, 'Contact', { Name: 'N', [name]: value });
			expect(run.error).toMatchObject(failure('input', `column ${name}`));
			expect(bench.site.stats.writes.Contact?.created ?? []).toEqual([]);
		});

		it('decimals keep all of their digits on the wire', async () => {
			const Amount = '1234567890123456789.0123';
			const run = await create(node, 'Order', { Number: `D ${node}`, Amount });
			expect(run.error).toBeUndefined();
			expect(sent('POST', /Order(Collection)?$|InsertQuery|BatchQuery|batch/)).toMatch(
				new RegExp(`"(Amount|value)":"?${Amount.replace('.', '\\.')}"?[,}]`),
			);
			await find(node, 'Order', conditions(['Amount', 'greater', Amount]));
			const asked = bench.site.stats.requests
				.map(({ path, body }) => decodeURIComponent(path) + body)
				.join('\n');
			expect(asked).toMatch(new RegExp(`(Amount gt |"value":)${Amount.replace('.', '\\.')}`));
		});

		it('a JavaScript Date in a column of days is the day in the zone of the workflow', async () => {
			const BirthDate = '={{ new Date("2026-07-31T23:00:00Z") }}';
			const born = await create(node, 'Contact', { Name: `Born ${node}`, BirthDate }, BERLIN);
			expect(contact(idOf(born))?.BirthDate).toContain('2026-08-01');
			const luxon = '={{ DateTime.fromISO("2026-07-31T23:00:00Z").setZone("America/New_York") }}';
			const other = await create(node, 'Contact', { Name: 'Luxon', BirthDate: luxon }, BERLIN);
			expect(contact(idOf(other))?.BirthDate).toContain('2026-07-31');
			const rows = conditions(['Name', 'equals', `Born ${node}`], ['BirthDate', 'equals', BirthDate]);
			expect(rowsOf(await find(node, 'Contact', rows, BERLIN))).toMatchObject([{ Id: idOf(born) }]);
		});

		it('Creatio’s words for no value leave a column as it is, or clear it', async () => {
			const before = { Name: 'Full', Account: ACCOM, BirthDate: '1990-01-31' };
			const id = idOf(await create(node, 'Contact', before));
			const value = { Name: 'Full 2', Account: NONE, BirthDate: '0001-01-01T00:00:00Z' };
			await update(node, id, value);
			expect(contact(id)).toMatchObject({ Name: 'Full 2', AccountId: ACCOM });
			expect(contact(id)?.BirthDate).toContain('1990-01-31');
			await update(node, id, value, { blankValues: 'clear' });
			expect(contact(id)).toMatchObject({ AccountId: null, BirthDate: null });
			expect((await update(node, id, { Account: NONE })).error).toMatchObject(
				failure('input', 'field Columns'),
			);
			const fresh = await create(node, 'Contact', { ...value, Name: 'Fresh' });
			expect(contact(idOf(fresh))).toMatchObject({ Name: 'Fresh', AccountId: null, BirthDate: null });
		});

		it('Creatio’s words for no value are "is empty" in conditions', async () => {
			const Name = `Some ${node}`;
			const of = async (Account: string) => idOf(await create(node, 'Contact', { Name, Account }));
			const [filled, empty] = [await of(ACCOM), await of('')];
			const found = async (operator: string, value: string) =>
				rowsOf(
					await find(node, 'Contact', conditions(['Name', 'equals', Name], ['Account', operator, value])),
				)
					.map(({ Id }) => Id)
					.sort();
			expect(await found('equals', NONE)).toEqual([empty]);
			expect(await found('notEquals', NONE)).toEqual([filled]);
			expect(await found('isAnyOf', `${ACCOM}, ${NONE}`)).toEqual([filled, empty].sort());
			expect(await found('isNoneOf', NONE)).toEqual([filled]);
			const rows = conditions(['Name', 'equals', Name], ['BirthDate', 'equals', '0001-01-01']);
			expect(rowsOf(await find(node, 'Contact', rows))).toHaveLength(2);
		});

		it('the zero GUID is not the ID of a record', async () => {
			const parameters = { object: object('Contact'), recordId: record(NONE) };
			const runs = [
				await update(node, NONE, { Name: 'X' }),
				...(node === 'OData'
					? [
							await bench.creatio({ operation: 'get', ...parameters }),
							await bench.creatio({ operation: 'delete', ...parameters }),
						]
					: [
							await bench.dataService({ operation: 'delete', ...parameters }),
							await bench.dataService({
								operation: 'batch',
								operations: { operation: [{ kind: 'delete', object: object('Contact'), recordId: NONE }] },
							}),
						]),
			];
			for (const { error } of runs) expect(error).toMatchObject(failure('input', NONE));
			expect(bench.site.stats.requests.filter(({ path }) => path.includes(NONE))).toEqual([]);
		});
	});

	it('Create or Update matches records without a value, and makes no second one', async () => {
		const run = async () =>
			await bench.creatio({
				operation: 'upsert',
				object: object('Contact'),
				columns: map({ Name: 'Without account', AccountId: NONE, Age: '7' }, ['Name', 'Account']),
			});
		const [first, second] = [await run(), await run()];
		expect([first.error, second.error]).toEqual([undefined, undefined]);
		expect(idOf(second)).toBe(idOf(first));
		expect(bench.site.store.count('Contact', '"Name" = ?', 'Without account')).toBe(1);
	});

	it('the trigger sees a record whose lookup becomes empty', async () => {
		const id = bench.site.store.insert('Contact', { Name: 'Leaver', AccountId: ACCOM });
		const trigger = watch(bench, {
			event: 'enteredValue',
			column: { mode: 'name', value: 'Account', __rl: true },
			value: NONE,
		});
		await trigger.poll();
		await update('OData', id, { Account: NONE }, { blankValues: 'clear' });
		expect((await trigger.items()).map(({ Id }) => Id)).toEqual([id]);
	});
});

describe('the hour that comes twice, in the zone of the Creatio user', () => {
	const bench = useBench();
	const kyiv = { username: USERS.inKyiv.name, password: USERS.inKyiv.password };
	const asKyiv = (parameters: Parameters) =>
		bench.dataService(
			{ object: object('Activity'), ...parameters, options: { timeZone: 'Europe/Kyiv' } },
			{ credentials: bench.credential(kyiv) },
		);
	const read = async (Title: string) =>
		await asKyiv({ operation: 'select', conditions: conditions(['Title', 'equals', Title]) });

	// 25 October 2026: 04:00 becomes 03:00.
	it.each(['2026-10-24T23:59:59.000Z', '2026-10-25T01:30:00.000Z', '2026-03-29T01:30:00.000Z'])(
		'%s comes back over both protocols',
		async (StartDate) => {
			const Title = `At ${StartDate}`;
			const made = await asKyiv({ operation: 'insert', columns: map({ Title, StartDate }) });
			expect(made.error).toBeUndefined();
			const [row] = rowsOf(await read(Title));
			expect(row?.StartDate).toBe(StartDate);
			const [same] = rowsOf(
				await bench.creatio({ operation: 'get', object: object('Activity'), recordId: record(row?.Id) }),
			);
			expect(new Date(String(same?.StartDate)).toISOString()).toBe(StartDate);
		},
	);

	it('its first half is refused where it cannot be written, and reported where it is read', async () => {
		const StartDate = '2026-10-25T00:30:00Z';
		const refused = await asKyiv({ operation: 'insert', columns: map({ Title: 'Twice', StartDate }) });
		expect(refused.error).toMatchObject(failure('input', 'Europe/Kyiv'));
		bench.site.store.insert('Activity', { Title: 'Twice', StartDate });
		const run = await read('Twice');
		expect(run.hints.map(({ message }) => message).join()).toMatch(/Europe\/Kyiv show twice/);
		expect((await read('None such')).hints.map(({ message }) => message).join()).not.toMatch(/twice/);
	});
});

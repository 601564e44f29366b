import {
	ACCOM,
	ANDREW,
	autoMap,
	conditions,
	failure,
	map,
	object,
	openSite,
	record,
	useBench,
} from './setup';

/** Texts that stand for records and columns, as tables, files and web pages bring them. */
const bench = useBench();

const NFD = 'Cafe\u0301';
const NFC = 'Caf\u00e9';

type Item = Readonly<Record<string, unknown>>;

const contact = (id: unknown) => bench.site.store.rows('Contact', '"Id" = ?', String(id))[0];
const accounts = (like: string) => bench.site.store.rows('Account', '"Name" like ?', like);
const create = (items: readonly Item[], options: Item = {}, site = bench) =>
	site.creatio(
		{ operation: 'create', object: object('Contact'), columns: autoMap(), options },
		{ items: [...items] },
	);
const upsert = (items: readonly Item[], match: readonly string[]) =>
	bench.creatio(
		{ operation: 'upsert', object: object('Contact'), columns: autoMap(match) },
		{ items: [...items] },
	);

describe('lookup texts', () => {
	it('in several spellings are one missing record, which is created without what nobody sees', async () => {
		const texts = [
			'Spelt Ltd',
			'Spelt Ltd ',
			'\u00a0Spelt Ltd\u200b',
			'\ufeffSPELT\u00a0Ltd',
			` ${NFD} Spelt`,
		];
		const items = [...texts, `${NFC} Spelt`].map((Account) => ({ Name: 'Spelt', Account }));
		const run = await create(items, { createMissingLookups: true });
		expect(run.items).toHaveLength(items.length);
		expect(accounts('%Spelt%').map(({ Name }) => Name)).toEqual(['Spelt Ltd', `${NFC} Spelt`]);
		const again = await create([{ Name: 'Spelt', Account: 'Spelt Ltd\t' }], { createMissingLookups: true });
		expect(again.items[0]?.json.AccountId).toBe(run.items[0]?.json.AccountId);
		expect(accounts('%Spelt%')).toHaveLength(2);
	});

	it.each([
		['Alone', 1],
		['Beside', 2],
	])('find what the site has stored with such characters: %s', async (word, count) => {
		const stored = [`${word} A `, ` ${word} B`, `${word} C\u00a0`, `\ufeff${word} D`, `${word} ${NFD}`];
		const typed = ['A', 'B', 'C', 'D', NFC].map((letter) => `${word} ${letter}`);
		for (const [index, Name] of stored.entries()) {
			const Id = bench.site.store.insert('Account', { Name });
			const texts = [typed[index], 'Accom (sample)'].slice(0, count);
			const run = await create(
				texts.map((Account) => ({ Name: 'X', Account })),
				{ createMissingLookups: true },
			);
			expect(run.items[0]?.json.AccountId).toBe(Id);
		}
		expect(accounts(`%${word}%`)).toHaveLength(stored.length);
	});

	it('prefer the record that is spelt like them, where a site has both', async () => {
		const plain = bench.site.store.insert('Account', { Name: 'Both Ltd' });
		bench.site.store.insert('Account', { Name: 'Both Ltd ' });
		const run = await create([
			{ Name: 'X', Account: 'Both Ltd ' },
			{ Name: 'Y', Account: 'Both Ltd' },
		]);
		expect(run.items.map(({ json }) => json.AccountId)).toEqual([plain, plain]);
	});

	it('are found where the database does not count blanks at the end', async () => {
		const site = await openSite(bench.engine, { switches: { trailingBlanks: 'ignored' } });
		const Id = site.site.store.insert('Account', { Name: 'Padded  ' });
		const items = ['Padded', 'Padded ', 'Accom (sample)'].map((Account) => ({ Name: 'X', Account }));
		const run = await create(items, { createMissingLookups: true }, site);
		expect(run.items.map(({ json }) => json.AccountId)).toEqual([Id, Id, ACCOM]);
	});

	it('of white space alone are empty', async () => {
		const Id = bench.site.store.insert('Contact', { Name: 'Blank', AccountId: ACCOM });
		const update = (blankValues: string) =>
			bench.creatio({
				operation: 'update',
				object: object('Contact'),
				recordId: record(Id),
				columns: map({ JobTitle: 'Any', Account: ' \u00a0\t', Age: ' ' }),
				options: { blankValues },
			});
		await update('skip');
		expect(contact(Id)).toMatchObject({ AccountId: ACCOM });
		await update('clear');
		expect(contact(Id)).toMatchObject({ AccountId: null });
	});

	it.each([
		['equals', '\u00a0Accom (sample) ', true],
		['isAnyOf', ['Accom (sample)\ufeff', 'Nobody'], true],
		['notEquals', 'ACCOM (sample)\u200b', false],
	])('are compared in their plain spelling: %s', async (operator, value, isFound) => {
		const run = await bench.creatio({
			operation: 'getAll',
			object: object('Contact'),
			returnAll: true,
			conditions: conditions(['Account', operator, value]),
		});
		const ids = run.items.map(({ json }) => json.Id);
		expect(ids.length).toBeGreaterThan(0);
		expect(ids.includes(ANDREW)).toBe(isFound);
	});

	it('of white space alone are refused in conditions, as empty values are', async () => {
		const run = await bench.creatio({
			operation: 'getAll',
			object: object('Contact'),
			conditions: conditions(['Account', 'equals', '\u00a0']),
		});
		expect(run.error).toMatchObject(failure('input', 'Conditions, row 1'));
	});

	it('of processes are read alike', async () => {
		const run = await bench.engine.run({
			node: 'creatioProcess',
			parameters: {
				authentication: 'userPassword',
				operation: 'run',
				process: { __rl: true, mode: 'code', value: '\ufeffUsrAddNewExternalContact ' },
				parameters: {
					mappingMode: 'defineBelow',
					value: { '\ufeffContactName': 'Spelt by a process', Account: 'Accom (sample)\u00a0' },
				},
			},
			items: [{}],
			credentials: bench.credential(),
		});
		expect(run.error).toBeUndefined();
		expect(bench.site.store.rows('Contact', '"Name" = ?', 'Spelt by a process')).toEqual([
			expect.objectContaining({ AccountId: ACCOM }),
		]);
	});

	it('that name nothing share their searches', async () => {
		const site = await openSite(bench.engine);
		await create([{ Name: 'First' }], {}, site);
		site.site.resetStats();
		const items = Array.from({ length: 1_000 }, (_, index) => ({ Name: 'X', Account: `Nothing ${index}` }));
		const run = await site.creatio(
			{ operation: 'create', object: object('Contact'), columns: autoMap() },
			{ items, onError: 'continueErrorOutput' },
		);
		expect(run.outputs[1]).toHaveLength(1_000);
		expect(run.outputs[1]?.[999]?.json.error).toContain('Nothing 999');
		expect(site.site.stats.requests.length).toBeLessThanOrEqual(20);
	});
});

describe('names of input fields', () => {
	it('are read without a byte order mark and blanks', async () => {
		const run = await create([
			{ '\ufeffName': 'Marked', 'Email\u00a0': 'marked@keys.example', ' Account ': ACCOM },
		]);
		expect(contact(run.items[0]?.json.Id)).toMatchObject({
			Name: 'Marked',
			Email: 'marked@keys.example',
			AccountId: ACCOM,
		});
	});

	it('are refused where two are the same and differ in value', async () => {
		const same = await create([{ Name: 'Twice', 'Name ': 'Twice' }]);
		expect(same.items).toHaveLength(1);
		const other = await create([{ Name: 'Twice', 'Name ': 'Other' }]);
		expect(other.error).toMatchObject(failure('input', '"Name"'));
	});

	it('that are left out are named in a hint, once', async () => {
		const items = [1, 2, 3].map((index) => ({ Name: `Left ${index}`, Nmae: 'x', [`Extra ${index}`]: index }));
		const run = await create(items, { unknownColumns: 'ignore' });
		const hints = run.hints.map(({ message }) => message).filter((message) => message.includes('Nmae'));
		expect(hints).toEqual([expect.stringMatching(/Nmae.*Extra 1.*Extra 3/)]);
	});
});

describe('values to match on', () => {
	it('are keys: blanks around them make no second record', async () => {
		const spelt = ['key@match.example', 'key@match.example ', '\u00a0KEY@match.example\ufeff'];
		const items = spelt.map((Email, index) => ({ Email, Name: `Key ${index} ` }));
		const first = await upsert(items, ['Email']);
		expect(first.items).toHaveLength(3);
		const second = await upsert([{ Email: `${spelt[0]}\t`, Name: ' Key 3' }], ['Email']);
		expect(second.items).toHaveLength(1);
		// Other texts are data, and written as they are.
		expect(bench.site.store.rows('Contact', '"Email" like ?', '%key@match.example%')).toEqual([
			expect.objectContaining({ Email: 'key@match.example', Name: ' Key 3' }),
		]);
	});

	it('find a record that has them as they are written', async () => {
		const Id = bench.site.store.insert('Contact', { Name: 'Old', Email: 'old@match.example ' });
		const run = await upsert(
			[{ Email: 'old@match.example ', Name: 'New', JobTitle: 'X' }],
			['Email', 'JobTitle'],
		);
		expect(run.items[0]?.json.Id).not.toBe(Id);
		const again = await upsert([{ Email: 'old@match.example ', Name: 'New' }], ['Email']);
		expect(again.error).toMatchObject(failure('input', 'Email'));
	});

	it('of white space alone are refused', async () => {
		const run = await upsert([{ Email: ' \u00a0', Name: 'X' }], ['Email']);
		expect(run.error).toMatchObject(failure('input', /column Email/));
	});
});

import { gzipSync } from 'node:zlib';

import { someOf } from '../support/nightly';
import { sheetOf, textRow } from '../unit/tables/xlsx/workbookOf';
import { contacts, counts, csv, givenFile, imported, itemWith, outputOf } from './imports';
import { ANDREW, failure, type Parameters, SITES, useBench, wordsOf } from './setup';

const idOf = (number: number) => `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, '0')}`;

const named = (text: string, length: number) => Array.from({ length }, (_, index) => `${text} ${index}`);

const mapped = (...pairs: ReadonlyArray<readonly [header: string, column: string]>): Parameters => ({
	columnsFrom: 'mapping',
	mappedColumns: {
		column: pairs.map(([header, value]) => ({ header, column: { __rl: true, mode: 'name', value } })),
	},
});

describe.each(someOf(SITES, { every: SITES.length }))('%s', (_, options) => {
	const bench = useBench(options);
	const stored = (name: string) => bench.site.store.rows('Contact', '"Name" = ?', name);
	const like = (name: string) => bench.site.store.count('Contact', '"Name" LIKE ?', `${name}%`);
	describe('IDs of the file', () => {
		const lines = [
			`${idOf(1).toUpperCase()},Own 1`,
			`{${idOf(2)}},Own 2`,
			`${ANDREW},Own 3`,
			`${idOf(1)},Own 4`,
			`${idOf(3).replaceAll('-', '')},Own 5`,
			',Own 6',
		];
		const results = ['created', 'created', 'skipped', 'skipped', 'failed', 'created'];

		it.each([true, false])('are those of new records, each once (dry run: %s)', async (dryRun) => {
			const { json, rows } = await imported(bench, csv('Id,Name', ...lines), { options: { dryRun } });
			expect(rows.map(({ Result }) => Result)).toEqual(results);
			expect(json).toMatchObject(counts({ total: 6, created: 3, skipped: 2, failed: 1 }));
			expect(rows.slice(0, 4).map(({ Id }) => Id)).toEqual([idOf(1), idOf(2), ANDREW, idOf(1)]);
			expect(rows[3]?.Message).toBe('There is a record with this ID');
			expect(rows[4]?.Message).toMatch(/column Id .*32 digits/);
			if (dryRun) return;
			expect(stored('Own 1')).toMatchObject([{ Id: idOf(1) }]);
			expect(stored('Own 2')).toMatchObject([{ Id: idOf(2) }]);
			expect([stored('Own 3'), stored('Own 4')]).toEqual([[], []]);
		});

		it('find records in any spelling', async () => {
			const content = csv(
				'Id,Name',
				`${idOf(11).toUpperCase()},Any 1`,
				`{${idOf(11)}},Any 2`,
				`(${idOf(11)}),Any 3`,
			);
			const { rows } = await imported(bench, content, { importMode: 'upsert', matchColumns: 'Id' });
			expect(rows.map(({ Id, Result }) => [Id, Result])).toEqual([
				[idOf(11), 'created'],
				[idOf(11), 'updated'],
				[idOf(11), 'updated'],
			]);
			expect(stored('Any 3')).toMatchObject([{ Id: idOf(11) }]);
		});

		it('are not given to a second record', async () => {
			const content = csv('Id,Name,Email', `${idOf(21)},Two 1,1@two.test`, `${idOf(21)},Two 2,2@two.test`);
			const { rows } = await imported(bench, content, { importMode: 'upsert', matchColumns: 'Email' });
			expect(rows.map(({ Result }) => Result)).toEqual(['created', 'failed']);
			expect(rows[1]?.Message).toContain(`already has a record with the ID ${idOf(21)}`);
		});
	});

	describe('records are found by', () => {
		beforeAll(async () => {
			const lines = [
				'M1,Accom (sample),1890-01-31,140,true',
				'M2,,1891-02-28,141,false',
				'M3,,1891-02-28,141,false',
			];
			await imported(bench, csv('Name,Account,BirthDate,Age,DoNotUseCall', ...lines));
		});

		it.each([
			['a lookup', 'Account,Name', ['Accom (sample),M1', 'ACCOM (sample),M1', 'No Such,M1', ',M1'], 'uu--'],
			[
				'a date',
				'BirthDate',
				['1890-01-31', '1890-01-31T00:00:00Z', '1892-03-01', '1892-03-01', ''],
				'uucu-',
			],
			['a number', 'Age', ['140', ' 140 ', '0140', '142', '142.0', 'x', ''], 'uuucu--'],
			[
				'true or false',
				'DoNotUseCall,Name',
				['true,M1', 'Yes,M1', '1,M1', 'false,M2', ',M1', 'maybe,M1'],
				'uuuu--',
			],
		])('%s', async (kind, matchColumns, values, results) => {
			const isNamed = matchColumns.includes('Name');
			const lines = values.map((value, index) => `${value}${isNamed ? '' : ',M1'},${kind} ${index}`);
			const header = `${matchColumns}${isNamed ? '' : ',Name'},Notes`;
			const { rows } = await imported(bench, csv(header, ...lines), {
				...{ importMode: 'upsert', matchColumns },
			});
			const outcomes = { u: 'updated', c: 'created', '-': 'failed' } as const;
			expect(rows.map(({ Result }) => Result)).toEqual(
				[...results].map((letter) => outcomes[letter as keyof typeof outcomes]),
			);
			const [first] = matchColumns.split(',');
			for (const { Message } of rows.filter(({ Result }) => Result === 'failed'))
				expect(Message).toContain(`column ${first}`);
			const last = values.findLastIndex((_value, index) => results[index] === 'u');
			expect(bench.site.store.count('Contact', '"Notes" = ?', `${kind} ${last}`)).toBe(1);
		});

		it.each([
			['none of them', {}, ['failed', 'failed'], []],
			['the first of them', { severalMatches: 'first' }, ['updated', 'updated'], ['two']],
			['all of them', { severalMatches: 'all' }, ['updated', 'updated'], ['two', 'two']],
		])('a date of two records, and %s is written, the last row last', async (which, more, results, notes) => {
			const content = csv('BirthDate,Notes', `1891-02-28,${which} one`, `1891-02-28,${which} two`);
			const { rows } = await imported(bench, content, {
				...{ importMode: 'update', matchColumns: 'BirthDate', options: more },
			});
			expect(rows.map(({ Result }) => Result)).toEqual(results);
			const written = bench.site.store.rows('Contact', '"Notes" LIKE ?', `${which}%`);
			expect(written.map(({ Notes }) => Notes)).toEqual(notes.map((note) => `${which} ${note}`));
			if (results[0] === 'failed') expect(rows[0]?.Message).toMatch(/Several .*BirthDate.*Several Matches/);
		});
	});

	it('a lookup record that rows and parts of a file want at once is created once', async () => {
		const lines = named('Wanting', 1_700).map((name, index) => `${name},${index % 2 ? 'Wanted ' : 'WANTED'}`);
		const content = csv('Name,Account', ...lines);
		const part = async (startAtLine: number, most: number) =>
			await imported(bench, content, {
				options: { createMissingLookups: true, startAtLine, lines: most },
			});
		const parts = await Promise.all([part(2, 100), part(102, 1_600)]);
		expect(parts.map(({ json }) => json.created)).toEqual([100, 1_600]);
		const accounts = bench.site.store.rows('Account', '"Name" LIKE ?', 'Wanted%');
		expect(accounts).toHaveLength(1);
		expect(bench.site.store.count('Contact', '"AccountId" = ?', String(accounts[0]?.Id))).toBe(1_700);
	});

	it('a run that was cancelled goes on from where it was', async () => {
		const content = csv('Name', ...named('Cancelled', 450));
		bench.site.faults.add({
			match: { method: 'POST', path: /\$batch/, nth: 3 },
			// A session of an old site waits until it is over.
			fault: { kind: 'delay', ms: bench.odataVersion === '3' ? 2_000 : 60_000 },
		});
		const run = await bench.creatio(
			{ ...contacts, options: { parallel: 1 } },
			{ ...itemWith(content), cancelAfterMs: 700 },
		);
		expect(run.status).toBe('canceled');
		expect(wordsOf(run.error)).toMatch(
			/^The execution was canceled\. .*rows of the file.*Import the same file again/,
		);
		const before = like('Cancelled');
		const again = await imported(bench, content);
		const { total, created, skipped } = again.json;
		expect([total, Number(created) + Number(skipped)]).toEqual([450, 450]);
		expect(skipped).toBeGreaterThanOrEqual(before);
		expect(like('Cancelled')).toBe(450);
	});

	it('a file that was changed is another file', async () => {
		const rows = named('Changed', 3);
		const own = rows.map((name, index) => `${idOf(31 + index)},${name}`);
		await imported(bench, csv('Id,Name', ...own));
		const longer = await imported(
			bench,
			csv('Id,Name', own[0] ?? '', `${idOf(39)},Changed 9`, ...own.slice(1)),
		);
		expect(longer.rows.map(({ Result }) => Result)).toEqual(['skipped', 'created', 'skipped', 'skipped']);
		await imported(bench, csv('Name', ...named('Unnamed', 2)));
		const another = await imported(bench, csv('Name', ...named('Unnamed', 3)));
		expect(another.json).toMatchObject(counts({ total: 3, created: 3 }));
		expect(like('Unnamed')).toBe(5);
	});

	describe('Stop After Failures', () => {
		it.each([
			[1, { total: 2, created: 1, failed: 1, stoppedAt: 4 }],
			[2, { total: 4, created: 2, failed: 2, stoppedAt: 6 }],
			[3, { total: 5, created: 3, failed: 2 }],
			[0, { total: 5, created: 3, failed: 2 }],
		])('%d', async (stopAfterFailures, expected) => {
			const lines = ['1', 'x', '3', 'x', '5'].map((age) => `Stop ${stopAfterFailures},${age}`);
			const { json } = await imported(bench, csv('Name,Age', ...lines), { options: { stopAfterFailures } });
			expect(json).toMatchObject(counts(expected));
			expect(json.stoppedAt).toBe('stoppedAt' in expected ? expected.stoppedAt : undefined);
			expect(stored(`Stop ${stopAfterFailures}`)).toHaveLength(expected.created);
		});

		it('counts what the site refuses, and what a dry run finds', async () => {
			const lines = named('Refused', 400).map((name, index) => (index % 100 === 50 ? 'x'.repeat(300) : name));
			const stop = { stopAfterFailures: 2, parallel: 1 };
			const dry = await imported(bench, csv('Name', ...lines), { options: { ...stop, dryRun: true } });
			expect(dry.json).toMatchObject(counts({ total: 151, created: 149, failed: 2, stoppedAt: 153 }));
			const real = await imported(bench, csv('Name', ...lines), { options: stop });
			// The batch that was on the way is written as a whole.
			expect(real.json).toMatchObject(counts({ total: 200, created: 198, failed: 2, stoppedAt: 202 }));
			expect(like('Refused')).toBe(198);
		});
	});

	it('names that JavaScript has of its own are names like others', async () => {
		const odd = ['__proto__', 'constructor'] as const;
		for (const name of odd) {
			await expect(imported(bench, csv(`Name,${name}`, 'Odd,1'))).rejects.toThrow(`no column "${name}"`);
			const line = `{"Name":"Odd","${name}":1}`;
			const { rows } = await imported(bench, line, {}, 'odd.jsonl');
			expect(rows[0]).toMatchObject({ Row: '1', Message: expect.stringContaining(`no column "${name}"`) });
			const options = { unknownColumns: 'ignore' };
			expect((await imported(bench, csv(`Name,${name}`, 'Odd,1'), { options })).json.created).toBe(1);
		}
		const asMapped = mapped(['__proto__', 'Name'], ['constructor', 'Email']);
		for (const [content, fileName] of [
			[csv(odd.join(), 'Mapped Odd,csv@odd.test'), 'odd.csv'],
			['{"__proto__":"Mapped Odd","constructor":"jsonl@odd.test"}', 'odd.jsonl'],
		] as const) {
			expect((await imported(bench, content, asMapped, fileName)).json.created).toBe(1);
		}
		expect(
			stored('Mapped Odd')
				.map(({ Email }) => Email)
				.sort(),
		).toEqual(['csv@odd.test', 'jsonl@odd.test']);
		await expect(imported(bench, csv('Name', 'x'), mapped(['constructor', 'Name']))).rejects.toThrow(
			'The file has no column "constructor"',
		);
	});

	it('two columns of the file for one of the object are refused, or fail where they differ', async () => {
		const both = csv('Full name,Name', 'Both,Both', 'One,Other');
		await expect(imported(bench, both, mapped(['Name', 'Name'], ['Full name', 'NAME']))).rejects.toThrow(
			'The column NAME is mapped twice (Columns, row 2)',
		);
		const { rows } = await imported(bench, both);
		expect(rows.map(({ Result }) => Result)).toEqual(['created', 'failed']);
		expect(rows[1]?.Message).toContain('Two inputs mean the column Name');
	});

	it('numbers and booleans become texts, and what has no text fails', async () => {
		const lines = ['{"Name":1234567,"Notes":true}', '{"Name":12345678901234567890}', '{"Name":{"a":1}}'];
		const { rows } = await imported(bench, lines.join('\n'), {}, 'typed.jsonl');
		expect(rows.map(({ Result }) => Result)).toEqual(['created', 'created', 'failed']);
		expect(stored('1234567')).toMatchObject([{ Notes: 'true' }]);
		expect(stored('12345678901234567890')).toHaveLength(1);
		expect(rows[2]?.Message).toContain('column Name (field Columns) takes text, but got an object');
	});

	it('a cell may have 1 MB', async () => {
		const long = 'n'.repeat(1_000_000);
		expect((await imported(bench, csv('Name,Notes', `Long,${long}`))).json.created).toBe(1);
		expect(stored('Long')[0]?.Notes).toBe(long);
	});

	it('without the right to write says so', async () => {
		const user = { credentials: bench.credential({ username: 'ReadOnly', password: 'ReadOnly-0' }) };
		const content = csv('Name', ...named('Forbidden', 200));
		const run = await bench.creatio(contacts, { ...itemWith(content), ...user });
		expect(like('Forbidden')).toBe(0);
		expect(run.error).toMatchObject(failure('forbidden', 'permissions'));
		// The look-up of the first keys, and two batches, which a site is asked about that answers with a failure of the server.
		expect(bench.odata()).toHaveLength(1 + 2 + (bench.odataVersion === '3' ? 2 : 0));
	});

	it('of several files says of each what became of it; the others go on where that is chosen', async () => {
		const contents = [csv('Name', 'File 1'), csv('Name,Nonsense', 'File 2,x'), '', csv('Name', 'File 4')];
		const given = { items: contents.map(() => ({})), files: contents.map((content) => givenFile(content)) };
		const stopped = await bench.creatio(contacts, given);
		expect(stopped.error).toMatchObject({ ...failure('input', 'Nonsense'), context: { itemIndex: 1 } });
		const run = await bench.creatio(contacts, { ...given, onError: 'continueErrorOutput' });
		const [done = [], failed = []] = run.outputs;
		expect(done.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 3 }]);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 2 }]);
		expect(failed.map(({ json }) => String(json.error))).toEqual([
			expect.stringContaining('Nonsense'),
			expect.stringContaining('is empty'),
		]);
		expect((await outputOf(bench, run, 0)).json).toMatchObject(counts({ total: 1, skipped: 1 }));
		expect((await outputOf(bench, run, 1)).rows).toMatchObject([{ Row: '2', Result: 'created' }]);
	});

	it('is continued by Retry On Fail', async () => {
		// The first window passes; the second one fails until the site is back.
		bench.site.faults.add({
			match: { method: 'POST', path: /\$batch/, nth: 18, times: 5 },
			fault: { kind: 'status', status: 503 },
		});
		const content = csv('Name', ...named('Retried', 1_700));
		const run = await bench.creatio(
			{ ...contacts, options: { retries: 0, parallel: 1 } },
			{ ...itemWith(content), tries: 5 },
		);
		const { json } = await outputOf(bench, run);
		expect(json).toMatchObject(counts({ total: 1_700, skipped: 1_500, created: 200 }));
		expect(like('Retried')).toBe(1_700);
	});

	it.each<readonly [file: string, content: string | Buffer, fileName: string, message: RegExp]>([
		['of 0 bytes', '', 'a.csv', /"data" is empty/],
		[
			'with a header that has a name twice',
			csv('Name,Email,Name', 'a,b,c'),
			'a.csv',
			/Columns 1 and 3 .*"Name" in row 1/,
		],
		['with a quote that is not closed', csv('Name', 'a', '"b'), 'a.csv', /row 3 on \(column "Name"\)/],
		[
			'in another encoding',
			Buffer.from('Name,Email\nJos\xe9,x\n', 'latin1'),
			'a.csv',
			/row 2 on \(column "Name"\).*not UTF-8/,
		],
		['that is cut off', sheetOf(textRow('Name')).subarray(0, -30), 'a.xlsx', /the ZIP file ends too early/],
	])(
		'is refused for a file %s, before anything is asked of the site',
		async (_file, content, fileName, message) => {
			await expect(imported(bench, content, {}, fileName)).rejects.toThrow(message);
			expect(bench.odata()).toEqual([]);
		},
	);

	it.each<readonly [file: string, content: string | Buffer, fileName: string]>([
		['UTF-16', Buffer.from('\uFEFFName;Email\r\nЛюдмила;1@odd.test\r\n', 'utf16le'), 'a.csv'],
		['UTF-8 with a byte order mark', '\uFEFFName;Email\nЛюдмила;2@odd.test', 'a.csv'],
		['a gzip file', gzipSync('{"Name":"Людмила"}\n'), 'a.jsonl.gz'],
	])('reads %s', async (_file, content, fileName) => {
		const before = stored('Людмила').length;
		expect((await imported(bench, content, {}, fileName)).json).toMatchObject(
			counts({ total: 1, created: 1 }),
		);
		expect(stored('Людмила')).toHaveLength(before + 1);
	});

	it('reads Windows-1251 where that is chosen', async () => {
		const content = Buffer.concat([Buffer.from('Name\n'), Buffer.from([0xcb, 0xfe, 0xe4, 0xe0])]);
		const options = { encoding: 'windows-1251' };
		expect((await imported(bench, content, { options })).json.created).toBe(1);
		expect(stored('Люда')).toHaveLength(1);
	});

	it('of a file that has only a header does nothing', async () => {
		const { json, rows, hints } = await imported(bench, csv('Name'));
		expect([json, rows, hints]).toMatchObject([counts({}), [], []]);
	});
});

import { sheetOf, textRow } from '../unit/tables/xlsx/workbookOf';
import { contacts, counts, csv, imported, itemWith } from './imports';
import { ACCOM, failure, SITES, useBench } from './setup';

describe.each(SITES)('%s', (_, options) => {
	const bench = useBench(options);
	const named = (name: string) => bench.site.store.rows('Contact', '"Name" = ?', name);

	it('each row is a new record; columns by code and caption, lookups by text', async () => {
		const content = csv(
			'Full name,Email,Account,Notes',
			'Import One,one@example.com,Accom (sample),"a ""quoted"", text',
			'over two lines"',
			'Import Two,,,',
		);
		const { json, rows, failed, hints } = await imported(bench, content);
		expect(json).toMatchObject(counts({ total: 2, created: 2 }));
		const [one] = named('Import One');
		expect(one).toMatchObject({ Email: 'one@example.com', Notes: 'a "quoted", text\r\nover two lines' });
		expect(one?.AccountId).toBe(ACCOM);
		expect(rows.map(({ Row, Id, Result }) => [Row, Id, Result])).toEqual([
			['2', one?.Id, 'created'],
			['3', named('Import Two')[0]?.Id, 'created'],
		]);
		expect(failed).toBe('');
		expect(hints).toEqual([]);
	});

	it('a second import of the same file creates nothing, and says so', async () => {
		const content = csv('Name', ...Array.from({ length: 150 }, (_unused, index) => `Again ${index}`));
		await imported(bench, content);
		const again = await imported(bench, content);
		expect(again.json).toMatchObject(counts({ total: 150, skipped: 150 }));
		expect(again.rows[0]).toMatchObject({
			Result: 'skipped',
			Message: expect.stringContaining('earlier import'),
		});
		expect(named('Again 7')).toHaveLength(1);
	});

	it('rows that cannot be imported are told with their number and column, and come out as a file to mend', async () => {
		const content = csv(
			'Name;Birth Date;Account;Age',
			'Good;1990-01-31;;40',
			'Bad date;yesterdayish;;40',
			'Bad lookup;;No Such Account;40',
			'Too many;;;40;surplus',
			'Good as well;;;41',
			'Bad number;;;forty',
		);
		const columns = content.replace('Birth Date', 'BirthDate');
		const { json, rows, failed, hints } = await imported(bench, columns, {
			options: { unknownColumns: 'ignore' },
		});
		expect(json).toMatchObject(counts({ total: 6, created: 2, failed: 4 }));
		const messages = new Map(rows.map(({ Row, Message }) => [Row, Message]));
		expect(messages.get('3')).toContain('BirthDate');
		expect(messages.get('4')).toContain('No Such Account');
		expect(messages.get('5')).toMatch(/5 .*4/);
		expect(messages.get('7')).toContain('Age');
		expect(failed).toContain('Import Error;Name;BirthDate;Account;Age');
		expect(JSON.stringify(hints)).toContain('4 of 6 rows failed');
		const mended = failed
			.replaceAll('yesterdayish', '2001-02-03')
			.replaceAll('No Such Account', '')
			.replace(';surplus', '');
		const second = await imported(bench, mended.replaceAll('forty', '42'), {
			options: { unknownColumns: 'ignore' },
		});
		expect(second.json).toMatchObject(counts({ total: 4, created: 4 }));
		expect(named('Bad date')[0]?.BirthDate).toContain('2001-02-03');
	});

	it('updates, creates and deletes by columns that match', async () => {
		await imported(bench, csv('Name,Email', 'Match A,a@match.test', 'Match B,b@match.test'));
		const upsert = await imported(
			bench,
			csv(
				'Name,Email',
				'Match A2,A@match.test',
				'Match C,c@match.test',
				'Match C2,c@match.test',
				'No address,',
			),
			{ importMode: 'upsert', matchColumns: 'Email' },
		);
		expect(upsert.json).toMatchObject(counts({ total: 4, created: 1, updated: 2, failed: 1 }));
		expect(upsert.rows[3]?.Message).toContain('Email');
		expect(named('Match C2')).toHaveLength(1);
		expect(named('Match C')).toHaveLength(0);
		const update = await imported(bench, csv('Email,Name', 'b@match.test,Match B2', 'nobody@match.test,X'), {
			importMode: 'update',
			matchColumns: 'Email',
		});
		expect(update.json).toMatchObject(counts({ total: 2, updated: 1, failed: 1 }));
		const [b] = named('Match B2');
		const byId = await imported(bench, csv('Id,Name', `${b?.Id},Match B3`), { importMode: 'update' });
		expect(byId.json).toMatchObject(counts({ total: 1, updated: 1 }));
		const deletes = csv('Id,Name,Account', `${b?.Id},Match B3,No Such Account`, `${b?.Id},,`);
		const gone = await imported(bench, deletes, { importMode: 'delete' });
		expect(gone.json).toMatchObject(counts({ total: 2, deleted: 1, skipped: 1 }));
		expect(named('Match B3')).toHaveLength(0);
	});

	it('a dry run checks everything and writes nothing', async () => {
		const before = bench.site.store.count('Contact');
		const { json, rows } = await imported(
			bench,
			csv('Name,Account', `${'x'.repeat(300)},Brand New`, 'Fine,Brand New'),
			{ options: { dryRun: true, createMissingLookups: true } },
		);
		expect(json).toMatchObject({ ...counts({ total: 2, created: 1, failed: 1 }), dryRun: true });
		expect(rows[0]?.Message).toContain('Name');
		const twice = await imported(bench, csv('Email,Name', 'dry@x.test,One', 'dry@x.test,Two'), {
			...{ importMode: 'upsert', matchColumns: 'Email', options: { dryRun: true } },
		});
		expect(twice.json).toMatchObject(counts({ total: 2, created: 1, updated: 1 }));
		expect(bench.site.store.count('Contact')).toBe(before);
		expect(bench.site.store.count('Account', '"Name" = ?', 'Brand New')).toBe(0);
		expect(bench.odata().filter(({ method, body }) => method === 'POST' && body.includes('POST'))).toEqual(
			[],
		);
	});

	it('parts of a file, and a stop after failures, say where the rest begins', async () => {
		const lines = Array.from(
			{ length: 30 },
			(_unused, index) => `Part ${index + 2},${index % 5 === 3 ? 'x' : '1'}`,
		);
		const content = csv('Name,Age', ...lines);
		const part = await imported(bench, content, { options: { startAtLine: 10, lines: 3 } });
		expect(part.rows.map(({ Row }) => Row)).toEqual(['10', '11', '12']);
		const stopped = await imported(bench, content, { options: { stopAfterFailures: 2 } });
		expect(stopped.json).toMatchObject({ failed: 2, stoppedAt: 11, total: 9 });
		expect(JSON.stringify(stopped.hints)).toContain('row 11');
		expect(named('Part 11')).toHaveLength(1);
		expect(named('Part 13')).toHaveLength(0);
	});

	it('columns can be mapped, in JSON Lines too', async () => {
		const lines = [
			{ mail: 'm@map.test', n: { first: 1 }, full: 'Mapped' },
			['no object'],
			{ full: 'Mapped 2' },
		];
		const content = lines.map((line) => JSON.stringify(line)).join('\n');
		const by = (header: string, value: string) => ({ header, column: { __rl: true, mode: 'name', value } });
		const { json, failed } = await imported(
			bench,
			content,
			{ columnsFrom: 'mapping', mappedColumns: { column: [by('full', 'Name'), by('mail', 'Email')] } },
			'people.jsonl',
		);
		expect(json).toMatchObject(counts({ total: 3, created: 2, failed: 1 }));
		expect(named('Mapped')[0]?.Email).toBe('m@map.test');
		expect(failed).toBe('["no object"]\n');
	});

	it('a sheet of a workbook: dates, numbers, lookups, and what formulas have computed', async () => {
		const number = (value: string, style = 0) => `<c s="${style}"><v>${value}</v></c>`;
		const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
		const sheet = [
			textRow('Full name', 'BirthDate', 'Age', 'Account', 'DoNotUseCall', 'Notes'),
			`<row><c t="str"><f>A1&amp;B1</f><v>Sheet 1</v></c>${number('32874', 1)}<c><f>6*7</f><v>42</v></c>${text('Accom (sample)')}<c t="b"><v>1</v></c>${number('1234567890123')}</row>`,
			`<row>${text('Sheet 2')}${text('1990-02-28')}${text('43')}</row>`,
			`<row>${text('Sheet 3')}<c/><c/><c t="e"><v>#N/A</v></c></row>`,
			`<row>${text('Sheet 4')}<c/>${number('1.5')}</row>`,
		];
		const { json, rows, failed } = await imported(
			bench,
			sheetOf(sheet.join(''), { styles: [0, 14] }),
			{},
			'contacts.xlsx',
		);
		expect(json).toMatchObject(counts({ total: 4, created: 2, failed: 2 }));
		expect(named('Sheet 1')).toMatchObject([
			{ Age: 42, AccountId: ACCOM, DoNotUseCall: true, Notes: '1234567890123' },
		]);
		expect(String(named('Sheet 1')[0]?.BirthDate)).toContain('1990-01-01');
		expect(String(named('Sheet 2')[0]?.BirthDate)).toContain('1990-02-28');
		expect(rows[2]).toMatchObject({
			Row: '4',
			Message: expect.stringMatching(/D4 .*#N\/A .*column Account/),
		});
		expect(rows[3]).toMatchObject({ Row: '5', Message: expect.stringContaining('column Age') });
		expect(failed).toContain(',Sheet 4,,1.5');
	});

	it.each([
		['a column that the object does not have', csv('Name,Nonsense', 'a,b'), {}, 'Nonsense'],
		['no column to match on', csv('Name', 'a'), { importMode: 'upsert', matchColumns: 'Email' }, 'Email'],
		['no match column', csv('Name', 'a'), { importMode: 'upsert' }, 'Columns to Match On'],
		['no Id for updates', csv('Name', 'a'), { importMode: 'update' }, 'Id'],
		['a quote that is not closed', csv('Name,Email', 'a,b', '"c,d'), {}, 'row 3'],
	])('%s is refused before anything is written', async (_case, content, parameters, place) => {
		const before = bench.site.store.count('Contact');
		await expect(imported(bench, content, parameters)).rejects.toThrow(place);
		expect(bench.site.store.count('Contact')).toBe(before);
	});

	it('look-ups share requests, and a new import needs two of them', async () => {
		const lines = (from: number, length: number) =>
			Array.from({ length }, (_unused, index) => `Asked ${from + index},${from + index}@requests.test`);
		const content = csv('Name,Email', ...lines(0, 1_600));
		const created = await imported(bench, content, { options: { lines: 1_550 } });
		expect(created.json).toMatchObject(counts({ total: 1_550, created: 1_550 }));
		// For the Ids of the first 1,500 rows, and for some of the others.
		expect(bench.odata()).toHaveLength(2 + 16);
		bench.site.resetStats();
		const upsert = { importMode: 'upsert', matchColumns: 'Email' };
		const both = await imported(bench, csv('Name,Email', ...lines(1_500, 250)), upsert);
		expect(both.json).toMatchObject(counts({ total: 250, created: 200, updated: 50 }));
		// One for the values to match on, and one for the keys.
		expect(bench.odata()).toHaveLength(2 + 3);
	});

	it('rows whose records an earlier import has created are skipped, wherever it began', async () => {
		const lines = Array.from({ length: 1_600 }, (_unused, index) => `Begun ${index + 2}`);
		const content = csv('Name', ...lines);
		const later = await imported(bench, content, { options: { startAtLine: 1_502 } });
		expect(later.json).toMatchObject(counts({ total: 100, created: 100 }));
		const whole = await imported(bench, content);
		expect(whole.json).toMatchObject(counts({ total: 1_600, created: 1_500, skipped: 100 }));
		expect(whole.rows.filter(({ Result }) => Result === 'skipped')[0]?.Row).toBe('1502');
	});

	it('an import that ends since the site is away says that a row may have been written', async () => {
		const writeOf = (name: string) => ({
			...{ method: 'POST', path: /\/Contact(?:Collection)?$/, times: 1_000 },
			where: ({ body }: { readonly body: Buffer }) => body.includes(name),
		});
		bench.site.faults.add({ match: writeOf('Perhaps 1'), fault: { kind: 'status', status: 403 } });
		bench.site.faults.add({ match: writeOf('Perhaps 2'), fault: { kind: 'resetAfter' } });
		// The first look-up of keys is the one before the writes.
		const lookUp = { method: 'GET', path: /filter=Id eq/, nth: 2, times: 1_000 };
		bench.site.faults.add({ match: lookUp, fault: { kind: 'status', status: 503 } });
		const options = { retries: 0, batchSize: 1, parallel: 1 };
		const { error } = await bench.creatio(
			{ ...contacts, options },
			itemWith(csv('Name', 'Perhaps 1', 'Perhaps 2')),
		);
		expect(named('Perhaps 1')).toHaveLength(0);
		expect(named('Perhaps 2')).toHaveLength(1);
		expect(error).toMatchObject({ perhapsDone: true });
	});

	it('a lost answer neither loses nor doubles a record', async () => {
		const lines = Array.from({ length: 450 }, (_unused, index) => `Lost ${index}`);
		bench.site.faults.add({
			match: { method: 'POST', path: /\$batch/, nth: 2 },
			fault: { kind: 'resetAfter' },
		});
		const { json } = await imported(bench, csv('Name', ...lines));
		expect(json).toMatchObject(counts({ total: 450, created: 450 }));
		expect(bench.site.store.count('Contact', '"Name" LIKE ?', 'Lost %')).toBe(450);
	});

	it.each(['passes', 'stays'])(
		'rows of one record keep their order where nobody knows of the first, and that %s',
		async (how) => {
			const write = { method: 'POST', path: /\/Contact(?:Collection)?$/ };
			bench.site.faults.add({ match: write, fault: { kind: 'resetAfter' } });
			// The first look-up of keys is the one before the writes.
			const lookUp = { method: 'GET', path: /filter=Id eq/, nth: 2, times: how === 'passes' ? 1 : 1_000 };
			bench.site.faults.add({ match: lookUp, fault: { kind: 'status', status: 503 } });
			const address = `${how}@order.test`;
			const others = ['Other,', `Other,other-${how}@order.test`];
			const run = await bench.creatio(
				{
					...contacts,
					importMode: 'upsert',
					matchColumns: 'Email',
					options: { retries: 0, batchSize: 1, parallel: 1 },
				},
				itemWith(csv('Name,Email', `First,${address}`, `Second,${address}`, ...others)),
			);
			const found = bench.site.store.rows('Contact', '"Email" = ?', address);
			expect(found.map(({ Name }) => Name)).toEqual([how === 'passes' ? 'Second' : 'First']);
			const both =
				how === 'passes' ? { created: 2, updated: 1, failed: 1 } : { created: 1, open: 1, failed: 2 };
			expect(run.items[0]?.json).toMatchObject(counts({ total: 4, ...both }));
		},
	);

	it('what may pass is tried again when the other rows were written', async () => {
		const lines = Array.from({ length: 450 }, (_unused, index) => `Later ${index}`);
		bench.site.faults.add({
			match: { method: 'POST', path: /\$batch/, nth: 2, times: 2 },
			fault: { kind: 'status', status: 503, after: true },
		});
		const { json } = await imported(bench, csv('Name', ...lines), { options: { retries: 0, parallel: 1 } });
		expect(json).toMatchObject(counts({ total: 450, created: 450 }));
		expect(bench.site.store.count('Contact', '"Name" LIKE ?', 'Later %')).toBe(450);
	});

	it('a site that goes away ends the run with what was done; the same file then continues', async () => {
		const lines = Array.from({ length: 3_500 }, (_unused, index) => `Away ${index}`);
		const content = csv('Name', ...lines);
		bench.site.faults.add({
			match: { method: 'POST', path: /\$batch/, nth: 33, times: 1_000 },
			fault: { kind: 'status', status: 503 },
		});
		const run = await bench.creatio({ ...contacts, options: { retries: 0 } }, itemWith(content));
		expect(run.error).toMatchObject(failure('unavailable', /3000 rows/, { perhapsDone: true }));
		bench.site.faults.clear();
		const again = await imported(bench, content);
		expect(again.json).toMatchObject({ total: 3_500, failed: 0, skipped: 3_000, created: 500 });
		expect(bench.site.store.count('Contact', '"Name" LIKE ?', 'Away %')).toBe(3_500);
	});
});

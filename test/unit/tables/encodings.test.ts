import fc from 'fast-check';

import { fileOf, refusalOf, valuesIn } from './files';

const TEXT = 'Имя,Город\n"Анна, Ё",Köln 😀\n';
const VALUES = [{ Имя: 'Анна, Ё', Город: 'Köln 😀' }];

const utf16le = (text: string) => Buffer.from(text, 'utf16le');
const utf16be = (text: string) => utf16le(text).swap16();
/** Of ASCII and the letters from А to я. */
const windows1251 = (text: string) =>
	Buffer.from(
		[...text].map((sign) => (sign >= 'А' && sign <= 'я' ? sign.charCodeAt(0) - 0x350 : sign.charCodeAt(0))),
	);

describe('the text of a file', () => {
	it.each([
		['UTF-8', Buffer.from(TEXT)],
		['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${TEXT}`)],
		['UTF-16 with a byte order mark', utf16le(`\uFEFF${TEXT}`)],
		['big-endian UTF-16 with a byte order mark', utf16be(`\uFEFF${TEXT}`)],
		['UTF-16', utf16le(TEXT)],
		['big-endian UTF-16', utf16be(TEXT)],
	])('is read as %s, wherever its pieces end', async (_, bytes) => {
		for (const pieceLength of [1, 3, 7, Infinity]) {
			expect(await valuesIn(fileOf(bytes, pieceLength))).toEqual(VALUES);
		}
	});

	it('is read in the encoding that was chosen', async () => {
		const file = windows1251('Имя,Город\nАнна,Омск\n');
		expect(await valuesIn(file, { encoding: 'windows-1251' })).toEqual([{ Имя: 'Анна', Город: 'Омск' }]);
	});

	it('is what its byte order mark says, whatever was chosen', async () => {
		expect(await valuesIn(utf16le(`\uFEFF${TEXT}`), { encoding: 'windows-1251' })).toEqual(VALUES);
	});

	it('may be JSON Lines in any encoding', async () => {
		expect(await valuesIn(utf16le('{"A":"Ж"}\n{"A":"я"}'))).toEqual([{ A: 'Ж' }, { A: 'я' }]);
	});

	it('may have NUL characters', async () => {
		const name = 'A name of some length\0';
		expect(await valuesIn(`Name,B\n${name},1\n`)).toEqual([{ Name: name, B: '1' }]);
	});

	it('in another encoding is refused with the row, the column and the option', async () => {
		const { kind, message, cure } = await refusalOf(windows1251('Name,City\n\n"x\ny",1\n"2\n,",Омск\n'));
		expect(kind).toBe('input');
		expect(message).toBe('The file cannot be read from row 4 on (column "City"): the text is not UTF-8');
		expect(cure).toContain('option Encoding');
		expect(cure).toContain('windows-1251');
	});

	it('names the row of the first wrong byte, wherever it is', async () => {
		const lines = fc.array(fc.constantFrom('1,2', '"a\nb",я', '', 'ж,"1"'), { maxLength: 6 });
		await fc.assert(
			fc.asyncProperty(
				lines,
				fc.constantFrom('', 'x', '"', '"x\ny'),
				fc.constantFrom('\n', 'y\n', ''),
				fc.integer({ min: 1, max: 40 }),
				async (before, start, after, pieceLength) => {
					const head = ['A,B', ...before].map((line) => `${line}\n`).join('');
					const file = Buffer.concat([
						Buffer.from(`${head}1,${start}`),
						Buffer.from([0xe4]),
						Buffer.from(after),
					]);
					const { message } = await refusalOf(fileOf(file, pieceLength));
					expect(message).toBe(
						`The file cannot be read from row ${before.length + 2} on (column "B"): the text is not UTF-8`,
					);
				},
			),
		);
	});

	it('of JSON Lines names the line of the first wrong byte', async () => {
		const file = Buffer.concat([Buffer.from('{"A":1}\n\n{"A":"'), windows1251('Анна'), Buffer.from('"}\n')]);
		for (const pieceLength of [1, 5, Infinity]) {
			const { message } = await refusalOf(fileOf(file, pieceLength));
			expect(message).toBe('The file cannot be read from row 3 on: the text is not UTF-8');
		}
	});

	it('may not be cut off in a character', async () => {
		const { message } = await refusalOf(Buffer.from('A\nж').subarray(0, -1));
		expect(message).toBe('The file cannot be read from row 2 on (column "A"): the text is not UTF-8');
	});

	it('needs an encoding that there is', async () => {
		const { kind, message, cure } = await refusalOf('A\n1\n', { encoding: 'cp-none' });
		expect(kind).toBe('input');
		expect(message).toBe(`"cp-none" is not an encoding that n8n's Node knows (option Encoding)`);
		expect(cure).toContain('windows-1252');
	});
});

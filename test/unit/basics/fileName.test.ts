import fc from 'fast-check';

import { fileNameIn, safeFileName } from '../../../nodes/shared/basics/fileName';
import { contentDisposition } from '../../emulator/files/contentHeaders';

describe('the name of a file', () => {
	it.each<[string | undefined, string | undefined]>([
		['attachment; filename=a.pdf', 'a.pdf'],
		['attachment; filename="x.pdf"; filename*=UTF-8\'\'%D0%A1%20%D1%87.pdf', 'С ч.pdf'],
		['attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'],
		['attachment; filename="../../etc/passwd"', '.._.._etc_passwd'],
		["attachment; filename*=UTF-8''%2e%2e%2fa", '.._a'],
		["attachment; filename=b.txt; filename*=UTF-8''%E0%A4%A", 'b.txt'],
		['attachment; filename=".."', undefined],
		['inline', undefined],
		[undefined, undefined],
	])('in %s is %s', (header, name) => {
		expect(fileNameIn(header)).toBe(name);
	});

	it('holds no folder and no control character', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				const name = fileNameIn(`attachment; filename="${text}"`) ?? 'a';
				expect(name.length).toBeLessThanOrEqual(255);
				return name !== '' && !/[\\/\p{Cc}]/u.test(name);
			}),
		);
	});

	it('comes back as it was, whatever it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
				const name = text.toWellFormed();
				return fileNameIn(contentDisposition(name)) === safeFileName(name);
			}),
		);
	});
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { citationsIn, isOnPage, sectionsOf, uncited, type Citation } from './contractCitations';

const ROOT = path.resolve(__dirname, '../..');
const FOLDERS = ['nodes', 'credentials', 'undici', 'test', 'scripts', 'docs'];
const PAGE = 'docs/creatio-api.md';
/** The page refers to itself in other ways, and this test cites sections that are not there. */
const NOT_READ = [PAGE, path.posix.join('test/package', path.basename(__filename))];

function citationsOfProject(): Array<Citation & { readonly file: string }> {
	return FOLDERS.flatMap((folder) =>
		readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
			.filter((file) => /\.(ts|mjs|js|md)$/.test(file) && !NOT_READ.includes(file)),
	).flatMap((file) =>
		citationsIn(readFileSync(path.join(ROOT, file), 'utf8')).map((citation) => ({ ...citation, file })),
	);
}

describe('the wire contract (docs/creatio-api.md) and the comments that cite it', () => {
	const sections = sectionsOf(readFileSync(path.join(ROOT, PAGE), 'utf8'));
	const citations = citationsOfProject();

	it('every cited section, point and row is on the page', () => {
		expect(citations.length).toBeGreaterThan(300);
		expect(citations.filter((citation) => !isOnPage(citation, sections))).toEqual([]);
	});

	it('every section is cited, or says that it is context', () => {
		expect(uncited(sections, citations)).toEqual([]);
	});

	it('no number stands twice', () => {
		const numbers = sections.map(({ number }) => number);
		expect(numbers).toEqual([...new Set(numbers)]);
	});
});

describe('citations are found', () => {
	it.each([
		['one (contract 2.12).', ['2.12']],
		['a chapter: Contract 4: names', ['4']],
		['lists (contract 1.5, 2.12, 4.8, 6.2)', ['1.5', '2.12', '4.8', '6.2']],
		['contract 1.3 and 1.5 say', ['1.3', '1.5']],
		['contract 11.1, 12, and 13', ['11.1', '12', '13']],
		['ranges (contract 1.2 to 1.5)', ['1.2', '1.5', '1.3', '1.4']],
		['contract 5.3, point 4, 5.4', ['5.3 point 4', '5.4']],
		['(contract 13, row 22)', ['13 row 22']],
		['/**\n * over two lines (contract\n * 5.3, 5.4).\n */', ['5.3', '5.4']],
		['// two lines (contract 4.1,\n\t// 4.4)', ['4.1', '4.4']],
		['the end of a sentence: contract 2.7. 20 records', ['2.7']],
		['a contract test of 5 sockets, DataContract 3', []],
	])('%j', (text, found) => {
		expect(citationsIn(text).map(({ section, item }) => [section, item].join(' ').trim())).toEqual(found);
	});
});

describe('a page that lacks something is found out', () => {
	const page = [
		'# Contract',
		'## 2 OData',
		'### 2.7 Dates',
		'1. One.',
		'2. Two.',
		'### 2.8 Reads',
		'### 2.9 Writes',
		'_Context: unused._',
		'## 13 Unknown',
		'| row | what |',
		'| 22  | this |',
		'## Without a number',
	].join('\n\n');
	const sections = sectionsOf(page);

	it.each([
		['contract 2.7', true],
		['contract 2.7, point 2', true],
		['contract 2.7, point 3', false],
		['contract 13, row 22', true],
		['contract 13, row 2', false],
		['contract 2.10', false],
		['contract 3', false],
	])('%s', (text, expected) => {
		expect(citationsIn(text).map((citation) => isOnPage(citation, sections))).toEqual([expected]);
	});

	it('one missing section of a list is enough', () => {
		const missing = citationsIn('contract 2.7, 2.99, 13').filter((citation) => !isOnPage(citation, sections));
		expect(missing).toEqual([{ section: '2.99' }]);
	});

	it('sections that nothing cites are named, those marked as context are not', () => {
		expect(uncited(sections, citationsIn('contract 2.7'))).toEqual(['2.8', '13']);
	});
});

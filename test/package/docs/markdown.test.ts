import { anchorsOf, cellsUnder, italicsOf, linksOf } from './markdown';

describe('parts of Markdown', () => {
	it('links: inline, pictures and references, but none in code', () => {
		const text = '[a](b.md#c) ![d](e.png) [f][g] `[h](i)`\n\n```\n[j](k)\n```\n\n[g]: l.md\n';
		expect(linksOf(text)).toEqual(['b.md#c', 'e.png', 'l.md']);
	});

	it('anchors: as GitHub writes them, none from code', () => {
		const text =
			'# Reading by key\n\n```\n# comment\n```\n\n### 2.7 Dates and `time`\n\n## The site’s end, step by step\n';
		expect([...anchorsOf(text)]).toEqual([
			'reading-by-key',
			'27-dates-and-time',
			'the-sites-end-step-by-step',
		]);
	});

	it('italics: also over two lines and inside of bold, but no names with underscores', () => {
		const text = 'the _Page\nSize_, **_Until Done_**, `_code_`, a_b_c, [x](_y_) and **Bold**';
		expect(italicsOf(text)).toEqual(['Page Size', 'Until Done']);
	});

	it('cells: of the tables with that heading', () => {
		const tables =
			'| message | cause |\n| --- | --- |\n| a \\| b | c |\n| d | |\n\n| other |\n| --- |\n| e |\n';
		expect(cellsUnder('message', tables)).toEqual(['a \\| b', 'd']);
	});
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../../support/packageFolders';

/** A Markdown file of the project that people read. */
export interface Page {
	/** Relative to the root of the project, with "/". */
	readonly name: string;
	readonly text: string;
}

export function pages(): Page[] {
	const inDocs = readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.md'))
		.map((name) => path.posix.join('docs', name.replaceAll(path.sep, '/')));
	return ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...inDocs.sort()].map((name) => ({
		name,
		text: readFileSync(path.join(ROOT, name), 'utf8'),
	}));
}

const BLOCK = /<!-- parameters:start (\w+) -->\n[\s\S]*?<!-- parameters:end -->/g;

/** Nodes and credentials whose tables a page holds. */
export function tablesOn({ text }: Page): string[] {
	return [...text.matchAll(BLOCK)].map((match) => String(match[1]));
}

/** What people wrote of a page. */
export function withoutTables({ text }: Page): string {
	return text.replace(BLOCK, '');
}

/** The text of a page with the tables of now. Throws for a table of something that does not exist. */
export function withTables({ name: page, text }: Page, tables: ReadonlyMap<string, string>): string {
	return text.replace(BLOCK, (_, name: string) => {
		const table = tables.get(name);
		if (table === undefined) throw new Error(`${page} has a table of "${name}", which is not in the package`);
		return [
			`<!-- parameters:start ${name} -->`,
			'<!-- Written by `npm run docs`. -->',
			'<!-- prettier-ignore-start -->',
			table,
			'<!-- prettier-ignore-end -->',
			'<!-- parameters:end -->',
		].join('\n\n');
	});
}

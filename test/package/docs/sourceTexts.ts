import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

import { ROOT } from '../../support/packageFolders';

/** Stands for a value in a text. */
export const VALUE = '…';

/** Every text that the code of nodes and credentials holds; values in templates are shown as "…". */
export function sourceTexts(): Set<string> {
	const texts = new Set<string>();
	for (const { name, text } of sourceFiles()) {
		const visit = (node: ts.Node): void => {
			if (ts.isStringLiteralLike(node)) texts.add(node.text);
			else if (ts.isTemplateExpression(node)) {
				texts.add([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(VALUE));
			}
			ts.forEachChild(node, visit);
		};
		visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest));
	}
	return texts;
}

export function sourceFiles(): Array<{ readonly name: string; readonly text: string }> {
	return ['nodes', 'credentials', 'undici'].flatMap((folder) =>
		readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts'))
			.map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
			.map((name) => ({ name, text: readFileSync(path.join(ROOT, name), 'utf8') })),
	);
}

import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import type { Column, ObjectModel } from '../model/objectModel';
import type { ColumnPath } from '../model/paths';

/** The server refuses deeper paths (contract 2.4, ODataMaxExpansionDepth). */
export const MAX_EXPAND_DEPTH = 2;

/** Columns that can be requested in a read: a stream in `$select` answers 500 (contract 2.4). */
export function readableColumns(model: ObjectModel): Column[] {
	return [...model.columns.values()].filter((column) => column.type !== 'stream');
}

/** `$select`: always sent, since an all-columns read fails on some sites (contract 2.8). */
export function selectOption(columns: readonly Column[]): string {
	return [...new Set(['Id', ...columns.map((column) => column.property)])].join(',');
}

interface ExpandNode {
	readonly columns: Set<string>;
	readonly children: Map<string, ExpandNode>;
}

/** `$expand` that brings the columns at the ends of the paths; each path has at least one lookup. */
export function expandOption(paths: readonly ColumnPath[]): string | undefined {
	const root: ExpandNode = { columns: new Set(), children: new Map() };
	for (const path of paths) {
		if (path.steps.length > MAX_EXPAND_DEPTH) {
			throw inputError(
				`The path "${path.text}" passes through ${path.steps.length} lookups; Creatio returns columns through at most ${MAX_EXPAND_DEPTH} (field ${LABELS.relatedColumns})`,
				'Read the record in between in a separate step. Conditions may use longer paths.',
			);
		}
		let node = root;
		for (const step of path.steps) {
			let child = node.children.get(step.name);
			if (!child) {
				child = { columns: new Set(), children: new Map() };
				node.children.set(step.name, child);
			}
			node = child;
		}
		node.columns.add(path.column.property);
	}
	return root.children.size > 0 ? expandChildren(root) : undefined;
}

function expandChildren(node: ExpandNode): string {
	return [...node.children].map(([name, child]) => `${name}(${expandOptions(child)})`).join(',');
}

function expandOptions(node: ExpandNode): string {
	const select = `$select=${[...(node.columns.size > 0 ? node.columns : ['Id'])].join(',')}`;
	return node.children.size > 0 ? `${select};$expand=${expandChildren(node)}` : select;
}

import type { ColumnPath } from '../model/paths';
import { refuseTooDeep } from '../protocol/shape';

interface ExpandNode {
	readonly columns: Set<string>;
	readonly children: Map<string, ExpandNode>;
}

/** `$expand` that brings the columns at the ends of the paths; each path has at least one lookup. */
export function expandOption(paths: readonly ColumnPath[]): string | undefined {
	refuseTooDeep(paths);
	const root: ExpandNode = { columns: new Set(), children: new Map() };
	for (const path of paths) {
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

import { filesOf, floors } from '../../../.dependency-cruiser.mjs';

/** @typedef {readonly import('dependency-cruiser').IModule[]} Modules Files and what they import. */

/** @typedef {ReadonlyMap<string, ReadonlySet<string>>} Graph Each floor and those that it imports. */

const names = Object.keys(floors);

/** @param {string} file */
const floorOf = (file) =>
	names.find((name) => new RegExp(filesOf(name)).test(file)) ??
	/^(nodes|credentials|undici)\//.exec(file)?.[1];

/**
 * @param {Modules} modules
 * @returns {Graph}
 */
function graphOf(modules) {
	/** @type {Map<string, Set<string>>} */
	const graph = new Map();
	for (const { source, dependencies } of modules) {
		const from = floorOf(source);
		if (from === undefined) continue;
		const below = graph.get(from) ?? new Set();
		graph.set(from, below);
		for (const { resolved } of dependencies) {
			const to = floorOf(resolved);
			if (to !== undefined && to !== from) below.add(to);
		}
	}
	return graph;
}

/**
 * Whether one floor reaches another through a third: an arrow between them would add nothing.
 *
 * @param {Graph} graph
 * @param {string} from
 * @param {string} to
 */
function isImplied(graph, from, to) {
	const seen = new Set([from]);
	const waiting = [...(graph.get(from) ?? [])].filter((name) => name !== to);
	for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
		if (name === to) return true;
		if (seen.has(name)) continue;
		seen.add(name);
		waiting.push(...(graph.get(name) ?? []));
	}
	return false;
}

/** @param {string} floor */
const idOf = (floor) => floor.replace('/', '_');

/**
 * The floors as a Mermaid drawing. An arrow says "imports"; those that follow from others are left out.
 *
 * @param {Modules} modules
 */
export function drawFloors(modules) {
	const graph = graphOf(modules);
	const present = [...graph.keys()].sort();
	const groups = [...new Set(present.flatMap((name) => name.split('/').slice(0, -1)))];
	const boxes = groups.flatMap((group) => [
		`subgraph in_${group}["${group}"]`,
		...present
			.filter((name) => name.startsWith(`${group}/`))
			.map((name) => `\t${idOf(name)}["${name.slice(group.length + 1)}"]`),
		'end',
	]);
	const arrows = present.flatMap((from) =>
		[...(graph.get(from) ?? [])]
			.filter((to) => !isImplied(graph, from, to))
			.sort()
			.map((to) => `${idOf(from)} --> ${idOf(to)}`),
	);
	return ['flowchart TD', ...[...boxes, ...arrows].map((line) => `\t${line}`)].join('\n');
}

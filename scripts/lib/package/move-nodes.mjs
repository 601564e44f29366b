import { packages } from './packages.mjs';

/**
 * The type of a node of either package in exported workflows, also in a workflow that stands as text in a parameter of
 * another, where the quotes are escaped.
 */
const nodeType = new RegExp(
	`(\\\\*"type\\\\*":\\s{0,10}\\\\*")(?:${Object.values(packages)
		.map(({ name }) => name)
		.join('|')})\\.(?=creatio)`,
	'g',
);

/**
 * Exported workflows with the nodes of one package in place of those of the other. All else of the text stays as it is:
 * credentials have the same types in both (docs/adr/0012).
 *
 * @param {string} exported JSON.
 * @param {import('./packages.mjs').Flavor} to
 * @returns {{ moved: string, count: number }} The number of nodes that had the prefix of either package.
 */
export function moveNodes(exported, to) {
	let count = 0;
	const moved = exported.replace(nodeType, (_, before) => {
		count += 1;
		return `${before}${packages[to].name}.`;
	});
	return { moved, count };
}

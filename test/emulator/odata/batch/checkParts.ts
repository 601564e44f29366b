import { MalformedBatch, type Part } from './part';

const MOST_PARTS = 100;
const MOST_IN_GROUP = 1000;

/**
 * Groups the parts: neighbours of one group belong together, everything else stands alone. Throws where Microsoft's
 * library refuses the batch as a whole (contract 2.14).
 */
export function groupParts(parts: readonly Part[], root: string): Part[][] {
	if (parts.length === 0) throw new MalformedBatch('the list is empty');
	const units = unitsOf(parts);
	if (units.length > MOST_PARTS || units.some(({ length }) => length > MOST_IN_GROUP))
		throw new MalformedBatch('too many parts');
	checkIds(units);
	checkReferences(parts, root);
	return units;
}

function unitsOf(parts: readonly Part[]): Part[][] {
	const units: Part[][] = [];
	const groups = new Set<string>();
	for (const part of parts) {
		const last = units.at(-1);
		if (part.group !== undefined && last?.[0]?.group === part.group) {
			last.push(part);
			continue;
		}
		if (part.group !== undefined && groups.has(part.group))
			throw new MalformedBatch(`group ${part.group} is in two places`);
		if (part.group !== undefined) groups.add(part.group);
		units.push([part]);
	}
	return units;
}

/** An id may come again only behind the start of a group. */
function checkIds(units: readonly Part[][]): void {
	let seen = new Set<string>();
	for (const unit of units) {
		if (unit[0]?.group !== undefined) seen = new Set();
		for (const { id } of unit) {
			if (id === null) continue;
			if (seen.has(id)) throw new MalformedBatch(`id ${id} comes twice`);
			seen.add(id);
		}
	}
}

/** Who is named must come before and not be hidden in another group; an address that starts with `$` must be named. */
function checkReferences(parts: readonly Part[], root: string): void {
	const groupOf = new Map<string, string | undefined>();
	const members = new Map<string, Set<string>>();
	for (const part of parts) {
		for (const id of part.dependsOn ?? []) checkDependency(id, part, groupOf, members);
		const reference = referenceOf(part.url, root);
		const isNamed = (named: string) =>
			part.dependsOn?.some((id) => members.get(id)?.has(named) ?? id === named) ?? groupOf.has(named);
		if (reference !== undefined && !isNamed(reference))
			throw new MalformedBatch(`${part.url} does not depend on ${reference}`);
		if (part.id !== null) groupOf.set(part.id, part.group);
		if (part.group !== undefined) {
			const group = members.get(part.group) ?? new Set();
			members.set(part.group, group.add(part.id ?? ''));
		}
	}
}

function checkDependency(
	id: string,
	part: Part,
	groupOf: ReadonlyMap<string, string | undefined>,
	members: ReadonlyMap<string, ReadonlySet<string>>,
): void {
	if (id === part.id || id === part.group) throw new MalformedBatch(`${id} depends on itself`);
	if (!groupOf.has(id) && !members.has(id)) throw new MalformedBatch(`${id} does not come before`);
	const group = groupOf.get(id);
	if (group !== undefined && group !== part.group) throw new MalformedBatch(`${id} is in a group`);
}

/** `0` of `$0/Account`. What starts with `$` is taken for a reference, `$metadata` and `$batch` too. */
function referenceOf(url: string, root: string): string | undefined {
	const relative = (url.startsWith(`${root}/`) ? url.slice(root.length) : url).replace(/^\/+/, '');
	return /^\$([^/]*)/.exec(relative)?.[1];
}

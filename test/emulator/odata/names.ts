const lowerCased = new WeakMap<ReadonlyMap<string, unknown>, Map<string, unknown>>();

/** Finds a member by its name in any letter case, an exact match first (contract 2.4). */
export function findNamed<T>(members: ReadonlyMap<string, T>, name: string): T | undefined {
	const exact = members.get(name);
	if (exact !== undefined) return exact;
	let lower = lowerCased.get(members) as Map<string, T> | undefined;
	if (!lower) {
		lower = new Map([...members].map(([key, member]) => [key.toLowerCase(), member]));
		lowerCased.set(members, lower);
	}
	return lower.get(name.toLowerCase());
}

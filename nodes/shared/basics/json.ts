/** Parses JSON; `undefined` for any other text, since JSON has no such value. */
export function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** The value of a member in any case: Creatio matches names case-insensitively (contract 4). */
export function member(record: Members, name: string): unknown {
	if (Object.hasOwn(record, name)) return record[name];
	const wanted = name.toLowerCase();
	const key = Object.keys(record).find((candidate) => candidate.toLowerCase() === wanted);
	return key === undefined ? undefined : record[key];
}

/** A JSON object of a response. Read its members with `member`: the case of names varies (contract 4). */
export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object; none of anything else. */
export function membersOf(value: unknown): Members {
	return isMembers(value) ? value : {};
}

/** The objects of a list, or of a map whose keys do not matter; `undefined` for any other value. */
export function objectsIn(value: unknown): Members[] | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.values(value).filter(isMembers);
}

/** A member that is text; `undefined` when it is missing or empty. */
export function textIn(record: Members, name: string): string | undefined {
	const value = member(record, name);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

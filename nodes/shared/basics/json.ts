/** Parses JSON; `undefined` for any other text, since JSON has no such value. */
export function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** The value of a member in any case: Creatio matches names case-insensitively (contract 4). */
export function member(record: Readonly<Record<string, unknown>>, name: string): unknown {
	if (Object.hasOwn(record, name)) return record[name];
	const key = Object.keys(record).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
	return key === undefined ? undefined : record[key];
}

/** A JSON object of a response. Read its members with `member`: the case of names varies (contract 4). */
export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A date as the expressions of n8n return it: a `Date`, or a DateTime of Luxon. */
export type DateObject = Date | { readonly toISO: () => unknown };

/** Values nested deeper than any service reads them are left as they are. */
const DEEPEST = 128;

/** A JavaScript Date, also one that was made in another context of V8, as code nodes and expressions do. */
export function isDate(input: unknown): input is Date {
	return input instanceof Date || Object.prototype.toString.call(input) === '[object Date]';
}

export function isDateObject(input: unknown): input is DateObject {
	if (isDate(input)) return true;
	return typeof input === 'object' && input !== null && 'toISO' in input && typeof input.toISO === 'function';
}

/** The date in ISO 8601, with the offset that it carries; `undefined` for an invalid one. */
export function isoText(date: DateObject): string | undefined {
	if (isDate(date)) return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
	const iso = date.toISO();
	return typeof iso === 'string' ? iso : undefined;
}

/** The same value with every date inside it, at any depth, replaced by what `write` returns for it. */
export function withDates(value: unknown, write: (date: DateObject) => unknown, depth = 0): unknown {
	if (isDateObject(value)) return write(value);
	if (typeof value !== 'object' || value === null || depth > DEEPEST) return value;
	if (Array.isArray(value)) return value.map((item) => withDates(item, write, depth + 1));
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [name, withDates(member, write, depth + 1)]),
	);
}

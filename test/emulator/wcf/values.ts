/** A .NET decimal: its digits as they are, however many. */
export class Decimal {
	constructor(readonly text: string) {}

	valueOf(): number {
		return Number(this.text);
	}

	toString(): string {
		return this.text;
	}
}

/** A .NET DateTime. One that came with an offset is local time of the server, its offset is forgotten. */
export class Moment {
	constructor(
		/** Since 1970 in UTC. */
		readonly milliseconds: number,
		readonly kind: 'utc' | 'local' = 'utc',
	) {}
}

/** A .NET DateTimeOffset. */
export class MomentWithOffset {
	constructor(
		readonly milliseconds: number,
		readonly offsetMinutes: number,
	) {}
}

/** A .NET TimeSpan. */
export class Duration {
	constructor(readonly milliseconds: number) {}
}

/** A .NET dictionary, which is not an object. */
export class Dictionary {
	constructor(readonly entries: ReadonlyArray<readonly [string, WcfValue]>) {}
}

/** What methods are given, and what they give back. A `bigint` is a long, bytes are a list of numbers. */
export type WcfValue =
	| null
	| string
	| boolean
	| number
	| bigint
	| Decimal
	| Moment
	| MomentWithOffset
	| Duration
	| Dictionary
	| Uint8Array
	| readonly WcfValue[]
	| { readonly [member: string]: WcfValue };

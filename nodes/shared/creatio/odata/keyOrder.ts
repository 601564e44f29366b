/** How a database orders GUIDs, as far as needed to split their range into parts of about the same size. */
export interface KeyOrder {
	/** The position of a key, from 0 to 1. Never decreases as keys increase in the database's order. */
	position(key: string): number;
	/** The first key at a position. */
	keyAt(position: number): string;
	/** Whether keys increase, and lie after one key and up to another. */
	holds(keys: readonly string[], after?: string, upTo?: string): boolean;
}

/** Fewer keys than this may be in order by chance. */
const ENOUGH_KEYS = 20;

/** PostgreSQL and Oracle order keys as they are written, SQL Server by their last group first. */
const ORDERS: readonly KeyOrder[] = [
	keyOrder(0, 8, (digits) => `${digits}-0000-0000-0000-000000000000`),
	keyOrder(24, 36, (digits) => `00000000-0000-0000-0000-${digits}`),
];

/** The order of these keys; `undefined` if it is unknown or not certain. */
export function keyOrderOf(keys: readonly string[]): KeyOrder | undefined {
	if (keys.length < ENOUGH_KEYS || keys[0] === keys.at(-1)) return undefined;
	return ORDERS.find((order) => order.holds(keys) && order.position(keys.at(-1) ?? '') > 0);
}

function keyOrder(from: number, to: number, write: (digits: string) => string): KeyOrder {
	const size = 16 ** (to - from);
	const position = (key: string) => Number.parseInt(key.slice(from, to), 16) / size;
	return {
		position,
		keyAt: (at) =>
			write(
				Math.floor(at * size)
					.toString(16)
					.padStart(to - from, '0'),
			),
		holds(keys, after, upTo) {
			let last = after === undefined ? 0 : position(after);
			for (const key of keys) {
				const next = position(key);
				if (!(next >= last)) return false;
				last = next;
			}
			return upTo === undefined || last <= position(upTo);
		},
	};
}

import { fingerprint, isPacked, packed, PRINT_LENGTH, unpacked } from '../../basics/fingerprint';
import { jsonIn } from '../../basics/json';

/** How the values of a record changed since the last read. */
type Verdict =
	| { readonly kind: 'new' }
	| { readonly kind: 'same' }
	/** `before`: in the order of the columns, where they are kept. */
	| { readonly kind: 'changed'; readonly before?: readonly unknown[] };

/** The values of some columns of many records, as they were last read. */
export interface ValueMemory {
	readonly size: number;
	/** Compares with the previous values, and keeps the new ones. */
	take(id: string, values: readonly unknown[]): Verdict;
	/** Forgets all records but these. */
	keep(ids: ReadonlySet<string>): void;
	/** As n8n stores it. */
	toText(): string;
}

export function valueMemory(keepsValues: boolean, text = ''): ValueMemory {
	return keepsValues ? new WholeValues(text) : new ValuePrints(text);
}

/** Whether a stored value is the text of such a memory. */
export function isValueMemory(keepsValues: boolean, value: unknown): value is string {
	if (!keepsValues) return isPacked(value, 2 * PRINT_LENGTH);
	if (typeof value !== 'string') return false;
	const entries = value === '' ? [] : jsonIn(value);
	return Array.isArray(entries) && entries.every(isWholeEntry);
}

const isWholeEntry = (entry: unknown) =>
	Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string' && Array.isArray(entry[1]);

/** Sixteen characters for a record, enough to detect a change. */
class ValuePrints implements ValueMemory {
	private readonly byId: Map<string, string>;

	constructor(text: string) {
		const entries = unpacked(text, 2 * PRINT_LENGTH);
		this.byId = new Map(
			entries.map((entry) => [entry.slice(0, PRINT_LENGTH), entry.slice(PRINT_LENGTH)] as const),
		);
	}

	get size(): number {
		return this.byId.size;
	}

	take(id: string, values: readonly unknown[]): Verdict {
		const [key, print] = [fingerprint(id), fingerprint(JSON.stringify(values))];
		const before = this.byId.get(key);
		this.byId.set(key, print);
		if (before === undefined) return { kind: 'new' };
		return { kind: before === print ? 'same' : 'changed' };
	}

	keep(ids: ReadonlySet<string>): void {
		const keys = new Set([...ids].map((id) => fingerprint(id)));
		for (const key of this.byId.keys()) if (!keys.has(key)) this.byId.delete(key);
	}

	toText(): string {
		return packed([...this.byId].map(([key, print]) => key + print));
	}
}

/** The values themselves, for the option Old Values. */
class WholeValues implements ValueMemory {
	private readonly byId: Map<string, readonly unknown[]>;

	constructor(text: string) {
		this.byId = new Map(text === '' ? [] : (JSON.parse(text) as Array<[string, unknown[]]>));
	}

	get size(): number {
		return this.byId.size;
	}

	take(id: string, values: readonly unknown[]): Verdict {
		const before = this.byId.get(id);
		this.byId.set(id, values);
		if (before === undefined) return { kind: 'new' };
		return JSON.stringify(before) === JSON.stringify(values) ? { kind: 'same' } : { kind: 'changed', before };
	}

	keep(ids: ReadonlySet<string>): void {
		for (const id of this.byId.keys()) if (!ids.has(id)) this.byId.delete(id);
	}

	toText(): string {
		return JSON.stringify([...this.byId]);
	}
}

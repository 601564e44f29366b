import { readGuid } from '../../model/guid';
import { itemsOf, membersOf } from './document';

/**
 * Reads a value that was cut out of a document. Returns `undefined` when it is not one of the type: the member then
 * counts as absent, without an error (contract 4).
 */
export type Reader<V> = (cut: string) => V | undefined;

/** Texts take everything as it is written: numbers, keywords, even objects. */
export const text: Reader<string> = (cut) => cut;

export const flag: Reader<boolean> = (cut) => {
	const word = cut.trim().toLowerCase();
	return word === 'true' ? true : word === 'false' ? false : undefined;
};

export const whole: Reader<number> = (cut) => {
	const number = /^\s*[+-]?\d+\s*$/.test(cut) ? Number(cut) : NaN;
	return Math.abs(number + 0.5) < 2 ** 31 ? number : undefined;
};

export const guid: Reader<string> = readGuid;

export const base64: Reader<Uint8Array> = (cut) => {
	const digits = cut.replace(/\s+/g, '');
	const isWhole = digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits);
	return isWhole ? new Uint8Array(Buffer.from(digits, 'base64')) : undefined;
};

/** The code of an enumeration, known or not, or one of its names in any letter case. */
export function enumeration(codes: Readonly<Record<string, number>>): Reader<number> {
	const byName = new Map(Object.entries(codes).map(([name, code]) => [name.toLowerCase(), code]));
	return (cut) => whole(cut) ?? byName.get(cut.trim().toLowerCase());
}

/** An item that cannot be read spoils the list. */
export function list<V>(item: Reader<V>): Reader<V[]> {
	return (cut) => everyOne(itemsOf(cut).map((one) => item(one)));
}

/**
 * Names and values. What is not an object has none: clients whose language has one kind of empty collection send
 * `[]`. An entry that cannot be read spoils the dictionary.
 */
export function dictionary<V>(value: Reader<V>): Reader<ReadonlyMap<string, V | null>> {
	return (cut) => {
		const entries = (membersOf(cut) ?? []).map(([name, one]) => {
			const read = one === null ? null : value(one);
			return read === undefined ? undefined : ([name, read] as const);
		});
		const all = everyOne(entries);
		return all && new Map(all);
	};
}

function everyOne<V>(values: Array<V | undefined>): V[] | undefined {
	const read = values.filter((value) => value !== undefined);
	return read.length === values.length ? read : undefined;
}

/** A reader for each member of a type. */
export type Members<T> = { readonly [Name in keyof T]-?: Reader<NonNullable<T[Name]>> };

/**
 * An object: names in any letter case, unknown ones are passed over, of two equal ones the last counts. `members` is
 * a function because types may hold themselves.
 */
export function object<T extends object>(members: () => Members<T>): Reader<T> {
	let byName: Map<string, [keyof T, Reader<unknown>]> | undefined;
	return (cut) => {
		byName ??= byLowerName(members());
		const given = membersOf(cut);
		if (!given) return undefined;
		const result: Partial<T> = {};
		for (const [name, value] of given) {
			const [member, read] = byName.get(name.toLowerCase()) ?? [];
			if (member === undefined || read === undefined) continue;
			if (value === null) delete result[member];
			else {
				const found = read(value);
				if (found !== undefined) result[member] = found as T[keyof T];
			}
		}
		return result as T;
	};
}

function byLowerName<T extends object>(members: Members<T>): Map<string, [keyof T, Reader<unknown>]> {
	const names = Object.keys(members) as Array<keyof T & string>;
	return new Map(names.map((name) => [name.toLowerCase(), [name, members[name]]]));
}

/**
 * An object that names its type itself, in `__type`. It counts as long as no other member has come; without it, and
 * with a name that `typeOf` does not know, the object is read as its base type.
 */
export function typed<T>(typeOf: (name: string) => Reader<T> | undefined, base: Reader<T>): Reader<T> {
	return (cut) => {
		for (const [name, value] of membersOf(cut) ?? []) {
			if (name !== '__type') break;
			const reader = value === null ? undefined : typeOf(value);
			if (reader) return reader(cut);
		}
		return base(cut);
	};
}

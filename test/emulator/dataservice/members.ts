import { malformed } from './refusals';

/**
 * The members of one JSON object, found whatever the letter case of their names (contract 4). A member that is
 * null counts as absent. A member of another type than the asked one is refused.
 */
export class Members {
	private readonly byName = new Map<string, unknown>();
	/** The name that comes first in the document. */
	readonly first: string | undefined;

	constructor(
		value: unknown,
		private readonly where: string,
	) {
		if (!isObject(value)) throw malformed(`${where} must be an object.`);
		for (const [name, member] of Object.entries(value)) {
			const key = name.toLowerCase();
			if (this.byName.has(key)) throw malformed(`${where} has the member ${name} twice.`);
			this.byName.set(key, member);
		}
		this.first = Object.keys(value)[0];
	}

	has(name: string): boolean {
		return this.raw(name) !== undefined;
	}

	raw(name: string): unknown {
		return this.byName.get(name.toLowerCase()) ?? undefined;
	}

	text(name: string): string | undefined {
		const value = this.raw(name);
		if (value === undefined || typeof value === 'string') return value;
		throw this.wrong(name, 'a text');
	}

	flag(name: string): boolean | undefined {
		const value = this.raw(name);
		if (value === undefined || typeof value === 'boolean') return value;
		throw this.wrong(name, 'true or false');
	}

	/** Numbers and codes of enumerations. */
	whole(name: string): number | undefined {
		const value = this.raw(name);
		if (value === undefined || (typeof value === 'number' && Number.isInteger(value))) return value;
		throw this.wrong(name, 'a whole number');
	}

	object(name: string): Members | undefined {
		const value = this.raw(name);
		return value === undefined ? undefined : new Members(value, `${this.where}.${name}`);
	}

	list(name: string): Members[] | undefined {
		const value = this.raw(name);
		if (value === undefined) return undefined;
		if (!Array.isArray(value)) throw this.wrong(name, 'a list');
		return value.map((one: unknown, index) => new Members(one, `${this.where}.${name}[${index}]`));
	}

	/** The entries of `items`. Their keys are names of columns or filters and keep their letter case. */
	items(): Array<[string, Members]> {
		const value = this.raw('items');
		if (value === undefined) return [];
		if (!isObject(value)) throw this.wrong('items', 'an object');
		return Object.entries(value).map(([key, one]) => [key, new Members(one, `${this.where}.items.${key}`)]);
	}

	private wrong(name: string, wanted: string): Error {
		return malformed(`${this.where}.${name} must be ${wanted}.`);
	}
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

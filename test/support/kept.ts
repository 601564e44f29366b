import { inspect } from 'node:util';

const EVERYTHING = {
	depth: Infinity,
	showHidden: true,
	maxArrayLength: Infinity,
	maxStringLength: Infinity,
	breakLength: Infinity,
};

/**
 * What came out of the engine, and what its process wrote, so that tests can search both for secrets. Values are kept as they
 * are: what JSON leaves out, such as the cause of an error, reaches the next node of a workflow all the same.
 */
export class Kept {
	private values: unknown[] = [];
	private written = '';

	/** Keeps what the process writes from now on, too. */
	constructor(private readonly isOn: boolean) {
		if (!isOn) return;
		for (const stream of [process.stdout, process.stderr]) {
			stream.write = ((text: string | Uint8Array) => {
				this.written += String(text);
				return true;
			}) as typeof stream.write;
		}
	}

	/** The same value. */
	keep<T>(value: T): T {
		if (this.isOn) this.values.push(value);
		return value;
	}

	/** The texts that are in what was kept, which is then forgotten. */
	find(texts: readonly string[]): string[] {
		const all = this.values.map((value) => inspect(value, EVERYTHING)).join('\n') + this.written;
		this.values = [];
		this.written = '';
		return texts.filter((text) => all.includes(text) || all.includes(inspect(text).slice(1, -1)));
	}
}

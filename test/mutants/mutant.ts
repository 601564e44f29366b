/** A fault that users would notice, as a change of one place, with the tests that have to fail for it. */
export interface Mutant {
	/** What is wrong then. */
	readonly fault: string;
	/** Path from the folder of the project. */
	readonly file: string;
	/** The text to replace, which occurs once in the file. */
	readonly before: string;
	readonly after: string;
	/** Files of unit and contract tests, from the folder `test`. The engine tests run the built package instead. */
	readonly tests: readonly string[];
}

/** The source with the fault. Throws if the text to replace is not there exactly once. */
export function withFault(source: string, { fault, file, before, after }: Mutant): string {
	const [start = '', end, ...more] = source.split(before);
	if (end === undefined || more.length > 0) {
		const places = end === undefined ? 'nowhere' : 'in several places';
		throw new Error(`"${before}" is ${places} in ${file}: renew the fault "${fault}" in test/mutants/table`);
	}
	return `${start}${after}${end}`;
}

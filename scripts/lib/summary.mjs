/** How many checks went well and how many did not. */
export class Tally {
	passed = 0;
	failed = 0;
	/** @type {string[]} Names of what did not go well, where they were given. */
	failures = [];

	/**
	 * @param {boolean} ok
	 * @param {string} [name]
	 */
	count(ok, name) {
		if (ok) this.passed++;
		else this.failed++;
		if (!ok && name !== undefined) this.failures.push(name);
	}

	/**
	 * @param {{ passed: number, failed: number }} other
	 */
	add({ passed, failed }) {
		this.passed += passed;
		this.failed += failed;
	}

	/**
	 * Prints the closing line, which other programs read, and returns the exit code. A run that checked nothing is a failure.
	 */
	close() {
		console.log(`\n${this.passed} passed, ${this.failed} failed`);
		return this.failed === 0 && this.passed > 0 ? 0 : 1;
	}
}

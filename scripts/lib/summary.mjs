/** How many checks went well and how many did not. */
export class Tally {
	passed = 0;
	failed = 0;

	/**
	 * @param {boolean} ok
	 */
	count(ok) {
		if (ok) this.passed++;
		else this.failed++;
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

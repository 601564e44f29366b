/** @typedef {import('@stryker-mutator/api/core').schema.MutationTestResult} Report */

/**
 * A change that no test noticed.
 *
 * @typedef {object} Survivor
 * @property {string} place Such as `nodes/shared/basics/guid.ts:7`.
 * @property {boolean} isReached Whether a test runs the place at all.
 * @property {string} before
 * @property {string} after
 */

/**
 * @param {Report} report
 * @returns {{ noticed: number, survivors: Survivor[] }}
 */
export function resultsOf({ files }) {
	let noticed = 0;
	/** @type {Survivor[]} */
	const survivors = [];
	for (const [name, { source, mutants }] of Object.entries(files)) {
		const lines = source.split('\n');
		for (const { status, location, replacement = '' } of mutants) {
			if (status === 'Killed' || status === 'Timeout') noticed++;
			if (status !== 'Survived' && status !== 'NoCoverage') continue;
			survivors.push({
				place: `${name}:${location.start.line}`,
				isReached: status === 'Survived',
				before: textAt(lines, location),
				after: replacement,
			});
		}
	}
	return { noticed, survivors };
}

/**
 * @param {readonly string[]} lines
 * @param {import('@stryker-mutator/api/core').schema.Location} location
 */
function textAt(lines, { start, end }) {
	const part = lines.slice(start.line - 1, end.line);
	part[part.length - 1] = part.at(-1)?.slice(0, end.column - 1) ?? '';
	part[0] = part[0]?.slice(start.column - 1) ?? '';
	return part.join('\n');
}

/** @param {Survivor} survivor */
export function describeSurvivor({ place, isReached, before, after }) {
	return `${place}${isReached ? '' : ' (no test runs it)'}: ${inOneLine(before)} -> ${inOneLine(after)}`;
}

/** @param {string} text */
function inOneLine(text) {
	const line = text.replace(/\s+/g, ' ');
	return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}

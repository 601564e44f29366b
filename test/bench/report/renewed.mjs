/** @typedef {import('./report.mjs').Measured} Measured */

/**
 * The recorded figures with those of a run that measured studies alone; what it left out stays.
 *
 * @param {Measured} record
 * @param {Measured} measured
 * @returns {Measured}
 */
export function renewed(record, { about: { date, machine }, findings }) {
	const { contest: _contest, clientCpu: _clientCpu, memory: _memory, ...studies } = findings;
	const measuredNow = Object.keys(studies).map((name) => [name, { date, machine }]);
	return {
		...record,
		about: { ...record.about, renewed: { ...record.about.renewed, ...Object.fromEntries(measuredNow) } },
		findings: { ...record.findings, ...studies },
	};
}

/** The simulated week; started by scripts/soak.mjs. */
import { parseArgs } from 'node:util';

import { runSoak } from './run';
import type { Verdict } from './verdict';

const MOST_MEMORY = 64 * 1024;

const { values } = parseArgs({
	options: {
		seed: { type: 'string', default: '1' },
		hours: { type: 'string', default: '168' },
		changes: { type: 'string', default: '100000' },
	},
});

function goals(verdict: Verdict): Array<readonly [text: string, isMet: boolean]> {
	const { event, due, lost, doubled, needless, quietRequests, largestMemory } = verdict;
	return [
		[`${event}: ${due.toLocaleString('en')} changes were due, ${lost} lost`, lost === 0],
		[`${event}: ${doubled} doubled`, doubled === 0],
		[`${event}: ${needless} needless`, needless === 0],
		[
			`${event}: a quiet poll costs ${quietRequests.average.toFixed(2)} requests, ${quietRequests.most} at most`,
			quietRequests.average < 1.05,
		],
		[
			`${event}: the memory had ${largestMemory.toLocaleString('en')} characters at most`,
			largestMemory < MOST_MEMORY,
		],
	];
}

void (async () => {
	const started = Date.now();
	const size = {
		seed: Number(values.seed),
		hours: Number(values.hours),
		changes: Number(values.changes),
	};
	console.log(
		`${size.changes.toLocaleString('en')} changes in ${size.hours} simulated hours, seed ${size.seed}`,
	);
	let shown = 0;
	const verdicts = await runSoak({
		...size,
		contacts: 1_500,
		onProgress: (done) => {
			if (done < shown + 0.1) return;
			shown = done;
			console.log(`… ${Math.round(100 * done)} % after ${Math.round((Date.now() - started) / 1_000)} s`);
		},
	});
	for (const { event, told, polls, failedPolls } of verdicts) {
		console.log(
			`${event}: ${told.toLocaleString('en')} told in ${polls} polls, ${failedPolls} of which failed`,
		);
	}
	const all = verdicts.flatMap(goals);
	for (const [text, isMet] of all) console.log(`${isMet ? '✓' : '✗'} ${text}`);
	const failed = all.filter(([, isMet]) => !isMet).length;
	console.log(`\n${all.length - failed} passed, ${failed} failed`);
	process.exit(failed === 0 ? 0 : 1);
})();

import { runSoak } from '../soak/run';

/** A part of the week that `npm run soak` simulates. */
it('a day with bursts, late commits, outages and restarts: no change lost, none reported twice', async () => {
	const verdicts = await runSoak({ seed: 3, hours: 10, changes: 6_000, contacts: 600 });
	expect(verdicts).toHaveLength(3);
	for (const verdict of verdicts) {
		expect(verdict).toMatchObject({ lost: 0, doubled: 0, needless: 0 });
		expect(verdict.due).toBeGreaterThan(500);
		expect(verdict.failedPolls).toBeGreaterThan(10);
		expect(verdict.quietRequests.average).toBeLessThan(1.05);
		expect(verdict.largestMemory).toBeLessThan(64 * 1024);
	}
}, 120_000);

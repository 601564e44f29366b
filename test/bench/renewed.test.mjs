import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page } from './report/page.mjs';
import { renewed } from './report/renewed.mjs';

test('a run of one study renews its figures, keeps the others, and says of when each is', () => {
	const counts = { records: 1_000, rows: 50_000 };
	const peak = { caseName: 'reads', count: 1, contender: /** @type {const} */ ('node'), peakBytes: 1 };
	const study = { bytes: 1, moves: [], peaks: [] };
	const record = {
		about: { date: '2026-01-01', machine: 'A' },
		counts,
		findings: { contest: [], memory: [peak] },
	};
	const run = {
		...{ about: { date: '2026-02-02', machine: 'B' }, counts },
		findings: { contest: [], clientCpu: [], memory: [], files: study },
	};
	const { about, findings } = renewed(record, run);
	assert.deepEqual(findings, { contest: [], memory: [peak], files: study });
	assert.match(page(about, findings, []), /- 2026-01-01\n- A\n- files: 2026-02-02, B\n/);
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository } from '../../scripts/lib/paths.mjs';
import { titles } from './contenders/index.mjs';
import { chart } from './report/chart.mjs';
import { goalLatency } from './studies/contest.mjs';

/** @typedef {import('./report/chart.mjs').Bar} Bar */

/** @type {readonly Bar[]} */
const bars = [
	{ caseName: 'creates', count: 1_000, contender: 'node', seconds: 0.456 },
	{ caseName: 'creates', count: 1_000, contender: 'httpRequest', seconds: 26.44 },
	{ caseName: 'reads', count: 50_000, contender: 'node', seconds: 1 },
];

/** @param {string} svg */
const widths = (svg) =>
	[...svg.matchAll(/<rect class="(?:node|httpRequest)" x="124" y="\d+" width="([\d.]+)"/g)].map(([, width]) =>
		Number(width),
	);

test('every bar is labelled, drawn on a logarithmic scale and part of the description', () => {
	const svg = chart(bars);
	for (const label of ['0.46 s', '26.4 s', '1.00 s']) assert.ok(svg.includes(`>${label}</text>`), label);
	// From 0.1 to 100 seconds: three decades.
	const decade = 572 / 3;
	const expected = [0.46, 26.4, 1].map((value) => Number((decade * Math.log10(value / 0.1)).toFixed(1)));
	assert.deepEqual(widths(svg), expected);
	assert.match(svg, /1,000 creates: Creatio node 0\.46 s; HTTP Request, in turn 26\.4 s\. 50,000 reads: /);
	assert.match(svg, /logarithmic scale/);
});

test('the scale begins below the shortest bar', () => {
	const [width] = widths(chart([{ caseName: 'creates', count: 1, contender: 'node', seconds: 0.1 }]));
	assert.equal(width, 572 / 1);
});

test('the chart of the documentation shows the figures of its page', async () => {
	const page = await readFile(join(repository, 'docs', 'benchmarks.md'), 'utf8');
	const contenders = new Map(Object.entries(titles).map(([contender, title]) => [title, contender]));
	const figures = page.split('\n').flatMap((line) => {
		const [, work = '', latency, title = '', , , seconds] = line.split('|').map((cell) => cell.trim());
		const contender = /** @type {Bar['contender'] | undefined} */ (
			contenders.get(title.replace(/, scaled from .*/, ''))
		);
		const [count = '', caseName] = work.split(' ');
		// The table of files names a direction instead.
		if (latency !== `${goalLatency} ms` || !contender || caseName === undefined) return [];
		return [{ caseName, count: Number(count.replaceAll(',', '')), contender, seconds: Number(seconds) }];
	});
	assert.ok(figures.length > 0);
	const drawn = await readFile(join(repository, 'docs', 'benchmarks.svg'), 'utf8');
	assert.equal(drawn, chart(figures));
});

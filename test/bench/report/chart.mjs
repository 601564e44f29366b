import { titles } from '../contenders/index.mjs';
import { goalLatency } from '../studies/contest.mjs';
import { seconds, whole } from './numbers.mjs';

/**
 * A bar: the seconds that a contender took for a case.
 *
 * @typedef {Pick<import('../studies/contest.mjs').Result, 'caseName' | 'count' | 'contender' | 'seconds'>} Bar
 */

/** Sizes in pixels. */
const width = 760;
const margin = { top: 92, right: 64, bottom: 52, left: 124 };
const bar = { height: 14, step: 17, groupGap: 16 };
const plotWidth = width - margin.left - margin.right;

/**
 * The times at the latency of the goals as horizontal bars, grouped by case, on a logarithmic scale: linearly, the
 * shortest would be a hundredth of the longest and not be seen. An SVG with colours for light and dark pages, and on a
 * background of its own, since a page may be of another colour than the system that is asked for its scheme.
 *
 * @param {readonly Bar[]} bars By case.
 */
export function chart(bars) {
	const shown = bars.map((one) => ({ ...one, label: `${seconds(one.seconds)} s` }));
	const lengths = shown.map(({ label }) => Number.parseFloat(label));
	const least = Math.floor(Math.log10(Math.min(...lengths) * 0.9));
	const most = Math.ceil(Math.log10(Math.max(...lengths)));
	/** @param {number} value */
	const x = (value) => margin.left + (plotWidth * (Math.log10(value) - least)) / (most - least);

	const caseNames = [...new Set(shown.map(({ caseName }) => caseName))];
	const groups = caseNames.map((caseName) => shown.filter((one) => one.caseName === caseName));
	/** @type {string[]} */
	const marks = [];
	let y = margin.top + bar.groupGap / 2;
	for (const group of groups) {
		const middle = y + (group.length * bar.step) / 2;
		const [{ caseName, count } = { caseName: '', count: 0 }] = group;
		marks.push(
			text(margin.left - 12, middle - 4, caseName, 'case'),
			text(margin.left - 12, middle + 11, whole(count), 'count'),
		);
		for (const { contender, label } of group) {
			const end = x(Number.parseFloat(label));
			marks.push(
				`<rect class="${contender}" x="${margin.left}" y="${y}" width="${round(end - margin.left)}" height="${bar.height}" rx="2"/>`,
				text(end + 6, y + 11, label, contender === 'node' ? 'value own' : 'value'),
			);
			y += bar.step;
		}
		y += bar.groupGap;
	}
	const bottom = y - bar.groupGap / 2;
	const height = bottom + margin.bottom;
	const ticks = Array.from({ length: most - least + 1 }, (_, index) => 10 ** (least + index));
	const grid = ticks.flatMap((tick) => [
		`<line class="grid" x1="${round(x(tick))}" x2="${round(x(tick))}" y1="${margin.top}" y2="${bottom}"/>`,
		text(x(tick), bottom + 17, `${Number(tick.toPrecision(1))} s`, 'tick'),
	]);
	const title = `Seconds for the same work, at a site that answers after ${goalLatency} ms`;
	const axis = 'seconds, shorter is better; logarithmic scale: each line is ten times the one before';
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">${title}</title>
<desc id="desc">${groups.map(describe).join(' ')}</desc>
${style}
<rect class="page" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>
${text(20, 32, title, 'title')}
${legend(shown)}
${grid.join('\n')}
${marks.join('\n')}
${text(margin.left + plotWidth / 2, bottom + 36, axis, 'axis')}
</svg>
`;
}

/** @param {number} value */
const round = (value) => Number(value.toFixed(1));

/**
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {string} className
 */
const text = (x, y, words, className) =>
	`<text class="${className}" x="${round(x)}" y="${round(y)}">${words}</text>`;

/** @param {ReadonlyArray<Bar & { label: string }>} group */
function describe(group) {
	const [first] = group;
	const values = group.map(({ contender, label }) => `${titles[contender]} ${label}`);
	return `${first ? `${whole(first.count)} ${first.caseName}` : ''}: ${values.join('; ')}.`;
}

/** @param {readonly Bar[]} bars */
function legend(bars) {
	const contenders = [...new Set(bars.map(({ contender }) => contender))];
	let x = 20;
	return contenders
		.map((contender) => {
			const entry = `<rect class="${contender}" x="${x}" y="53" width="14" height="14" rx="2"/>\n${text(x + 20, 64.5, titles[contender], 'entry')}`;
			x += 20 + Math.ceil(titles[contender].length * 6.2) + 26;
			return entry;
		})
		.join('\n');
}

const style = `<style>
	svg { --page: #ffffff; --edge: #d1d9e0; --ink: #1f2328; --muted: #59636e;
		--node: #0969da; --httpRequest: #d1652a; --httpRequestAtOnce: #f0a66b; --bare: #8c959f; }
	@media (prefers-color-scheme: dark) {
		svg { --page: #0d1117; --edge: #3d444d; --ink: #f0f6fc; --muted: #9198a1;
			--node: #4493f8; --httpRequest: #db6d28; --httpRequestAtOnce: #8f4d22; --bare: #656c76; }
	}
	text { font: 12px -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; fill: var(--ink); }
	.page { fill: var(--page); stroke: var(--edge); }
	.grid { stroke: var(--edge); }
	.node { fill: var(--node); }
	.httpRequest { fill: var(--httpRequest); }
	.httpRequestAtOnce { fill: var(--httpRequestAtOnce); }
	.bare { fill: var(--bare); }
	.title { font-size: 16px; font-weight: 600; }
	.case { font-weight: 600; text-anchor: end; }
	.count { fill: var(--muted); font-size: 11px; text-anchor: end; }
	.value { fill: var(--muted); font-size: 11px; paint-order: stroke; stroke: var(--page); stroke-width: 4px; }
	.own { fill: var(--ink); font-weight: 600; }
	.tick, .axis { fill: var(--muted); font-size: 11px; text-anchor: middle; }
</style>`;

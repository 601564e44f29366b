import { goalLatency, mostWaiting } from '../studies/contest.mjs';
import { fileRepeats } from '../studies/files.mjs';
import { packageRepeats } from '../studies/packages.mjs';
import { blockingLatency } from '../studies/sessions.mjs';
import { exportRepeats, smallHeap } from '../studies/tables.mjs';
import {
	clientCpuTable,
	contestTable,
	exportTable,
	fileTable,
	goalTable,
	growthTable,
	itemTable,
	memoryTable,
	packageTable,
	sessionTable,
} from './tables.mjs';

/**
 * docs/benchmarks.md, formatted as prettier would.
 *
 * @param {import('./report.mjs').About} about
 * @param {import('../goals.mjs').Findings} findings
 * @param {readonly import('../goals.mjs').Goal[]} goals
 */
export function page(
	{ date, machine, renewed = {} },
	{ contest, clientCpu, memory, items, growth, selectGrowth, sessions, files, packages, tables },
	goals,
) {
	const isDrawn = contest.some(({ latency }) => latency === goalLatency);
	return `# Benchmarks
${isDrawn ? `\n${picture}\n` : ''}
Written by \`npm run bench -- --write\`. Numbers depend on the machine; requests, connections and factors hardly do.

- ${date}
- ${machine}
${renewals(renewed)}
## Goals

${goalTable(goals)}
${reasons(goals)}
## Contenders

All do the same work for the same site, the emulator of this repository in its own process:

- **Creatio node**: the built package, run by n8n's own engine.
- **HTTP Request, in turn**: n8n's HTTP Request node with the credential of this package, in a "Loop Over Items", so
  that one request follows the other. Upserts look up the email first and then create or update. Reads need no loop:
  they use the node's own pagination by \`$skip\`, 1,000 rows per page, and "Split Out".
- **HTTP Request, all at once**: the same without the loop, which is what the node does by itself: it sends the
  requests of all items at the same moment, each on its own connection. Creatio's advice is four to eight calls
  at a time, and a site or its firewall may refuse a thousand; the emulator does not.
- **bare loop**: undici and nothing else. It sends the batches and pages that the node sends, four at a time, and
  checks and converts nothing.

Inserts and selects go through the node Creatio DataService; the HTTP Request node does not take part in them. Reads
are of rows without the texts of their lookups, as the others read them; "texts" are reads of the same rows with the
text of three lookups, as the node returns them by default.

Each runs in a fresh process that does only this. A warm-up of ten records comes first and does not count: modules are
then loaded, the session is open, metadata are known, and connections may be open. n8n's database does not take part:
credentials are kept in memory, for the HTTP Request node as for ours. Half of the contacts of an upsert exist before.

## Time and requests

${contestTable(contest)}

- "latency" is a pause of the site before every answer.
- Connections count if a request of the run used them, even if the warm-up opened them.
- CPU is user and system time of the whole process, garbage collection included, but not that of the site.
- "node / this" below 1 means that the node needs less than the contender in that line.
- "scaled": waiting alone would have taken more than ${mostWaiting} seconds, or \`--quick\` was given; only so many records
  were sent, and the numbers are scaled up.
- At ${goalLatency} ms, where the goals are set, node and bare loop run three times and the median counts. Before each case the
  bare loop runs once without being measured, so that the site is warm for the first contender.

${clientCpu?.length ? clientCpuSection(clientCpu) : ''}## Memory

${memoryTable(memory)}

The peak is the largest growth of the process's memory during the run, at 0 ms, compared with the memory right before it
after a full garbage collection. Of the growth of the resident set and that of the memory that values take (garbage
that V8 has not collected yet included) the larger one counts, sampled every 5 ms in separate runs; the result is
kept until the end.
${items ? itemSection(items) : ''}${growth ? growthSection('Growth of reads', 'the node Creatio', growth) : ''}${selectGrowth ? growthSection('Growth of selects', 'the node Creatio DataService, 5,000 rows a page', selectGrowth) : ''}${sessions ? sessionSection(sessions) : ''}${packages ? packageSection(packages) : ''}${files ? fileSection(files) : ''}${tables ? tableSection(tables) : ''}`;
}

/** @param {NonNullable<import('./report.mjs').About['renewed']>} renewed */
const renewals = (renewed) =>
	Object.entries(renewed)
		.map(([study, { date, machine }]) => `- ${study}: ${date}, ${machine}\n`)
		.join('');

/** What chart.mjs draws, in a file beside the page. */
const picture = `![Bars of the seconds that each contender takes for each case at ${goalLatency} ms; the table below has the numbers](benchmarks.svg)`;

/** @param {readonly import('../goals.mjs').Goal[]} goals */
const reasons = (goals) =>
	goals.flatMap(({ text, reason }) => (reason ? [`\n${text}: not met. ${reason}\n`] : [])).join('');

/** @param {readonly import('../studies/client-cpu.mjs').ClientCpu[]} studies */
const clientCpuSection = (studies) => `## The client alone

What the client of the package needs for the same calls, without n8n around it, at 0 ms, the median of three. What the node
needs beyond that is n8n: it evaluates the fields of every item, and checks and converts their values.

${clientCpuTable(studies)}

`;

/** @param {readonly import('../studies/packages.mjs').PackageStudy[]} studies */
const packageSection = (studies) => `
## The second package

The same by the nodes of \`n8n-nodes-creatio-platform\` and of \`n8n-nodes-creatio-cloud\` ([differences](packages.md)), in turn, at
${goalLatency} ms, the median of ${packageRepeats}. The second package sends by n8n's helper, which opens a connection for each request.
Here that costs next to nothing, because the pause comes before an answer only: at a distance each connection takes one round trip
more, and two to three with TLS.

${packageTable(studies)}
`;

/** @param {import('../studies/files.mjs').FileStudy} study */
const fileSection = (study) => `
## Files

${fileTable(study)}

A file of ${(study.bytes / 1e6).toLocaleString('en')} MB from n8n's storage in a folder to a record, in chunks of 4 MB, and back. The bare loop
sends the same requests, and reads from and writes into the same storage, in a process that has loaded n8n as well: V8 collects
the garbage of large pieces often, and that takes longer the more is loaded. Of ${fileRepeats} runs of each, in turn, the fastest counts.
Memory is the median of ${fileRepeats} runs of their own at 0 ms; most of it is garbage that V8 has not collected yet, so that it depends on
V8 more than on the contender.
`;

/** @param {readonly import('../studies/tables.mjs').TableResult[]} results */
const tableSection = (results) => `
## Exports and imports of files

${exportTable(results)}

By _Export to File_ and _Import From File_, at 0 ms, with n8n's storage in a folder. An export has seven columns of records that the
site makes up as they are read. The bare loop reads the same pages as the node, four at a time, and throws them away: 2,000
records between keys that it has read before, 20,000 with a request. Of ${exportRepeats} runs of each, in turn, the fastest counts, and the median
of the memory. Imports run once.

An import has four columns. Besides the records, its file has one bad row for every 200, and the run counts only if the result names
exactly those. Half of the records of an upsert exist before; it finds them by their email, of which the site has an index. Before
all of it comes a warm-up of some thousand records, which does not count.

The needed memory comes from runs of their own in a small heap (\`${smallHeap.join(' ')}\`, the limit that Node sets by itself
where a container has 512 MB): V8 collects garbage early, and the peak is what the run needs. With the defaults of a large machine,
V8 lets garbage pile up, some hundred megabytes whatever the program does, and more where other programs leave its threads little
time. After a collection nothing is left of a run.
`;

/** @param {import('../studies/memory.mjs').ItemStudy} study */
const itemSection = (study) => `
## Memory of a read, without V8's garbage

${itemTable(study)}

With its defaults, V8 does not collect garbage while there is room, some tens of megabytes whatever the program does, so the
table above depends on V8 as much as on the contender. Here its young generation is limited to 4 MB
(\`--max-semi-space-size=4\`): garbage is collected early, and the peak is what the run needs. The items alone are what remains
of the bare loop's run after a garbage collection: an array with \`{ json: row }\` for each row of the parsed answers.
`;

/**
 * @param {string} title
 * @param {string} reader
 * @param {readonly import('../studies/growth.mjs').Size[]} sizes
 */
const growthSection = (title, reader, sizes) => `
## ${title}

By ${reader}, at 0 ms, the fastest of five; memory as in the section before. Each factor compares with the line above.

${growthTable(sizes)}

Seconds and CPU are with room for the heap from the start (\`--initial-old-space-size=2048\`), so that they measure
the work. "By default" are the seconds with V8's own thresholds: where the heap exceeds one, a full collection
is included, and that step costs more than its rows.
`;

/** @param {readonly import('../studies/sessions.mjs').SessionResult[]} results */
const sessionSection = (results) => `
## Sites that serialise one session

Some sites answer the requests of one session one after the other. Creates by the node on such a site, at
${blockingLatency} ms, with the field "sessions" of the credential:

${sessionTable(results)}
`;

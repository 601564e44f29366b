/**
 * Who may import whom, held by `npm run floors`.
 *
 * Each folder of nodes/shared stands on others: it may import those, whatever they stand on, and nothing else. A name
 * is a folder or a single file. Where a folder needs a new one below it, add it here; two that would need each other
 * want a third.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const floors = {
	basics: [],
	http: ['basics'],
	tables: ['basics'],
	connection: ['http'],
	'creatio/model': ['basics'],
	'creatio/conditions': ['creatio/model'],
	'creatio/bulk': ['basics'],
	'creatio/schema': ['connection', 'creatio/model'],
	'creatio/protocol': ['creatio/schema'],
	'creatio/odata4': ['creatio/protocol'],
	'creatio/odata3': ['creatio/protocol'],
	'creatio/odata': ['creatio/odata4', 'creatio/odata3', 'creatio/conditions', 'creatio/bulk'],
	'creatio/metadata': ['creatio/odata'],
	'creatio/writing': ['creatio/odata'],
	'creatio/dataservice': ['creatio/metadata', 'creatio/writing'],
	'creatio/changes': ['creatio/dataservice'],
	'creatio/process': ['creatio/dataservice'],
	'creatio/systemSettings': ['creatio/dataservice'],
	'creatio/files': ['creatio/systemSettings'],
	'creatio/export': ['creatio/model', 'tables'],
	'creatio/import': ['creatio/writing', 'tables'],
	'creatio/search': ['creatio/odata'],
	'creatio/siteCheck': ['creatio/changes', 'creatio/process', 'creatio/files'],
	'creatio/users': ['creatio/dataservice'],
	'creatio/webservice': ['creatio/dataservice'],
	'creatio/webhookCall': ['creatio/model'],
	'creatio/client': ['creatio/dataservice'],
	'n8n/context': ['creatio/client'],
	'n8n/form': ['n8n/context', 'creatio/import'],
	'n8n/connect': ['n8n/form'],
	'n8n/editor': [
		'n8n/connect',
		'creatio/files',
		'creatio/process',
		'creatio/systemSettings',
		'creatio/users',
	],
	'n8n/files': ['n8n/form', 'creatio/files', 'tables'],
	'n8n/run': ['n8n/connect'],
	'n8n/process': ['n8n/run', 'creatio/process'],
	'n8n/trigger': ['n8n/connect', 'creatio/changes', 'creatio/users'],
	'n8n/webservice': ['n8n/form', 'creatio/webservice'],
	'n8n/webhook': ['n8n/connect', 'creatio/webhookCall'],
};

const SHARED = '^nodes/shared/';

/** @param {string} floor */
export const filesOf = (floor) => `${SHARED}${floor}(/|\\.ts$)`;

/**
 * A folder and all below it.
 *
 * @param {string} floor
 * @returns {readonly string[]}
 */
function reachOf(floor) {
	return [...new Set([floor, ...(floors[floor] ?? []).flatMap(reachOf)])];
}

const floorRules = Object.entries(floors).map(([floor, below]) => ({
	name: `floor ${floor}`,
	comment: `It may import ${below.length === 0 ? 'none' : `${below.join(', ')} and what is below`} (.dependency-cruiser.mjs).`,
	severity: 'error',
	from: { path: filesOf(floor) },
	to: { path: '^(nodes|credentials)/', pathNot: reachOf(floor).map(filesOf) },
}));

const rules = [
	{
		name: 'every folder has a floor',
		comment: 'Each folder of nodes/shared has its line in .dependency-cruiser.mjs.',
		from: {},
		to: { path: SHARED, pathNot: Object.keys(floors).map(filesOf) },
	},
	{
		name: 'no cycle between files',
		comment: 'Give what both need a file of its own.',
		from: {},
		to: { circular: true },
	},
	{
		name: 'no cycle between folders',
		comment: 'Give what both need a folder of its own.',
		scope: 'folder',
		from: {},
		to: { circular: true },
	},
	{
		name: 'nodes do not know each other',
		comment: 'What two nodes share is in nodes/shared.',
		from: { path: '^nodes/(?!shared/)([^/]+)/' },
		to: { path: '^nodes/', pathNot: ['^nodes/$1/', SHARED] },
	},
	{
		name: 'an operation does not know its node',
		comment: 'A node imports its operations and events, not the other way round.',
		from: { path: '^nodes/([^/]+)/(resources|operations|events)/' },
		to: { path: '^nodes/$1/[^/]+$' },
	},
	{
		name: 'an operation sees no address, header or cookie',
		comment: 'It passes plain values to the client.',
		from: { path: '\\.operation\\.ts$' },
		to: { path: [filesOf('http'), filesOf('connection')] },
	},
	{
		name: 'only nodes/shared/n8n knows n8n',
		comment: 'What is below it takes and gives plain values.',
		from: { path: SHARED, pathNot: `${SHARED}n8n/` },
		to: { path: 'node_modules/n8n-' },
	},
	{
		name: 'one file knows undici',
		comment: 'All that is sent by undici goes through undici/createSend.ts (docs/adr/0001).',
		from: { path: '^(nodes|credentials|undici)/', pathNot: '^undici/createSend\\.ts$' },
		to: { path: 'node_modules/undici/' },
	},
	{
		name: 'only the build puts undici into the nodes',
		comment: 'n8n-nodes-creatio-cloud has the nodes without it (docs/adr/0012).',
		from: { path: '^(nodes|credentials)/' },
		to: { path: '^undici/' },
	},
	{
		name: 'one file knows saxes',
		comment: 'The build puts the parser into nodes/shared/basics/xml.ts alone (docs/adr/0002).',
		from: { path: '^(nodes|credentials)/', pathNot: `${SHARED}basics/xml\\.ts$` },
		to: { path: 'node_modules/saxes/' },
	},
	{
		name: 'one file knows csv-parse',
		comment: 'The build puts the parser into nodes/shared/tables/csvRows.ts alone (docs/adr/0013).',
		from: { path: '^(nodes|credentials)/', pathNot: `${SHARED}tables/csvRows\\.ts$` },
		to: { path: 'node_modules/csv-parse/' },
	},
].map((rule) => ({ severity: 'error', ...rule }));

export default {
	forbidden: [...floorRules, ...rules],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsConfig: { fileName: 'tsconfig.json' },
		// Imports of types count as well.
		tsPreCompilationDeps: true,
	},
};

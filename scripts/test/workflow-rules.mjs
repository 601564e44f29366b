import { parse } from 'yaml';

/**
 * What the rules read of a workflow; GitHub's own checks see the rest.
 *
 * @typedef {object} Step
 * @property {string} [uses]
 * @property {string} [run]
 * @property {Record<string, unknown>} [with]
 *
 * @typedef {Record<string, string> | string | undefined} Permissions
 *
 * @typedef {object} Job
 * @property {unknown} [timeout-minutes]
 * @property {Permissions} [permissions]
 * @property {Step[]} [steps]
 * @property {{ matrix?: { include?: ReadonlyArray<Record<string, unknown>> } }} [strategy]
 *
 * @typedef {object} Workflow
 * @property {Permissions} [permissions]
 * @property {unknown} [concurrency]
 * @property {Record<string, Job>} jobs
 */

/** The rights to write that jobs need, by the names of workflow and job; no other job may have any. */
const rightsToWrite = new Map([
	['codeql.yml analyze', 'security-events'],
	['publish.yml npm', 'id-token'],
	['publish.yml github', 'contents'],
]);

/**
 * What is wrong with a workflow by the rules of this project.
 *
 * @param {string} name Of its file.
 * @param {string} text
 * @param {Record<string, string>} scripts Those of package.json.
 * @returns {string[]}
 */
export function brokenRules(name, text, scripts) {
	/** @type {Workflow} */
	const workflow = parse(text);
	const jobs = Object.entries(workflow.jobs);
	return [
		...unpinnedActions(text),
		...(workflow.permissions === undefined ? ['no permissions'] : []),
		...excessiveRights(workflow.permissions, undefined),
		...(workflow.concurrency === undefined ? ['no concurrency'] : []),
		...jobs.flatMap(([id, job]) =>
			[
				...(job['timeout-minutes'] === undefined ? ['no timeout'] : []),
				...excessiveRights(job.permissions, rightsToWrite.get(`${name} ${id}`)),
				...(job.steps ?? []).flatMap(brokenRulesOfStep),
				...commandsOf(job).flatMap((command) => missingScripts(command, scripts)),
			].map((fault) => `${id}: ${fault}`),
		),
	];
}

/**
 * A tag can be moved to other code, a commit cannot; the comment tells people and Dependabot its version.
 *
 * @param {string} text
 */
function unpinnedActions(text) {
	return [...text.matchAll(/\buses:\s*(.*)/g)]
		.map(([, action]) => String(action))
		.filter((action) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))
		.map((action) => `not pinned: ${action}`);
}

/**
 * @param {Permissions} permissions
 * @param {string | undefined} mayWrite
 */
function excessiveRights(permissions, mayWrite) {
	if (typeof permissions === 'string') return [`may ${permissions}`];
	return Object.entries(permissions ?? {})
		.filter(([right, level]) => !(right === 'contents' && level === 'read') && level !== 'none')
		.filter(([right]) => right !== mayWrite)
		.map(([right, level]) => `may ${level} ${right}`);
}

/** @param {Step} step */
function brokenRulesOfStep({ uses = '', run = '', with: inputs }) {
	const faults = [];
	if (uses.startsWith('actions/checkout@') && inputs?.['persist-credentials'] !== false) {
		faults.push('leaves its credentials to the steps that follow');
	}
	// What stands in a matrix is from the workflow itself; anything else could be the text of somebody else.
	for (const [expression] of run.matchAll(/\$\{\{(?!\s*matrix\.).*?\}\}/gs)) {
		faults.push(`${expression} is pasted into a shell: pass it by env`);
	}
	return faults;
}

/**
 * @param {Job} job
 * @returns {string[]}
 */
function commandsOf({ steps = [], strategy }) {
	const inMatrix = strategy?.matrix?.include ?? [];
	return [...steps.map(({ run }) => run), ...inMatrix.map(({ run }) => run)].filter(
		(run) => typeof run === 'string',
	);
}

/**
 * @param {string} command
 * @param {Record<string, string>} scripts
 */
function missingScripts(command, scripts) {
	return [...command.matchAll(/\bnpm run ([\w:-]+)(.*)/g)]
		.filter(([, script, rest]) => !(String(script) in scripts) && !rest?.includes('--if-present'))
		.map(([, script]) => `there is no npm run ${script}`);
}

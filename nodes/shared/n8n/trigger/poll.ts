import { randomUUID } from 'node:crypto';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { CreatioError, inputError, isCancelled } from '../../basics/errors';
import { isSecretKey, secretKey } from '../../basics/fingerprint';
import { isMembers } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import { LeastRecentlyUsed } from '../../basics/lru';
import { startTimer } from '../../basics/timer';
import { describe } from '../../creatio/model/values';
import { connect } from '../connect/connect';
import type { FormField } from '../context/operation';
import { toNodeError } from '../context/toNodeError';
import { withoutItems } from '../form/field';
import { ignoreOption } from './ignoredChanges';
import type { TriggerEvent, WatchContext, WatchMemory } from './watch';
import { readLookOptions } from './watched';

/** Increased when the format of the memory changes: triggers then start again. */
const MEMORY_VERSION = 1;

/** What n8n stores for a trigger. */
interface Stored {
	/** Identifies what is watched: with another object or other conditions, the memory is not valid. */
	readonly key: string;
	/** Changes each time the memory is written. */
	readonly written: string;
	readonly memory: WatchMemory;
}

/**
 * What was written last, for each trigger. If n8n returns something older, it stopped, or restarted the workflow, before
 * it stored the memory of polls without events.
 */
const lastWritten = new LeastRecentlyUsed<string>(10_000);

/** When the texts of lookups in the conditions of a trigger were looked for, or n8n began to run it. */
const lastCheck = new LeastRecentlyUsed<number>(10_000);

const CHECK_EVERY_MS = 60 * 60_000;

/** n8n's default limit for a poll. */
const POLL_BUDGET_MS = 5 * 60_000;

/** Polls that are running: n8n starts the next one by the clock, even if the last one has not finished. */
const underWay = new Set<string>();

/**
 * One poll of a trigger. Returns the items, or null when there are none; a manual run returns a recent sample. The memory
 * is stored only when the poll succeeds.
 */
export async function runPoll(
	n8n: IPollFunctions,
	events: readonly TriggerEvent[],
): Promise<INodeExecutionData[][] | null> {
	const isManual = n8n.getMode() === 'manual';
	const name = nameOf(n8n);
	if (!isManual && underWay.has(name)) return null;
	if (!isManual) underWay.add(name);
	const budgetMs = n8n.getPollBudgetMs?.() ?? POLL_BUDGET_MS;
	const end = new AbortController();
	const stopTimer = startTimer(budgetMs, () => end.abort());
	const run: PollRun = { n8n, events, budgetMs, end: end.signal };
	try {
		return isManual ? await sample(run) : await poll(run);
	} catch (error) {
		throw toNodeError(n8n.getNode(), run.end.aborted && isCancelled(error) ? tookTooLong(budgetMs) : error);
	} finally {
		stopTimer();
		if (!isManual) underWay.delete(name);
	}
}

interface PollRun {
	readonly n8n: IPollFunctions;
	readonly events: readonly TriggerEvent[];
	readonly budgetMs: number;
	/** Ends a poll that n8n has given up: it would hold up the polls after it. */
	readonly end: AbortSignal;
}

function tookTooLong(budgetMs: number) {
	return new CreatioError('timeout', `The poll was not complete within ${Math.ceil(budgetMs / 1_000)} s`, {
		cure: `Nothing is lost: the next poll begins where the last complete one ended. If it happens again, lower the option ${LABELS.pageSize} or Overlap (Seconds), or use fewer columns.`,
	});
}

function nameOf(n8n: IPollFunctions): string {
	return `${n8n.getWorkflow().id} ${n8n.getNode().id}`;
}

async function poll(run: PollRun) {
	const { n8n } = run;
	const data = staticData(n8n);
	const before = data.watch;
	const last = isStored(before) ? before : undefined;
	const isResumed = last?.written !== lastWritten.get(nameOf(n8n));
	const { watch, watchKey } = await configure(
		run,
		isResumed,
		(key) => last?.key !== key || isTimeToCheck(n8n),
	);
	const store = (memory: WatchMemory) => {
		const written = randomUUID();
		data.watch = { key: watchKey, written, memory } satisfies Stored;
		lastWritten.set(nameOf(n8n), written);
	};
	const isSame = last?.key === watchKey;
	if (isSame && watch.isMemory(last.memory)) {
		const { rows, memory } = await watch.poll(last.memory);
		store(memory);
		return rows.length === 0 ? null : [itemsOf(rows)];
	}
	// The user did not choose to start again, so what was delivered since the date in Start From does not come again.
	const isUnusable = isSame || (before !== undefined && last === undefined);
	store(await watch.begin(isUnusable));
	if (isUnusable) {
		n8n.logger.warn(
			`What n8n stored for "${n8n.getNode().name}" cannot be used, so this trigger starts again with changes from now on`,
			{ workflowId: n8n.getWorkflow().id },
		);
	}
	return null;
}

/** What n8n keeps for the node: it stores what is written into it. */
function staticData(n8n: IPollFunctions): { watch?: unknown } {
	const data: unknown = n8n.getWorkflowStaticData('node');
	if (isMembers(data)) return data;
	throw inputError(
		`What n8n stores for "${n8n.getNode().name}" is not an object, so the trigger cannot keep anything there`,
		'Rename this node: n8n stores its data under its name.',
	);
}

/** What is stored can come from another version of this package, or from somebody who edited it. */
function isStored(value: unknown): value is Stored {
	return (
		isMembers(value) && isSecretKey(value.key) && typeof value.written === 'string' && isMembers(value.memory)
	);
}

async function sample(run: PollRun) {
	const { watch } = await configure(run, false, () => true);
	const row = await watch.sample();
	if (row) return [itemsOf([row])];
	throw inputError(
		'No record matches yet, so there is nothing to show',
		'Create a matching record in Creatio or relax the conditions. You can publish the workflow anyway.',
	);
}

/** `checksTexts`: decides by the key of what is watched whether texts of lookups are looked for. */
async function configure(
	{ n8n, events, budgetMs, end }: PollRun,
	isResumed: boolean,
	checksTexts: (watchKey: string) => boolean,
) {
	const source = withoutItems(n8n);
	const client = await connect(n8n, { cancel: end });
	const chosen = n8n.getNodeParameter('event');
	const event = events.find(({ option }) => option.value === chosen);
	if (!event)
		throw inputError(`There is no event ${describe(chosen)} (field Trigger On)`, 'Choose one from the list.');
	const options = readLookOptions(source, budgetMs / 2);
	const watchKey = secretKey(client.connection.site, keyOf(n8n, event));
	const context: WatchContext = {
		n8n: source,
		client,
		zone: n8n.getTimezone(),
		options,
		isResumed,
		checksTexts: checksTexts(watchKey),
	};
	return { watch: await event.watch(context), watchKey };
}

/**
 * Whether a trigger that is running looks again for the records that its conditions name by their texts, which may have been renamed:
 * once an hour. The poll that looks fails if a record is missing, and loses nothing; those after it go on.
 */
function isTimeToCheck(n8n: IPollFunctions): boolean {
	const [name, now] = [nameOf(n8n), Date.now()];
	const before = lastCheck.of(name, () => now);
	if (now - before < CHECK_EVERY_MS) return false;
	lastCheck.set(name, now);
	return true;
}

/**
 * The fields as entered in the form: the value of an expression may change with every poll. Whose changes are ignored is not
 * part of it, since the memory contains the changes of all users.
 */
function keyOf(n8n: IPollFunctions, { option, fields, options }: TriggerEvent): string {
	const { parameters } = n8n.getNode();
	const chosen = (parameters.options ?? {}) as Readonly<Record<string, unknown>>;
	const common = ['object', 'filterMode', 'combineConditions', 'conditions', 'filter', 'conditionsJson'];
	return JSON.stringify([
		MEMORY_VERSION,
		option.value,
		[...common, ...fields.map(nameOfField)].map((name) => withoutCaptions(parameters[name])),
		options.filter((field) => field !== ignoreOption).map((field) => chosen[nameOfField(field)]),
	]);
}

const nameOfField = ({ property }: FormField) => property.name;

/** The label of a chosen value is not part of the value. */
function withoutCaptions(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutCaptions);
	if (typeof value !== 'object' || value === null) return value;
	const members = Object.entries(value).filter(([name]) => !/^cachedResult|^mode$|^__rl$/.test(name));
	return Object.fromEntries(members.map(([name, inner]) => [name, withoutCaptions(inner)]));
}

function itemsOf(rows: readonly object[]): INodeExecutionData[] {
	return rows.map((row) => ({ json: row as INodeExecutionData['json'] }));
}

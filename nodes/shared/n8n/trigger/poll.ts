import { randomUUID } from 'node:crypto';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { inputError } from '../../basics/errors';
import { secretKey } from '../../basics/fingerprint';
import { LeastRecentlyUsed } from '../../basics/lru';
import { connect } from '../connect/connect';
import type { FormField } from '../context/operation';
import { toNodeError } from '../context/toNodeError';
import { withoutItems } from '../form/field';
import type { TriggerEvent, WatchMemory } from './watch';
import { readLookOptions } from './watched';

/** Changes when the meaning of a memory does: triggers then begin anew. */
const MEMORY_VERSION = 1;

/** What n8n stores for a trigger. */
interface Stored {
	/** Of what is watched: with another object or other conditions the memory says nothing. */
	readonly key: string;
	/** Another one each time that it is written. */
	readonly written: string;
	readonly memory: WatchMemory;
}

/**
 * What was written last, for each trigger. When n8n comes with something older, it stopped, or began the workflow anew,
 * before it stored what polls without events had learned.
 */
const lastWritten = new LeastRecentlyUsed<string>(10_000);
/** n8n's own limit for a poll, where it does not tell one. */
const POLL_BUDGET_MS = 5 * 60_000;

/** Polls under way: n8n begins the next one by the clock, even when the last one is not done. */
const underWay = new Set<string>();

/**
 * One poll of a trigger. Gives the items, or null when there are none; by hand, a recent sample. What it learned is
 * stored only when it succeeds.
 */
export async function runPoll(
	n8n: IPollFunctions,
	events: readonly TriggerEvent[],
): Promise<INodeExecutionData[][] | null> {
	const isManual = n8n.getMode() === 'manual';
	const name = nameOf(n8n);
	if (!isManual && underWay.has(name)) return null;
	if (!isManual) underWay.add(name);
	try {
		return isManual ? await sample(n8n, events) : await poll(n8n, events);
	} catch (error) {
		throw toNodeError(n8n.getNode(), error);
	} finally {
		if (!isManual) underWay.delete(name);
	}
}

function nameOf(n8n: IPollFunctions): string {
	return `${n8n.getWorkflow().id} ${n8n.getNode().id}`;
}

async function poll(n8n: IPollFunctions, events: readonly TriggerEvent[]) {
	const data: { watch?: Stored } = n8n.getWorkflowStaticData('node');
	const isResumed = data.watch?.written !== lastWritten.get(nameOf(n8n));
	const { client, watch, key } = await configure(n8n, events, isResumed);
	const watchKey = secretKey(client.connection.site, key);
	const store = (memory: WatchMemory) => {
		const written = randomUUID();
		data.watch = { key: watchKey, written, memory };
		lastWritten.set(nameOf(n8n), written);
	};
	if (data.watch?.key !== watchKey) {
		store(await watch.begin());
		return null;
	}
	const { rows, memory } = await watch.poll(data.watch.memory);
	store(memory);
	return rows.length === 0 ? null : [itemsOf(rows)];
}

async function sample(n8n: IPollFunctions, events: readonly TriggerEvent[]) {
	const { watch } = await configure(n8n, events, false);
	const row = await watch.sample();
	if (row) return [itemsOf([row])];
	throw inputError(
		'No record matches yet, so there is nothing to show',
		'Make a record in Creatio that matches the conditions, or loosen them. The trigger itself works without one.',
	);
}

async function configure(n8n: IPollFunctions, events: readonly TriggerEvent[], isResumed: boolean) {
	const source = withoutItems(n8n);
	const client = await connect(n8n);
	const chosen = n8n.getNodeParameter('event');
	const event = events.find(({ option }) => option.value === chosen);
	if (!event)
		throw inputError(`There is no event "${String(chosen)}"`, 'Choose one from the list Trigger On.');
	const budget = n8n.getPollBudgetMs?.() ?? POLL_BUDGET_MS;
	const options = readLookOptions(source, budget / 2);
	const context = { n8n: source, client, zone: n8n.getTimezone(), options, isResumed };
	return { client, watch: await event.watch(context), key: keyOf(n8n, event) };
}

/** As they are written in the form: the value of an expression may change with every poll. */
function keyOf(n8n: IPollFunctions, { option, fields, options }: TriggerEvent): string {
	const { parameters } = n8n.getNode();
	const chosen = (parameters.options ?? {}) as Readonly<Record<string, unknown>>;
	const common = ['object', 'filterMode', 'combineConditions', 'conditions', 'filter'];
	return JSON.stringify([
		MEMORY_VERSION,
		option.value,
		[...common, ...fields.map(nameOfField)].map((name) => withoutCaptions(parameters[name])),
		options.map((field) => chosen[nameOfField(field)]),
	]);
}

const nameOfField = ({ property }: FormField) => property.name;

/** What a list showed beside the value that was chosen says nothing of the value. */
function withoutCaptions(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutCaptions);
	if (typeof value !== 'object' || value === null) return value;
	const members = Object.entries(value).filter(([name]) => !/^cachedResult|^mode$|^__rl$/.test(name));
	return Object.fromEntries(members.map(([name, inner]) => [name, withoutCaptions(inner)]));
}

function itemsOf(rows: readonly object[]): INodeExecutionData[] {
	return rows.map((row) => ({ json: row as INodeExecutionData['json'] }));
}

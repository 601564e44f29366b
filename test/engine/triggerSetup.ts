import type { Members, PollResult } from '../support/engine';
import { type Bench, object, type Parameters } from './setup';

/** A trigger in an active workflow: what n8n stores for it goes from poll to poll. */
export interface Trigger {
	poll(): Promise<PollResult>;
	/** The items of a poll, which must not fail. */
	items(): Promise<Members[]>;
	sample(): Promise<PollResult>;
	/** n8n stops and starts again; `false`: without having stored what polls without items learned. */
	restart(hasStored?: boolean): void;
	/** n8n begins the workflow anew, with what it had stored. */
	reload(): void;
	/** What n8n stores. */
	memory(): Members;
	/** Other fields from now on. */
	configure(parameters: Parameters): void;
	credentials: Record<string, Parameters>;
	/** Milliseconds that n8n gives a poll. */
	budgetMs: number | undefined;
}

let lastWorkflow = 0;

export function watch(bench: Bench, parameters: Parameters): Trigger {
	let fields = parameters;
	let memory: Members = {};
	let stored: Members = {};
	const workflowId = `watch ${++lastWorkflow}`;
	const options = (trigger: Trigger) => ({
		node: 'creatioTrigger',
		parameters: { authentication: 'userPassword', object: object('Contact'), event: 'created', ...fields },
		credentials: trigger.credentials,
		workflowId,
		budgetMs: trigger.budgetMs,
	});
	const trigger: Trigger = {
		credentials: bench.credential(),
		budgetMs: undefined,
		async poll() {
			const result = await bench.engine.poll({ ...options(trigger), staticData: memory });
			// n8n stores at activation and with items; what polls without items learned stays in its memory.
			const isFirst = Object.keys(memory).length === 0;
			memory = result.staticData;
			if (isFirst || result.items !== null) stored = memory;
			return result;
		},
		async items() {
			const { items, error } = await trigger.poll();
			if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
			return (items ?? []).map(({ json }) => json);
		},
		sample: () => bench.engine.poll({ ...options(trigger), mode: 'manual' }),
		restart(hasStored = true) {
			const kept = hasStored ? memory : stored;
			memory = kept.watch ? { watch: { ...(kept.watch as object), written: 'before' } } : {};
		},
		reload() {
			memory = stored;
		},
		memory: () => memory,
		configure: (more) => {
			fields = { ...fields, ...more };
		},
	};
	return trigger;
}

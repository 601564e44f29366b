import type { Engine, Members } from '../support/engine';

/** What a trigger told, and when. */
export interface Told {
	readonly id: string;
	readonly modifiedOn: string;
	readonly value: string;
	/** Number of the poll. */
	readonly poll: number;
}

export interface PollRecord {
	readonly time: number;
	readonly succeeded: boolean;
	readonly items: number;
	readonly requests: number;
}

/** A trigger in an active workflow, polled by the simulated clock. n8n stores its memory with items only. */
export class Watcher {
	readonly told: Told[] = [];
	readonly polls: PollRecord[] = [];
	largestMemory = 0;
	private memory: Members = {};
	private stored: Members = {};

	constructor(
		readonly name: string,
		private readonly engine: Engine,
		private readonly parameters: Members,
		private readonly credentials: Readonly<Record<string, Members>>,
	) {}

	async poll(time: number, requestsSoFar: () => number): Promise<void> {
		const before = requestsSoFar();
		const result = await this.engine.poll({
			node: 'creatioTrigger',
			parameters: this.parameters,
			credentials: this.credentials,
			workflowId: this.name,
			staticData: this.memory,
		});
		const isFirst = Object.keys(this.memory).length === 0;
		this.memory = result.staticData;
		if (isFirst || result.items !== null) this.stored = this.memory;
		this.largestMemory = Math.max(this.largestMemory, JSON.stringify(this.memory).length);
		for (const { json } of result.items ?? []) {
			this.told.push({
				id: String(json.Id),
				modifiedOn: String(json.ModifiedOn),
				value: String(json.JobTitle),
				poll: this.polls.length,
			});
		}
		const items = result.items?.length ?? 0;
		const requests = requestsSoFar() - before;
		this.polls.push({ time, succeeded: result.error === undefined, items, requests });
	}

	restart(hasStored: boolean): void {
		const kept = hasStored ? this.memory : this.stored;
		const watch = kept.watch as object | undefined;
		this.memory = watch ? { watch: { ...watch, written: 'before' } } : {};
	}
}

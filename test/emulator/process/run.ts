import type { Entity } from '../model/model';
import type { Writer } from '../odata/write';
import { textSetting } from '../services/textSetting';
import type { Stats } from '../stats';
import type { SqlRow } from '../store/database';
import type { Store } from '../store/store';
import { itemNotFound } from './faults';
import type { Item, ParameterValue } from './values';

/** What the script of an element sees: the parameters of its process, and the data of the site. */
export class Run {
	constructor(
		/** By name. The given ones, and what scripts have set. */
		private readonly values: Map<string, ParameterValue>,
		private readonly given: ReadonlySet<string>,
		private readonly store: Store,
		private readonly writer: Writer,
		private readonly stats: Stats,
	) {}

	/** Whether the caller gave the parameter. */
	has(name: string): boolean {
		return this.given.has(name);
	}

	value(name: string): ParameterValue {
		const value = this.values.get(name);
		if (value === undefined) throw new Error(`The process has no parameter ${name}.`);
		return value;
	}

	/** A column of a record as it is now; empty where there is no such record. */
	column(object: string, id: string, name: string): string {
		return String(this.store.find(this.entity(object), id)?.[name] ?? '');
	}

	/** A system setting of the type text, a secure one as well. */
	setting(code: string): string {
		return textSetting(this.store, code);
	}

	/** Calls an address and does not wait for the answer, as a "Call web service" element in the background does. */
	call(url: string, headers: Record<string, string>, body: string): void {
		const call: Stats['calls'][number] = { url };
		this.stats.calls.push(call);
		void fetch(url, { method: 'POST', headers, body }).then(
			({ status }) => {
				call.status = status;
			},
			() => undefined,
		);
	}

	text(name: string): string {
		return String(this.value(name));
	}

	number(name: string): number {
		return Number(this.value(name));
	}

	items(name: string): Item[] {
		const value = this.value(name);
		return Array.isArray(value) ? value : [];
	}

	set(name: string, value: ParameterValue): void {
		this.values.set(name, value);
	}

	/** Adds a record as the user who started the process. Gives its Id. */
	create(object: string, row: SqlRow): string {
		return String(this.writer.create(this.entity(object), row).Id);
	}

	update(object: string, id: string, row: SqlRow): void {
		const entity = this.entity(object);
		if (!this.store.exists(entity, id)) {
			throw itemNotFound(`Record "${id}" of object "${object}" was not found.`);
		}
		this.writer.update(entity, id, row);
	}

	private entity(object: string): Entity {
		return this.store.entity(object);
	}
}

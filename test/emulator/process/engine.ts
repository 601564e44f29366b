import { type User, USERS } from '../auth/users';
import type { SiteContext } from '../context';
import { newGuid } from '../model/ids';
import { ODataError } from '../odata/errors';
import { textSetting } from '../services/textSetting';
import { writeAs } from '../services/writeAs';
import type { Store } from '../store/store';
import { itemNotFound, ProcessFault } from './faults';
import { currentElement, type ElementRun, type Instance, isOver, type Status, STATUS } from './instance';
import { ADDRESS_SETTING, LISTENERS } from './listeners';
import { ProcessLog } from './log';
import { Run } from './run';
import type { ProcessParameter, ProcessSchema, SignalKind } from './schema';
import { Timeline } from './timeline';
import { emptyValue, type ParameterValue, readValue } from './values';

export interface GivenValue {
	name: string;
	text: string;
}

/** Statuses of an activity that end it, and with it the element that waits for it. */
const ENDED_ACTIVITY = new Set([
	'4bdbb88f-58e6-df11-971b-001d60e938c6',
	'201cfba8-58e6-df11-971b-001d60e938c6',
]);
const COMPLETED_ACTIVITY = '4bdbb88f-58e6-df11-971b-001d60e938c6';

/** Runs the processes of one site (contract 5). */
export class ProcessEngine {
	private readonly instances = new Map<string, Instance>();
	private readonly timeline: Timeline;
	private readonly log: ProcessLog;

	private readonly store: Store;
	private readonly now: () => Date;

	constructor(private readonly context: Pick<SiteContext, 'store' | 'options' | 'switches' | 'stats'>) {
		this.store = context.store;
		this.now = context.options.clock;
		this.timeline = new Timeline(this.now);
		this.log = new ProcessLog(context.store, context.options);
	}

	/** Does what has become due meanwhile. Called before every request. */
	settle(): void {
		this.timeline.settle();
		for (const instance of this.running()) {
			const element = currentElement(instance);
			if (element?.activityId === undefined) continue;
			const activity = this.store.find(this.store.entity('Activity'), element.activityId);
			if (activity !== undefined && ENDED_ACTIVITY.has(String(activity.StatusId)))
				this.finishElement(instance, element);
		}
	}

	/** Ends all running processes without a trace. */
	close(): void {
		this.timeline.close();
	}

	/**
	 * Starts a process and waits until it ends, or has to wait for something itself.
	 * Throws a `ProcessFault` when the process is not started.
	 */
	async runAndWait(schema: ProcessSchema, given: GivenValue[], user: User): Promise<Instance> {
		const instance = this.prepare(schema, given, user);
		this.advance(instance);
		await instance.halted.promise;
		return instance;
	}

	/** Queues a process. Throws a `ProcessFault` when it is not accepted. */
	runInBackground(schema: ProcessSchema, given: GivenValue[], user: User): void {
		const instance = this.prepare(schema, given, user);
		instance.isLogged = true;
		this.timeline.after(0, () => this.advance(instance));
	}

	/** Queues the processes that start when the object is written to. */
	signal(object: string, kind: SignalKind, id: string): void {
		for (const schema of LISTENERS) {
			const { signal } = schema;
			if (signal?.object !== object || !signal.kinds.includes(kind)) continue;
			// An administrator who does not use the process leaves its address empty.
			if (textSetting(this.store, ADDRESS_SETTING) === '') continue;
			const given = [
				{ name: signal.recordParameter, text: id },
				{ name: signal.kindParameter, text: kind },
			];
			const instance = this.create(schema, this.read(schema, given));
			instance.isLogged = true;
			this.timeline.after(0, () => this.advance(instance));
		}
	}

	/** The element of a running process that waits. Throws a `ProcessFault` when there is none. */
	waitingElement(uId: string): { instance: Instance; element: ElementRun } {
		for (const instance of this.running()) {
			const element = currentElement(instance);
			if (element?.uId === uId.toLowerCase() && element.step.kind !== 'script') return { instance, element };
		}
		throw itemNotFound(`Process element "${uId}" is not running.`);
	}

	/** Ends an element that waits, with values for parameters of its process, and goes on. */
	completeElement(uId: string, given: GivenValue[]): Instance {
		const { instance, element } = this.waitingElement(uId);
		const { values } = this.read(instance.schema, given);
		for (const [name, value] of values) instance.values.set(name, value);
		if (element.activityId !== undefined) {
			const activity = this.store.entity('Activity');
			if (this.store.exists(activity, element.activityId)) {
				this.store.updateRaw(activity, element.activityId, { StatusId: COMPLETED_ACTIVITY });
			}
		}
		this.finishElement(instance, element);
		return instance;
	}

	/** Status of an element, whether it still runs or not. */
	elementStatus(uId: string): Status {
		for (const { elements } of this.instances.values()) {
			const element = elements.find((one) => one.uId === uId.toLowerCase());
			if (element) return element.status;
		}
		throw itemNotFound(`Process element "${uId}" was not found.`);
	}

	/** A process that works stops when its element ends; one that waits stops at once. */
	cancel(id: string): void {
		const instance = this.instances.get(id.toLowerCase());
		if (!instance || isOver(instance)) throw itemNotFound(`Process "${id}" is not running.`);
		const element = currentElement(instance);
		if (element?.step.kind === 'script') {
			instance.status = STATUS.cancelling;
			this.halt(instance, { keepWaiting: true });
			return;
		}
		if (element) Object.assign(element, { status: STATUS.cancelled, completedAt: this.now() });
		this.end(instance, STATUS.cancelled);
	}

	/** Runs that wait: only they have a state that is kept (contract 5.4). */
	countWaiting(isCounted: (schema: ProcessSchema) => boolean): number {
		return this.running().filter(
			(one) => isCounted(one.schema) && currentElement(one)?.step.kind !== 'script' && one.isLogged,
		).length;
	}

	private running(): Instance[] {
		return [...this.instances.values()].filter((instance) => !isOver(instance));
	}

	private prepare(schema: ProcessSchema, given: GivenValue[], user: User): Instance {
		refuse(schema, user);
		const read = this.read(schema, given);
		for (const parameter of schema.parameters) {
			if (isSettable(parameter) && parameter.required === true && !read.names.has(parameter.name)) {
				throw new ProcessFault(
					'Terrasoft.Common.ArgumentNullOrEmptyException',
					`Value for argument "${parameter.name}" must be specified.`,
				);
			}
		}
		return this.create(schema, read, user);
	}

	private create(
		schema: ProcessSchema,
		{ values, names }: { values: Map<string, ParameterValue>; names: Set<string> },
		user: User = USERS.supervisor,
	): Instance {
		const instance: Instance = {
			id: newGuid(),
			schema,
			user,
			values: new Map([...this.initialValues(schema), ...values]),
			given: names,
			status: STATUS.running,
			startedAt: this.now(),
			elements: [],
			isLogged: false,
			halted: Promise.withResolvers(),
		};
		this.instances.set(instance.id, instance);
		this.context.stats.addProcessStart(schema.code);
		return instance;
	}

	private initialValues(schema: ProcessSchema): Array<[string, ParameterValue]> {
		return schema.parameters.map((parameter) => [
			parameter.name,
			parameter.default === undefined
				? emptyValue(parameter)
				: readValue(parameter, parameter.default, this.context.switches.serverZone),
		]);
	}

	/** Names that the process lacks, or that no caller may set, are dropped (contract 5.3, point 4). */
	private read(
		schema: ProcessSchema,
		given: GivenValue[],
	): { values: Map<string, ParameterValue>; names: Set<string> } {
		const values = new Map<string, ParameterValue>();
		for (const { name, text } of given) {
			const parameter = schema.parameters.find((one) => one.name === name && isSettable(one));
			if (parameter) values.set(name, readValue(parameter, text, this.context.switches.serverZone));
		}
		return { values, names: new Set(values.keys()) };
	}

	/** Runs elements until one of them waits. */
	private advance(instance: Instance): void {
		const step = instance.schema.steps[instance.elements.length];
		if (instance.status === STATUS.cancelling) return this.end(instance, STATUS.cancelled);
		if (step === undefined) return this.end(instance, STATUS.done);
		const element: ElementRun = {
			uId: newGuid(),
			step,
			status: STATUS.running,
			startedAt: this.now(),
		};
		instance.elements.push(element);
		switch (step.kind) {
			case 'script':
				if (step.takesMs === undefined) return this.runScript(instance, element);
				this.timeline.after(step.takesMs, () => this.runScript(instance, element));
				if (instance.isLogged) this.log.write(instance);
				return;
			case 'timer':
				this.timeline.after(step.ms, () => {
					if (currentElement(instance) === element) this.finishElement(instance, element);
				});
				return this.halt(instance);
			case 'userTask':
				element.activityId = this.openActivity(instance, element);
				return this.halt(instance);
		}
	}

	private runScript(instance: Instance, element: ElementRun): void {
		const { step } = element;
		if (step.kind === 'script' && instance.status !== STATUS.cancelling) {
			try {
				writeAs(this.context, instance.user, (writer) =>
					step.run(new Run(instance.values, instance.given, this.store, writer, this.context.stats)),
				);
			} catch (cause) {
				const fault = toFault(cause);
				Object.assign(element, { status: STATUS.error, completedAt: this.now(), fault });
				instance.fault = fault;
				return this.end(instance, STATUS.error);
			}
		}
		this.finishElement(instance, element);
	}

	private finishElement(instance: Instance, element: ElementRun): void {
		element.status = instance.status === STATUS.cancelling ? STATUS.cancelled : STATUS.done;
		element.completedAt = this.now();
		this.advance(instance);
	}

	private end(instance: Instance, status: Status): void {
		instance.status = status;
		instance.completedAt = this.now();
		this.halt(instance);
	}

	private halt(instance: Instance, { keepWaiting = false } = {}): void {
		this.log.write(instance);
		if (keepWaiting) return;
		instance.isLogged = true;
		instance.halted.resolve();
	}

	/** The task by which a person sees that the process waits. */
	private openActivity(instance: Instance, element: ElementRun): string {
		return writeAs(this.context, instance.user, (writer) => {
			const row = writer.create(this.store.entity('Activity'), {
				Title: element.step.caption,
				OwnerId: instance.user.contactId,
				ProcessElementId: element.uId,
			});
			return String(row.Id);
		});
	}
}

/** Why a process cannot be started by hand. */
function refuse(schema: ProcessSchema, user: User): void {
	if (!user.mayWrite) {
		throw new ProcessFault(
			'System.Security.SecurityException',
			'Current user does not have sufficient permissions to run "CanRunBusinessProcesses".',
		);
	}
	if (schema.notCompiled === true) {
		throw new ProcessFault(
			'System.Collections.Generic.KeyNotFoundException',
			'The given key was not present in the dictionary.',
		);
	}
	if (schema.disabled === true || schema.noStartEvent === true) {
		throw new ProcessFault(
			'Terrasoft.Core.Process.ProcessCannotBeManuallyStartedException',
			schema.disabled === true
				? `Process "${schema.caption}" is disabled.`
				: `Process "${schema.caption}" cannot be started manually: it has no simple start event.`,
		);
	}
}

function isSettable({ direction }: ProcessParameter): boolean {
	return direction === 'input' || direction === 'both';
}

function toFault(cause: unknown): ProcessFault {
	if (cause instanceof ProcessFault) return cause;
	if (!(cause instanceof ODataError)) throw cause;
	const nested = cause.nested.at(-1);
	return new ProcessFault(nested?.type ?? 'System.Exception', nested?.message ?? cause.headline);
}

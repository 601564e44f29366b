import { guidOf } from '../model/ids';
import { storedNow, toDay, toPrecision } from '../model/instant';
import type { ResolvedOptions } from '../options';
import type { SqlRow } from '../store/database';
import type { Store } from '../store/store';
import type { ElementRun, Instance, Status } from './instance';
import { processRowId } from './rows';

/** Rows of `SysProcessStatus` by status (contract 5.3, point 7). */
const STATUS_IDS: Record<Status, string> = {
	0: '67700d9c-28ac-46ef-9037-b81a53b7b330',
	1: 'ed2ae277-b6e2-df11-971b-001d60e938c6',
	2: '815c9586-b6e2-df11-971b-001d60e938c6',
	3: 'f942c08d-b6e2-df11-971b-001d60e938c6',
	4: '1be78f3e-234d-4d6a-869a-dc07253fd2f3',
	5: '006f6d7a-6d9a-4e8c-bf5f-2ddac8b3df9a',
};

/** The log of processes and of their elements, as rows: the table, and the view of it. */
export class ProcessLog {
	constructor(
		private readonly store: Store,
		private readonly options: ResolvedOptions,
	) {}

	/** Writes the rows of the run, or brings them up to date. */
	write(instance: Instance): void {
		const row = this.processRow(instance);
		for (const object of ['SysProcessLog', 'VwSysProcessLog']) this.put(object, row);
		for (const element of instance.elements)
			this.put('SysProcessElementLog', this.elementRow(instance, element));
	}

	private put(object: string, row: SqlRow): void {
		const entity = this.store.entity(object);
		const known = Object.fromEntries(Object.entries(row).filter(([name]) => entity.byProperty.has(name)));
		if (this.store.exists(entity, String(row.Id))) this.store.updateRaw(entity, String(row.Id), known);
		else this.store.insertRaw(entity, known);
	}

	private processRow(instance: Instance): SqlRow {
		return {
			Id: instance.id,
			...this.common(instance, instance),
			Name: instance.schema.caption,
			SysSchemaId: processRowId(instance.schema.code),
			SysWorkspaceId: guidOf('SysWorkspace Default'),
			RootId: instance.id,
			PackageName: 'Custom',
			Version: instance.schema.version ?? 0,
		};
	}

	private elementRow(instance: Instance, element: ElementRun): SqlRow {
		return {
			Id: element.uId,
			...this.common(instance, element),
			Caption: element.step.caption,
			SysProcessId: instance.id,
			SchemaElementUId: guidOf(`element ${instance.schema.code} ${element.step.caption}`),
			Type: ELEMENT_TYPES[element.step.kind],
		};
	}

	private common(instance: Instance, part: Instance | ElementRun): SqlRow {
		const now = this.stored(this.options.clock());
		const started = this.stored(part.startedAt);
		const ms = (part.completedAt ?? part.startedAt).getTime() - part.startedAt.getTime();
		return {
			CreatedOn: started,
			CreatedById: instance.user.contactId,
			ModifiedOn: now,
			ModifiedById: instance.user.contactId,
			StartDate: started,
			CompleteDate: part.completedAt === undefined ? null : this.stored(part.completedAt),
			StatusId: STATUS_IDS[part.status],
			OwnerId: instance.user.contactId,
			ErrorDescription: part.fault === undefined ? '' : describeFault(part.fault, instance.schema.code),
			DurationInMilliseconds: ms,
			DurationInSeconds: ms / 1000,
			DurationInMinutes: ms / 60_000,
			DurationInHours: ms / 3_600_000,
			DurationInDays: ms / 86_400_000,
			PartitionKey: toDay(started),
		};
	}

	private stored(time: Date): string {
		return toPrecision(storedNow(time), this.options.database === 'postgres' ? 6 : 7);
	}
}

const ELEMENT_TYPES = {
	script: 'ProcessSchemaScriptTask',
	timer: 'ProcessSchemaIntermediateCatchTimerEvent',
	userTask: 'ProcessSchemaUserTask',
};

/** The first line is `Type: message` (contract 5.3, point 5). */
function describeFault({ type, message }: { type: string; message: string }, code: string): string {
	return `${type}: ${message}\r\n   at Terrasoft.Core.Process.${code}MethodsWrapper.Execute(ProcessExecutingContext context)`;
}

import type { Emulator, Store } from '../emulator';
import type { PlannedChange, Random } from './plan';

/** A version of a record, as the journal of the site has it. */
export interface Version {
	readonly id: string;
	/** As OData shows it. */
	readonly modifiedOn: string;
	/** When it was written, and when others could see it. */
	readonly at: number;
	readonly visibleAt: number;
	/** The value of the watched column, which never comes back to an earlier one. */
	readonly value: string;
	readonly isCreation: boolean;
}

export interface SimulatedRecord {
	readonly isWatched: boolean;
	readonly id: string;
	readonly createdAt: number;
	readonly versions: Version[];
}

/** What changes a record right after its creation is left out: whether it counts depends on when a poll comes. */
const JUST_AFTER_MS = 3_000;

/** The contacts of the simulation, and the journal of what happened to them. */
export class SimulatedSite {
	readonly records: SimulatedRecord[] = [];
	private lastValue = 0;

	constructor(
		private readonly site: Emulator,
		private readonly random: Random,
		/** So many, and of the later ones one in fifty, are watched for changed columns. */
		private readonly watched: number,
	) {}

	begin(count: number, time: number): void {
		for (let index = 0; index < count; index++) {
			this.create({ at: time - 3_600_000 + index, visibleAt: time, kind: 'create', micros: index % 1_000 });
		}
	}

	/** Writes a change at the moment when it becomes visible. */
	apply(change: PlannedChange): void {
		if (change.kind === 'create') this.create(change);
		else this.update(change);
	}

	private create(change: PlannedChange): void {
		const isWatched = this.records.length < this.watched || this.random() < 0.02;
		const time = timeOf(change);
		const value = this.nextValue();
		const id = this.store.insert('Contact', {
			Name: isWatched ? 'Watched' : 'Other',
			JobTitle: value,
			CreatedOn: time,
			ModifiedOn: time,
		});
		this.records.push({
			id,
			isWatched,
			createdAt: change.at,
			versions: [version(id, change, value, true)],
		});
	}

	private update(change: PlannedChange): void {
		const record = this.freeRecord(change);
		if (!record) return this.create(change);
		const value = change.kind === 'update' ? this.nextValue() : (record.versions.at(-1)?.value ?? '');
		const column = change.kind === 'update' ? 'JobTitle' : 'Notes';
		this.store.updateRaw(this.store.entity('Contact'), record.id, {
			[column]: column === 'JobTitle' ? value : this.nextValue(),
			ModifiedOn: timeOf(change).slice(0, -1),
		});
		record.versions.push(version(record.id, change, value, false));
	}

	/** A record whose last write was committed before this one began. Half of the time one that was written lately. */
	private freeRecord({ at }: PlannedChange): SimulatedRecord | undefined {
		for (let attempt = 0; attempt < 20; attempt++) {
			const recent = this.random() < 0.2 ? 200 : this.records.length;
			const back = Math.floor(this.random() * Math.min(recent, this.records.length));
			const record = this.records[this.records.length - 1 - back];
			const last = record?.versions.at(-1);
			const isFree = last !== undefined && last.visibleAt <= at && last.at < at;
			if (record && isFree && record.createdAt + JUST_AFTER_MS < at) return record;
		}
		return undefined;
	}

	private nextValue(): string {
		return `Value ${++this.lastValue}`;
	}

	private get store(): Store {
		return this.site.store;
	}
}

function version(id: string, change: PlannedChange, value: string, isCreation: boolean): Version {
	return {
		id,
		modifiedOn: timeOf(change).replace(/\.?0+Z$/, 'Z'),
		at: change.at,
		visibleAt: change.visibleAt,
		value,
		isCreation,
	};
}

/** To the microsecond, as PostgreSQL keeps it. */
function timeOf({ at, micros }: PlannedChange): string {
	return `${new Date(at).toISOString().slice(0, 23)}${String(micros).padStart(3, '0')}0Z`;
}

import { randomUUID } from 'node:crypto';

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { Connection, ServiceRequest } from '../../../../nodes/shared/connection/serviceCall';
import type { ChangeSource } from '../../../../nodes/shared/creatio/changes/changeSource';
import type { Column } from '../../../../nodes/shared/creatio/model/objectModel';
import type { Row } from '../../../../nodes/shared/creatio/model/rows';
import { ALL_RECORDS } from '../../../../nodes/shared/creatio/odata/combineFilters';
import { fakeModel } from '../fakes';
import { type Answer, fakeSite } from '../fakeSite';

/** A version of a record: microseconds of its time, in UTC. */
export interface Stored {
	readonly id: string;
	readonly time: number;
}

export interface SiteOptions {
	/** Minutes by which a time is shown ahead of UTC under a false `Z`. */
	readonly offsetAt?: (time: number) => number;
	readonly comparesAsShown?: boolean;
}

const MICROSECONDS = 1_000;

/** An object with nothing but keys and times, which can be changed between any two requests. */
export class SimulatedSite {
	/** Milliseconds since 1970. */
	now = Date.parse('2026-03-02T09:00:00Z');
	readonly records = new Map<string, Stored>();
	/** What is known of one site is not known of the next. */
	private readonly identity = randomUUID();
	requests = 0;
	/** Called before each read over OData, and before each question to DataService. */
	beforeRead: () => void = () => undefined;
	beforeQuestion: () => void = () => undefined;
	tellsTime = true;
	/** By how much the clock of its answers is ahead of the clock of its records. */
	skewMs = 0;
	offsetAt: (time: number) => number;
	comparesAsShown: boolean;

	constructor({ offsetAt = () => 0, comparesAsShown = false }: SiteOptions = {}) {
		this.offsetAt = offsetAt;
		this.comparesAsShown = comparesAsShown;
	}

	readonly model = fakeModel('Contact', { ModifiedOn: 'dateTime' });

	get source(): ChangeSource {
		const time = this.model.columns.get('ModifiedOn') as Column;
		return { model: this.model, time, filter: ALL_RECORDS, shape: { columns: [], labels: [], related: [] } };
	}

	connect(): Connection {
		const { connection } = fakeSite((request, query) => this.answer(request, query));
		const siteTime = () => (this.tellsTime ? new Date(this.now + this.skewMs) : undefined);
		return { ...connection, identity: this.identity, siteTime };
	}

	write(id: string, time: number): void {
		this.records.set(id, { id, time });
	}

	/** Names the version of a record that a row shows. The site adds what no real one has: its own time of it. */
	versionOf(row: Row): string {
		return `${String(row.Id)} ${String(row.Stored)}`;
	}

	private answer({ path, json: body }: ServiceRequest, query: URLSearchParams): Answer {
		this.requests++;
		if (!path.startsWith('Contact')) this.beforeQuestion();
		if (path.includes('GetApplicationInfo')) {
			const userTimezoneOffset = this.offsetAt(this.now * MICROSECONDS);
			return { json: { applicationInfo: { sysValues: { userTimezoneOffset } } } };
		}
		if (path.includes('SelectQuery'))
			return { json: { success: true, rows: [{ Moment: this.localOf(body) }] } };
		this.beforeRead();
		const found = this.matching(query.get('$filter') ?? '');
		if (path.includes('/$count')) return { text: String(found.length) };
		const [first = 'Id asc'] = (query.get('$orderby') ?? '').split(',');
		const sign = { 'ModifiedOn asc': 1, 'ModifiedOn desc': -1 }[first] ?? 0;
		found.sort((one, other) => sign * (one.time - other.time) || (one.id < other.id ? -1 : 1));
		const rows = found.slice(0, Number(query.get('$top')));
		return {
			json: { value: rows.map(({ id, time }) => ({ Id: id, ModifiedOn: this.shown(time), Stored: time })) },
		};
	}

	/** Understands what looks ask for: comparisons joined by `and`, or keys joined by `or`. */
	private matching(filter: string): Stored[] {
		const tests = [...filter.matchAll(/(\w+) (ge|gt|le|lt|eq) (\S+?)(?=[ )]|$)/g)];
		const isAny = filter.includes(' or ');
		return [...this.records.values()].filter((record) => {
			const passes = ([, column, operator = '', literal = '']: RegExpMatchArray) => {
				if (column === 'Id') return compare(record.id, operator, literal);
				const time = this.comparesAsShown ? this.local(record.time) : record.time;
				return compare(time, operator, microsecondsOf(literal));
			};
			return isAny ? tests.some(passes) : tests.every(passes);
		});
	}

	/** As DataService returns it for the record that a query names. */
	private localOf(query: unknown): string {
		const [id = ''] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(JSON.stringify(query)) ?? [];
		return this.shown(this.records.get(id)?.time ?? 0).slice(0, 19);
	}

	private local(time: number): number {
		return time + this.offsetAt(time) * 60_000 * MICROSECONDS;
	}

	private shown(time: number): string {
		const local = this.local(time);
		const text = new Date(Math.floor(local / MICROSECONDS)).toISOString().slice(0, 23);
		const digits = `${text}${String(local % MICROSECONDS).padStart(3, '0')}`;
		return `${digits.replace(/\.?0+$/, '')}Z`;
	}
}

function microsecondsOf(literal: string): number {
	const [, seconds = '', fraction = ''] = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(literal) ?? [];
	return Date.parse(`${seconds}Z`) * MICROSECONDS + Number(fraction.padEnd(6, '0').slice(0, 6));
}

function compare<T extends string | number>(value: T, operator: string, other: T): boolean {
	switch (operator) {
		case 'ge':
			return value >= other;
		case 'gt':
			return value > other;
		case 'le':
			return value <= other;
		case 'lt':
			return value < other;
		default:
			return value === other;
	}
}

export const brokenLine = () => new CreatioError('network', 'The connection broke');

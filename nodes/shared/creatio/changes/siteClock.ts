import { attempt, type Attempt } from '../../basics/attempt';
import { isCreatioError } from '../../basics/errors';
import { mayRepeat } from '../../connection/retry';
import type { Connection } from '../../http/types';
import { recordMoment } from '../dataservice/findRecords';
import { sessionZone } from '../dataservice/sessionZone';
import type { Column, ObjectModel } from '../model/objectModel';
import { countRecords } from '../odata/oneRecord';
import { readStamp, moved, spellStamp, type Stamp } from './stamp';

/**
 * How a site tells times over OData. Sites older than 8.3.2, and some newer ones after a restart, show the local time of
 * their user under a false `Z` (contract 2.7).
 */
export interface TimeSpelling {
	/** Minutes by which the shown times are ahead of UTC. */
	readonly offset: number;
	/** Whether a filter is compared with the times as shown, rather than with UTC. */
	readonly comparesAsShown: boolean;
}

export const HONEST: TimeSpelling = { offset: 0, comparesAsShown: false };

/** Under a false `Z`, times go back an hour when summer time ends, and go ahead by one when it begins. */
export const CLOCK_CHANGE_MS = 61 * 60_000;

/**
 * By how much the times of a site may be out of order, or differ from what a filter compares with: its offset was measured
 * in summer or in winter.
 */
export function slackOf({ offset }: TimeSpelling): number {
	return offset === 0 ? 0 : CLOCK_CHANGE_MS;
}

/** The spelling of a stamp in a filter. */
export function filterTime(stamp: Stamp, { offset, comparesAsShown }: TimeSpelling): string {
	return spellStamp(stamp, comparesAsShown ? offset : 0);
}

/** A record with the time that OData shows of it. */
export interface ShownTime {
	readonly id: string;
	readonly shown: string;
}

/**
 * Measures how the site tells times, by a record that OData and DataService both show: DataService always tells the
 * local time (contract 2.7, 4.5). Costs one request where the user's clock shows UTC, three at most.
 */
export async function measureSpelling(
	connection: Connection,
	model: ObjectModel,
	time: Column,
	record: ShownTime,
	signal?: AbortSignal,
): Promise<TimeSpelling> {
	const zone = await unlessBroken(sessionZone(connection, signal));
	if (!zone.done || zone.value === 0) return HONEST;
	const local = await unlessBroken(recordMoment(connection, model, record.id, time, signal));
	// A user without rights to DataService leaves only the usual case to assume.
	if (!local.done || local.value === undefined || !isSameText(local.value, record.shown)) return HONEST;
	return await learnFilter(connection, model, time, record, zone.value, signal);
}

/** Rejects for a broken line, which says nothing of the site: what is assumed of it is kept. */
async function unlessBroken<T>(work: Promise<T>): Promise<Attempt<T>> {
	const outcome = await attempt(work);
	if (outcome.done || !isCreatioError(outcome.error)) return outcome;
	const { error } = outcome;
	if (error.kind !== 'unreadable' && mayRepeat(error, 'read')) throw error;
	return outcome;
}

/** How filters compare, once it is known by how much the shown times are ahead. */
export async function learnFilter(
	connection: Connection,
	model: ObjectModel,
	time: Column,
	{ id, shown }: ShownTime,
	offset: number,
	signal?: AbortSignal,
): Promise<TimeSpelling> {
	const stamp = readStamp(shown, 0);
	if (offset === 0 || stamp === undefined) return HONEST;
	const around = [moved(stamp, -1_000), moved(stamp, 1_000)].map((end) => spellStamp(end, 0));
	const filter = `Id eq ${id} and ${time.property} ge ${around[0]} and ${time.property} le ${around[1]}`;
	const count = await countRecords(connection, model.name, filter, signal);
	return { offset, comparesAsShown: count > 0 };
}

/** To the second: DataService shows three digits of a fraction, OData all that is stored. */
function isSameText(local: string, shown: string): boolean {
	return local.slice(0, 19) === shown.slice(0, 19);
}

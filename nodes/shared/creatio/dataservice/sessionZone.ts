import { bestEffort } from '../../basics/bestEffort';
import { LABELS } from '../../basics/labels';
import { LeastRecentlyUsed } from '../../basics/lru';
import { SingleFlight } from '../../basics/singleFlight';
import type { Connection } from '../../connection/serviceCall';
import { APPLICATION_INFO, readApplicationInfo } from './applicationInfo';

/** Summer time begins and ends, so a session's offset may change within an hour. */
const LIFE_MS = 600_000;

const known = new LeastRecentlyUsed<number>(256, { ageMs: LIFE_MS });

/** Runs to which the site did not report it: their items do not mix zones, and the next run asks again. */
const unreported = new WeakSet<Connection['meter']>();

const asking = new SingleFlight<number | undefined>();

/**
 * The zone in which a session reads and writes dates, in minutes east of UTC as of now (contract 1.6, 4.5). UTC, with a
 * note for the user, if a site does not report it.
 */
export async function sessionZone(connection: Connection): Promise<number> {
	const minutes = await reportedZone(connection);
	if (minutes === undefined) {
		connection.notes.add(
			`The site does not report the time zone of its user, so dates are treated as UTC. Set the option ${LABELS.timeZone} to use another one.`,
		);
	}
	return minutes ?? 0;
}

async function reportedZone(connection: Connection): Promise<number | undefined> {
	const kept = known.get(connection.identity);
	if (kept !== undefined || unreported.has(connection.meter)) return kept;
	const asked = asking.of(`${connection.identity} ${connection.limits}`, async () => {
		const minutes = await askZone(connection.outliving());
		if (minutes !== undefined) known.set(connection.identity, minutes);
		return minutes;
	});
	const minutes = await connection.orCancelled(asked);
	if (minutes === undefined) unreported.add(connection.meter);
	return minutes;
}

/**
 * Some sites lack the service, forbid it or break over it (contract 1.6), and a query may not need the zone, so that does
 * not fail the run. Rejects when the network or the session failed.
 */
async function askZone(connection: Connection): Promise<number | undefined> {
	const answer = await bestEffort(connection.call(APPLICATION_INFO));
	return readApplicationInfo(answer?.json).offset;
}

import { attempt } from '../../basics/attempt';
import { type ErrorKind, isCreatioError } from '../../basics/errors';
import { isMembers, member } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import { LeastRecentlyUsed } from '../../basics/lru';
import { SingleFlight } from '../../basics/singleFlight';
import type { Connection } from '../../connection/serviceCall';

/** Summer time begins and ends, so a session's offset may change within an hour. */
const LIFE_MS = 600_000;

interface KnownZone {
	/** `undefined`: the site does not report it. */
	readonly minutes: number | undefined;
}

const known = new LeastRecentlyUsed<KnownZone>(256, { ageMs: LIFE_MS });

const asking = new SingleFlight<number | undefined>();

/**
 * The zone in which a session reads and writes dates, in minutes east of UTC as of now (contract 1.6, 4.5). UTC, with a
 * note for the user, if a site does not report it.
 */
export async function sessionZone(connection: Connection): Promise<number> {
	const minutes = await toldZone(connection);
	if (minutes === undefined) {
		connection.notes.add(
			`The site does not report the time zone of its user, so dates are treated as UTC. Set the option ${LABELS.timeZone} to use another one.`,
		);
	}
	return minutes ?? 0;
}

async function toldZone(connection: Connection): Promise<number | undefined> {
	const kept = known.get(connection.identity);
	if (kept) return kept.minutes;
	const minutes = asking.of(connection.identity, async () => {
		const minutes = await askZone(connection.outliving());
		known.set(connection.identity, { minutes });
		return minutes;
	});
	return await connection.orCancelled(minutes);
}

/** Old sites lack the service, and some users are not allowed to call it; a query may not need the zone, so it must not fail. */
const UNTOLD: readonly ErrorKind[] = ['notFound', 'forbidden', 'invalid'];

async function askZone(connection: Connection): Promise<number | undefined> {
	const answer = await attempt(
		connection.call({
			method: 'POST',
			service: 'serviceModel',
			path: 'ApplicationInfoService.svc/GetApplicationInfo',
			json: {},
			repeat: 'read',
		}),
	);
	if (!answer.done) {
		if (isCreatioError(answer.error) && UNTOLD.includes(answer.error.kind)) return undefined;
		throw answer.error;
	}
	const offset = memberPath(answer.value.json, ['applicationInfo', 'sysValues', 'userTimezoneOffset']);
	return typeof offset === 'number' && Number.isInteger(offset) && Math.abs(offset) <= 14 * 60
		? offset
		: undefined;
}

function memberPath(value: unknown, [name, ...rest]: readonly string[]): unknown {
	if (name === undefined) return value;
	return isMembers(value) ? memberPath(member(value, name), rest) : undefined;
}

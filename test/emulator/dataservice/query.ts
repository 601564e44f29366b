import type { Call, Caller } from '../context';
import type { Entity } from '../model/model';
import { fixedZone, offsetAt } from '../model/zone';
import type { JournalEntry } from '../odata/write';
import type { Switches } from '../switches';
import { Refusal, unknownSchema } from './refusals';

/** What the queries of one request share. */
export interface Query extends Pick<Call, 'context' | 'caller'> {
	/** The zone in which the caller reads and writes times. */
	zone: string;
	/** What was written; counted once it is committed. */
	journal: JournalEntry[];
}

export function queryOf({ context, caller }: Call): Query {
	return { context, caller, zone: sessionZone(caller, context.switches), journal: [] };
}

/**
 * The zone of the user's profile, else the one from the sign-in (contract 1.1). A site with the false `Z`
 * shows local time, so its zone is the session's as well.
 */
function sessionZone(caller: Caller, switches: Switches): string {
	if (caller.user.zone !== undefined) return caller.user.zone;
	return fixedZone(switches.falseZ === 0 ? (caller.session?.zoneMinutes ?? 0) : switches.falseZ);
}

/** `userTimezoneOffset`: minutes east of UTC at present. */
export function sessionOffset({ context, caller }: Call): number {
	return offsetAt(sessionZone(caller, context.switches), context.options.clock().getTime());
}

/** The object that a query is about. Some are out of reach of DataService (contract 4). */
export function rootEntity(query: Query, name: string | undefined, access: 'select' | 'modify'): Entity {
	const { store, switches } = query.context;
	const lists = { select: switches.restrictedSelect, modify: switches.restrictedModify };
	const entity = store.model.entities.get(name ?? '');
	if (!entity) throw unknownSchema(name ?? '');
	if (lists[access].includes(entity.name)) {
		throw new Refusal('restricted', 'AccessDenied', `Access to ${entity.name} is denied`);
	}
	if (access === 'modify' && !query.caller.user.mayWrite) {
		throw new Refusal(
			'noRights',
			'SecurityException',
			`Current user does not have sufficient permissions to run "${entity.name}".`,
		);
	}
	store.ensure(entity);
	return entity;
}

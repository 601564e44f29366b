import type { Column } from '../model/objectModel';
import { protocolOf, type Versioned } from '../odata/protocolOf';
import { filterTime, HONEST, type Stamp, type TimeSpelling } from './stamp';

/** Writes stamps as literals for a filter by a column of times, as the site compares them. */
export function timeLiteral(
	connection: Versioned,
	time: Column,
	spelling: TimeSpelling = HONEST,
): (stamp: Stamp) => string {
	const { literal } = protocolOf(connection);
	return (stamp) => literal({ type: 'dateTime', value: filterTime(stamp, spelling) }, time);
}

import { bestEffort } from '../../basics/bestEffort';
import { LABELS } from '../../basics/labels';
import { measureSpelling } from '../changes/siteClock';
import { readRows } from '../odata/readRows';
import type { CheckedSite } from './checkedSite';
import { type Finding, ok, warning } from './finding';
import { onlyColumns } from '../model/rows';

const TO_UTC = 'Set the time zone of the user to UTC in its profile in Creatio.';

/** The clock of the user, in which DataService reads and writes times (contract 4.5). */
export async function timeZone({ info }: CheckedSite): Promise<Finding> {
	const offset = (await bestEffort(info()))?.offset;
	if (offset === undefined) {
		return warning(
			'The site does not report the time zone of the user, so dates of DataService are treated as UTC',
			`${TO_UTC} Otherwise set the option ${LABELS.timeZone} of each node.`,
		);
	}
	return ok(`The clock of the user shows ${offsetText(offset)}`, offset);
}

/** Whether OData labels local times as UTC, as sites do that were set up before 8.3.2 (contract 2.7). */
export async function times({ connection, metadata }: CheckedSite): Promise<Finding> {
	const model = await metadata.object('Contact');
	const time = model.columns.get('ModifiedOn');
	const shape = onlyColumns(time ? [time] : []);
	const [row] = time ? await readRows(connection, { object: model.name, shape, limit: 1 }) : [];
	if (!time || !row) {
		return warning(
			'No contact can be read, so it is not known whether times of OData are UTC',
			'Give the user the right to read a contact, or set the time zone of the user to UTC.',
		);
	}
	const record = { id: String(row.Id), shown: String(row[time.property]) };
	const { offset } = await measureSpelling(connection, model, time, record);
	if (offset === 0) return ok('Times of OData are UTC', 0);
	return warning(
		`OData shows the local time of the user (${offsetText(offset)}) as UTC, so times are off by that much`,
		`${TO_UTC} From 8.3.2 on, the feature EnableForceUseUtc mends it.`,
		offset,
	);
}

function offsetText(minutes: number): string {
	const sign = minutes < 0 ? '-' : '+';
	const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
	return minutes === 0 ? 'UTC' : `UTC${sign}${hours}:${String(rest).padStart(2, '0')}`;
}

import { inputError } from '../../basics/errors';
import { instantIn, parseDate } from '../../basics/instant';
import { describe } from '../../creatio/model/values';
import { option, textField } from '../form/field';
import type { WatchContext } from './watch';

export const startFromOption = option(
	textField({
		name: 'startFrom',
		label: 'Start From',
		type: 'dateTime',
		description:
			'Deliver changes since this time. If empty, the trigger starts with changes after its activation.',
	}),
);

/** When to begin, if the user set it. Without a zone, it is in the workflow's zone. */
export function readStartFrom({ n8n, zone }: WatchContext): Date | undefined {
	const text = startFromOption.read(n8n, 0).trim();
	if (text === '') return undefined;
	const parsed = parseDate(text);
	if (parsed?.kind === 'instant') return parsed.date;
	if (parsed?.kind === 'local' || parsed?.kind === 'day') return instantIn(zone, parsed.wall);
	throw inputError(
		`The option ${startFromOption.label} takes a date and time, but got ${describe(text)}`,
		'Write it as 2026-01-31T10:00:00; the day must exist.',
	);
}

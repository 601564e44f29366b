import { instantIn } from '../../basics/instant';
import { option } from '../form/field';
import { dateField } from '../form/fieldKinds';
import type { WatchContext } from './watch';

export const startFromOption = option(
	dateField({
		name: 'startFrom',
		label: 'Start From',
		description:
			'Deliver changes since this time. If empty, the trigger starts with changes after its activation.',
	}),
);

/** When to begin, if the user set it. Without a zone, it is in the workflow's zone. */
export function readStartFrom({ n8n, zone }: WatchContext): Date | undefined {
	const start = startFromOption.read(n8n, 0);
	if (start === undefined) return undefined;
	return start.kind === 'instant' ? start.date : instantIn(zone, start.wall);
}

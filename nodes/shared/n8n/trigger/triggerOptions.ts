import type { FormField } from '../context/operation';
import { shownIf } from '../form/field';
import type { TriggerEvent } from './watch';
import { pollOptions } from './watched';

/** The options of all events; those that only some events have are shown only for these. */
export function triggerOptions(events: readonly TriggerEvent[]): FormField[] {
	const some = new Set(events.flatMap(({ options }) => options));
	const shownFor = (option: FormField) =>
		events.filter(({ options }) => options.includes(option)).map((event) => event.option.value);
	return [...pollOptions, ...[...some].flatMap((option) => shownIf({ '/event': shownFor(option) }, option))];
}

import { inputError } from '../../basics/errors';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import type { CreatioClient } from '../../creatio/client';
import { withExactTypes } from '../../creatio/dataservice/exactTypes';
import type { FilterContext } from '../../creatio/dataservice/filterGroup';
import { sessionZone } from '../../creatio/dataservice/sessionZone';
import type { OperationContext } from '../context/operation';
import { option, type ParameterSource } from './field';
import { textField } from './fieldKinds';

/** The zone in which a session writes and reads dates over DataService. */
export const timeZoneOption = option(
	textField({
		name: 'timeZone',
		label: LABELS.timeZone,
		placeholder: 'e.g. Europe/Berlin',
		description:
			'The time zone in the profile of the Creatio user. By default the current offset of the site is used, which is off by an hour for dates across a change to or from daylight saving time.',
	}),
);

/** An operation's context in which dates and times are distinguished, as DataService requires. */
export function exact(context: OperationContext): OperationContext {
	const client: CreatioClient = { ...context.client, metadata: withExactTypes(context.client.metadata) };
	return { ...context, client };
}

/** When it is, where the user's days begin, and in which zone the session writes dates. */
export async function readFilterContext(context: OperationContext): Promise<FilterContext> {
	const { n8n, client, zone } = context;
	const chosen = readTimeZone(n8n);
	return { clock: { now: new Date(), zone }, zone: chosen ?? (await sessionZone(client.connection)) };
}

/** The zone that the user chose. One that does not exist is refused, also where nothing depends on it. */
export function readTimeZone(n8n: ParameterSource): string | undefined {
	return zoneCalled(timeZoneOption.read(n8n, 0));
}

/** `undefined` where none is named. Rejects with kind `input` for a zone that does not exist. */
export function zoneCalled(name: string): string | undefined {
	const chosen = keyText(name);
	if (chosen === '') return undefined;
	if (isZone(chosen)) return chosen;
	throw inputError(
		`There is no time zone "${chosen}" (option ${LABELS.timeZone})`,
		'Write it like Europe/Berlin, or leave the option out.',
	);
}

function isZone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
	} catch {
		return false;
	}
}

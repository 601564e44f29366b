import { LABELS } from '../../shared/basics/labels';
import { argumentValue } from '../../shared/creatio/webservice/serviceArgument';
import type { OperationContext } from '../../shared/n8n/context/operation';
import { exactValue } from '../../shared/n8n/form/exactValue';
import { noValue } from '../../shared/n8n/form/field';
import { choiceField } from '../../shared/n8n/form/fieldKinds';
import { namedRowsField } from '../../shared/n8n/form/namedValues';

const typeField = choiceField({
	name: 'type',
	label: LABELS.argumentType,
	choices: [
		{ name: 'Automatic', value: 'auto', description: 'JSON values are sent as JSON, other text as text' },
		{ name: 'Boolean', value: 'boolean' },
		{ name: 'Date', value: 'date', description: 'A date in the notation that .NET reads' },
		{ name: 'Dictionary', value: 'dictionary', description: 'An object whose names are the keys' },
		{ name: 'List', value: 'list', description: 'A list, or a single value as a list of one' },
		{ name: 'Number', value: 'number' },
		{ name: 'Text', value: 'text', description: 'Text, even if it looks like JSON' },
	],
	default: 'auto',
	description: 'What the method takes. An object for a dictionary or a list would arrive empty.',
});

/** The parameters of the method in the body (body style Wrapped). */
export const bodyFields = namedRowsField(
	'body',
	'Body Fields',
	'Values by parameter name, in the letter case of the method',
	typeField,
);

/** The values as they are sent, by parameter name. */
export function readBodyFields(
	{ n8n, zone }: OperationContext,
	itemIndex: number,
): Readonly<Record<string, unknown>> {
	const rows = bodyFields.read(n8n, itemIndex);
	return Object.fromEntries(
		rows.map(({ name, value, members, place }, index) => {
			const path = `body.parameter[${index}].value`;
			const field = `field ${LABELS.value} (${place})`;
			const exact = exactValue(n8n, path, itemIndex, value, field);
			// Null is a value that services take; nothing at all is not.
			if (exact === undefined) throw noValue(exact, field);
			const type = typeField.readFrom(members, place);
			return [
				name,
				argumentValue(type, exact, { label: `parameter ${name} (field ${bodyFields.label})`, zone }),
			];
		}),
	);
}

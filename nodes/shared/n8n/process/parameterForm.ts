import type { IDisplayOptions } from 'n8n-workflow';

import { inputError } from '../../basics/errors';
import { isMembers } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import type { Row } from '../../creatio/model/rows';
import type { OperationContext } from '../context/operation';
import { dependent, type FormField, shownIf } from '../form/field';
import { choiceField, jsonField } from '../form/fieldKinds';
import { readMapping } from '../form/mapping';

/** For fields that say nothing before a process is chosen. */
export const WITH_PROCESS: IDisplayOptions = { hide: { process: [''] } };

const parameterMode = choiceField({
	name: 'parameterMode',
	label: LABELS.parametersFrom,
	choices: [
		{ name: 'Form', value: 'form', description: 'A field for each parameter of the process' },
		{ name: 'JSON', value: 'json', description: 'Values by parameter code' },
	],
	default: 'form',
});

const parameterForm: FormField = {
	property: {
		displayName: LABELS.parameters,
		name: 'parameters',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		displayOptions: WITH_PROCESS,
		typeOptions: {
			loadOptionsDependsOn: ['process.value'],
			resourceMapper: {
				resourceMapperMethod: 'getProcessParameters',
				mode: 'add',
				fieldWords: { singular: 'parameter', plural: 'parameters' },
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: true,
				noFieldsError:
					'No parameters to show. The process may have none, or the user is not allowed to see them.',
			},
		},
	},
};

const parametersJson = dependent(
	jsonField({
		name: 'parametersJson',
		label: 'Parameters (JSON)',
		default: '{}',
		description:
			'Values by parameter code, such as {"Amount": 5}. Codes are case-sensitive. A collection is a list of objects.',
	}),
);

/** The form of parameters, or values by code for users who are not allowed to see the schemas of processes. */
export const parameterFields: readonly FormField[] = [
	parameterMode,
	...shownIf({ parameterMode: ['form'] }, parameterForm),
	...shownIf({ parameterMode: ['json'] }, parametersJson),
];

/** The values by the code of the parameter, from the form or from JSON. Rejects with kind `input`. */
export function readParameterValues({ n8n }: OperationContext, itemIndex: number): Row {
	if (parameterMode.read(n8n, itemIndex) === 'json') {
		return withoutItems(parametersIn(parametersJson.read(n8n, itemIndex) ?? {}));
	}
	return withoutItems(readMapping(n8n, 'parameters', LABELS.parameters, itemIndex).inputs);
}

const ITEM_MEMBERS: ReadonlySet<string> = new Set([
	'json',
	'binary',
	'pairedItem',
	'error',
	'index',
	'metadata',
]);

/** A collection may be items of a node, such as `{{ $input.all() }}`: their data are the records. */
function withoutItems(values: Row): Row {
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => {
			const isList = Array.isArray(value) && value.length > 0 && value.every(isItem);
			return [name, isList ? value.map(({ json }) => json) : value];
		}),
	);
}

function isItem(value: unknown): value is { readonly json: Row } {
	if (!isMembers(value) || !isMembers(value.json)) return false;
	return Object.keys(value).every((name) => ITEM_MEMBERS.has(name));
}

function parametersIn(value: unknown): Row {
	if (isMembers(value)) return value;
	throw inputError(
		`The field ${LABELS.parameters} takes an object with the values by parameter`,
		'Write it like {"Amount": 5, "Name": "Best Ltd"}.',
	);
}

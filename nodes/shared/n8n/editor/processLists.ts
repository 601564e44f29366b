import type {
	FieldType,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { findProcess, searchProcesses } from '../../creatio/process/processLibrary';
import {
	askProcessSchema,
	inputsOf,
	type ParameterType,
	type ProcessParameter,
	type ProcessSchema,
	resultsOf,
} from '../../creatio/process/processSchema';
import { FIELD_TYPES } from './columnMapper';
import { captioned } from '../../creatio/model/objectModel';
import { bestMatches, listed, searchedPage } from './lists';
import { lookupOptions } from './lookupOptions';

/** Processes of the library: caption as name, followed by the code. */
export async function searchProcessList(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async ({ connection }) =>
		searchedPage(paginationToken, (page) => searchProcesses(connection, { text: filter, ...page })),
	);
}

function chosenCode(n8n: ILoadOptionsFunctions): string {
	const code = n8n.getCurrentNodeParameter('process', { extractValue: true });
	return typeof code === 'string' ? keyText(code) : '';
}

async function chosenSchema(n8n: ILoadOptionsFunctions): Promise<ProcessSchema | undefined> {
	return await listed(n8n, async ({ connection }) => {
		const code = chosenCode(n8n);
		if (code === '') return undefined;
		const process = await findProcess(connection, code);
		return process && (await askProcessSchema(connection, process.uId));
	});
}

const HIDDEN = `The user is not allowed to see the parameters of the process. Set the field ${LABELS.parametersFrom} to JSON and enter codes and values.`;

/** The parameters that take a value, as a form. Empty if the user is not allowed to see them. */
export async function getProcessParameters(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const schema = await chosenSchema(this);
	if (!schema) return { fields: [], ...(chosenCode(this) !== '' && { emptyFieldsNotice: HIDDEN }) };
	return await listed(this, async (client) => {
		const inputs = inputsOf(schema);
		const targets = inputs.flatMap(({ type, target }) => (type === 'lookup' && target) || []);
		const options = await lookupOptions(client, targets);
		const fields = inputs.map((parameter) => fieldOf(parameter, options.get(parameter.target ?? '')));
		return { fields: fields.sort((a, b) => Number(b.required) - Number(a.required)) };
	});
}

const TYPES: Record<ParameterType, FieldType> = { ...FIELD_TYPES, collection: 'array', other: 'string' };

function fieldOf(
	parameter: ProcessParameter,
	options: INodePropertyOptions[] | undefined,
): ResourceMapperField {
	const { name, type, required } = parameter;
	const hint = type === 'lookup' && !options ? ' (name or ID)' : '';
	return {
		id: name,
		displayName: captioned(parameter) + hint,
		required,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: options ? 'options' : TYPES[type],
		...(options && { options }),
	};
}

/** The parameters that take a text. */
export async function searchTextParameters(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const schema = await chosenSchema(this);
	const texts = (schema ? inputsOf(schema) : []).filter(({ type }) => type === 'text');
	const entries = texts.map((parameter) => ({ name: captioned(parameter), value: parameter.name }));
	return { results: bestMatches(entries, keyText(filter ?? '')) };
}

/** The parameters that the process can return. */
export async function getResultParameters(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const schema = await chosenSchema(this);
	if (!schema) return [];
	const rank = ({ direction }: ProcessParameter) => (direction === 'in' ? 1 : 0);
	return resultsOf(schema)
		.sort((a, b) => rank(a) - rank(b))
		.map((parameter) => ({ name: captioned(parameter), value: parameter.name }));
}

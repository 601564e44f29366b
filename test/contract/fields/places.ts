import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';

import type { Members } from '../../../nodes/shared/basics/json';
import { EXPRESSION } from './runNode';

/** A parameter of an operation, and a node in which its value comes from an expression. */
export interface Place {
	/** For messages: `creatio record getAll, options.batchSize`. */
	readonly name: string;
	readonly property: INodeProperties;
	readonly parameters: Members;
	/** Whether n8n resolves it together with others. */
	readonly isPart: boolean;
	/** How many rows are around it. */
	readonly depth: number;
}

/** A contact that each run may write. */
export const KNOWN = 'A contact that is known';

/** What parameters hold that have to be filled: by the list they are chosen from, or by their name. */
const FILLED: Members = {
	searchObjects: located('Contact'),
	searchRecords: located('c4ed336c-3e9b-40fe-8b82-5632476472b4', 'id'),
	searchColumns: located('Name'),
	searchRelatedColumns: located('Account.Name'),
	searchWritableColumns: located('Name'),
	searchImageColumns: located('Photo'),
	searchFiles: located('8f4b1c2e-0a53-4f0e-9b1d-6f8f0c1d2e3f', 'id'),
	searchProcessList: located('UsrSum'),
	searchSettings: located('MaxFileSize'),
	searchConnections: located('[Account:PrimaryContact]'),
	searchValues: located('1', 'text'),
	columns: { mappingMode: 'defineBelow', value: { Name: KNOWN }, matchingColumns: ['Name'] },
	parameters: { mappingMode: 'defineBelow', value: { FirstNumber: 1, SecondNumber: 2 } },
	test: 'count',
	operations: {
		operation: [
			{ kind: 'insert', object: located('Contact'), valuesFrom: 'json', valuesJson: '{"Name": "A"}' },
		],
	},
	text: 'Andrew',
	address: 'odata/ContactType',
	watchedColumns: ['Name'],
	service: 'UsrIntegrationService',
	method: 'AddNumbers',
	processId: '11111111-1111-4111-8111-111111111111',
	elementId: '11111111-1111-4111-8111-111111111111',
	searchTextParameters: located('CallbackUrl', 'code'),
	name: 'First',
	value: '1',
};

/** A write by conditions needs some; these change nothing. */
const NOBODY = { condition: [{ column: located('Name'), operator: 'equals', value: 'Nobody' }] };

function located(value: string, mode = 'name') {
	return { __rl: true, mode, value };
}

/**
 * All parameters of all operations of a node that take expressions, those within collections and rows included. Rows in
 * rows are the same ones everywhere, so each of their fields counts once.
 */
export function placesOf({ description }: INodeType): Place[] {
	const firstOf = new Map<INodeProperties, string>();
	return operationsOf(description).flatMap((chosen) => {
		const shown = description.properties.filter((property) => belongsTo(property, chosen));
		const name = [description.name, ...Object.values(chosen)].join(' ');
		const places = placesIn(shown, chosen).filter(({ property, depth }) => {
			if (!firstOf.has(property)) firstOf.set(property, name);
			return depth < 2 || firstOf.get(property) === name;
		});
		return places.map((place) => ({ ...place, name: `${name}, ${place.name}` }));
	});
}

type Chosen = Readonly<Record<string, string>>;

const CHOOSING = ['resource', 'operation', 'event'];

/** The values of the parameters that decide which others there are. */
function operationsOf({ properties }: INodeTypeDescription, chosen: Chosen = {}): Chosen[] {
	const next = properties.find(
		(property) =>
			CHOOSING.includes(property.name) && !(property.name in chosen) && belongsTo(property, chosen),
	);
	if (!next) return [chosen];
	const offered = (next.options ?? []).flatMap((choice) => ('value' in choice ? [String(choice.value)] : []));
	const values = next.type === 'hidden' ? [String(next.default)] : offered;
	return values.flatMap((value) =>
		operationsOf({ properties } as INodeTypeDescription, { ...chosen, [next.name]: value }),
	);
}

function belongsTo({ displayOptions }: INodeProperties, chosen: Chosen): boolean {
	return CHOOSING.every((name) => {
		const { show = {} } = displayOptions ?? {};
		const values = show[name] ?? show[`/${name}`];
		const value = chosen[name];
		return values === undefined || value === undefined || (values as unknown[]).includes(value);
	});
}

/** The places of these parameters and of those inside of them. `fixed` holds what is not to be changed. */
function placesIn(properties: readonly INodeProperties[], fixed: Members, depth = 0): Place[] {
	const filled = { ...filledIn(properties), ...fixed };
	return properties.flatMap((property): Place[] => {
		const { name, type, options = [] } = property;
		if (type === 'notice' || name in fixed) return [];
		const around = { ...filled, ...showing(property, properties) };
		const wrap = (inner: readonly Place[], put: (parameters: Members) => unknown) =>
			inner.map((place) => ({
				...place,
				name: `${name}.${place.name}`,
				parameters: { ...around, [name]: put(place.parameters) },
			}));
		if (type === 'collection') {
			const members = (options as INodeProperties[]).filter((member) => belongsTo(member, fixed as Chosen));
			return wrap(placesIn(members, {}), (parameters) => parameters);
		}
		if (type === 'fixedCollection') {
			if (depth === 2) return [];
			return options.flatMap((kind) =>
				'values' in kind ? wrap(placesIn(kind.values, {}, depth + 1), (row) => ({ [kind.name]: [row] })) : [],
			);
		}
		const isPart = depth > 0;
		const whole = { name, property, isPart, depth, parameters: { ...around, [name]: EXPRESSION } };
		const member = (key: string) => ({
			name: `${name}.${key}`,
			property,
			isPart: true,
			depth,
			parameters: { ...around, [name]: { ...(filled[name] as object), [key]: EXPRESSION } },
		});
		if (type === 'resourceLocator') return [whole, member('value')];
		if (type === 'resourceMapper') return ['mappingMode', 'value', 'matchingColumns'].map(member);
		return property.noDataExpression === true ? [] : [whole];
	});
}

function filledIn(properties: readonly INodeProperties[]): Members {
	return Object.fromEntries(
		properties.flatMap((property) => {
			const list = property.modes?.find(({ name }) => name === 'list')?.typeOptions?.searchListMethod;
			const isTarget = property.name === 'conditions' && properties.some(({ name }) => name === 'target');
			const isImage = property.name === 'column' && /image/.test(property.description ?? '');
			const value = isTarget ? NOBODY : isImage ? located('Photo') : FILLED[list ?? property.name];
			return value === undefined ? [] : [[property.name, value]];
		}),
	);
}

/** Values of other parameters with which n8n shows this one. */
function showing(property: INodeProperties, properties: readonly INodeProperties[]): Members {
	const { show = {}, hide = {} } = property.displayOptions ?? {};
	const shown = Object.entries(show).flatMap(([name, values]) =>
		CHOOSING.includes(name) || name.startsWith('/') ? [] : [[name, values?.[0]] as const],
	);
	const unhidden = Object.entries(hide).map(([name, values]) => {
		const other = properties.find((candidate) => candidate.name === name);
		const choices = [
			other && filledIn([other])[name],
			other?.default,
			...(other?.options ?? []).map((choice) => ('value' in choice ? choice.value : '')),
		];
		return [
			name,
			choices.find((choice) => choice !== undefined && !(values as unknown[]).includes(choice)),
		] as const;
	});
	const found: Members = Object.fromEntries<unknown>([...shown, ...unhidden]);
	// What decides may itself be shown only with other values.
	const deciding = properties.filter(({ name }) => name in found);
	return Object.assign({}, ...deciding.map((one) => showing(one, properties)), found) as Members;
}

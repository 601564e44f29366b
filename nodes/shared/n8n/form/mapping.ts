import type { IExecuteFunctions } from 'n8n-workflow';

import { inputError } from '../../basics/errors';
import { isMembers, jsonIn, type Members, withoutCodeFence } from '../../basics/json';
import { describe } from '../../creatio/model/values';
import { given } from './field';
import { chosenOf } from './fieldKinds';
import { namesIn } from './namesField';

/** What the user mapped: values by name, and the names that identify a record. */
export interface Mapping {
	/** `item` where the whole item is mapped automatically, `json` for values that were written like one. */
	readonly source: 'form' | 'item' | 'json';
	readonly inputs: Members;
	/** The label of the field, for messages. */
	readonly field: string;
	readonly matching: readonly string[];
}

const MODES = [
	{ name: 'Map Each Column Manually', value: 'defineBelow' },
	{ name: 'Map Automatically', value: 'autoMapInputData' },
] as const;

/**
 * The values of a resource mapper, for an item. Read whole, not as `name.value`: n8n would check a lookup against the
 * options that the editor once loaded, and refuse a display text or a newer record. Rejects with kind `input`.
 */
export function readMapping(
	n8n: Pick<IExecuteFunctions, 'getNodeParameter' | 'getInputData'>,
	name: string,
	label: string,
	itemIndex: number,
): Mapping {
	const place = `field ${label}`;
	const mapper = n8n.getNodeParameter(name, itemIndex, {}) as unknown;
	if (!isMembers(mapper) || !('mappingMode' in mapper)) {
		throw inputError(`The ${place} is empty`, undefined, 'mapping');
	}
	const mode = given((value, where) => chosenOf(MODES, value, where))(mapper.mappingMode, `${place}, mode`);
	const source = mode === 'autoMapInputData' ? 'item' : 'form';
	const values = source === 'item' ? n8n.getInputData()[itemIndex]?.json : mapper.value;
	// An agent or an API may leave the columns to match on out.
	const matching = namesIn(mapper.matchingColumns ?? [], place);
	return { source, inputs: valuesIn(values, place), field: label, matching };
}

/** n8n stores null where nothing is mapped. */
function valuesIn(value: unknown, place: string): Members {
	if (value === undefined || value === null || value === '') return {};
	const members = typeof value === 'string' ? jsonIn(withoutCodeFence(value)) : value;
	if (isMembers(members)) return members;
	throw inputError(
		`The ${place} takes an object with the values by name, but got ${describe(value)}`,
		'Write them like {"Name": "Best Ltd"}.',
	);
}

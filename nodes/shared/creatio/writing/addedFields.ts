import { isMembers } from '../../basics/json';
import { findColumn, isFilledByCreatio, type ObjectModel } from '../model/objectModel';

/** Members that n8n adds to the items of agents and chats. */
const ADDED_BY_N8N: ReadonlySet<string> = new Set(['action', 'chatInput', 'sessionId', 'toolCallId']);

export function isAddedByN8n(name: string): boolean {
	return ADDED_BY_N8N.has(name);
}

/** Why a field of an item is left out whose name is not a column. */
export function whyAdded(
	model: ObjectModel,
	fields: Readonly<Record<string, unknown>>,
	name: string,
): 'filled' | 'added' | undefined {
	if ([name, `${name}Id`].some((property) => isFilledByCreatio({ property }))) return 'filled';
	return isAddedByNode(model, fields, name) ? 'added' : undefined;
}

/** Select names what it computes after its columns: `count Id`, `month of BirthDate`. */
const COMPUTED =
	/^(?:average|count|max|min|sum|(?:day|hour|hourMinute|length|month|week|weekday|year) of) (?=\S)/;

/** Items that are about a record and not its columns, by the members that all of them have beside the ID. */
const ITEMS_ABOUT_RECORDS: ReadonlyArray<readonly string[]> = [
	// A write of a batch.
	['object', 'operation'],
	// What Search finds.
	['matched', 'object', 'text', 'values'],
	// A picture that was downloaded.
	['column', 'object', 'recordId'],
];

/**
 * Whether a name that is not a column is one that the nodes of this package put beside the columns of a record. All of
 * them are recognised by a form that no column has, so that a mistyped column is still found.
 */
function isAddedByNode(model: ObjectModel, mapped: Readonly<Record<string, unknown>>, name: string): boolean {
	if (name.includes('@') || model.collections.has(name)) return true;
	if (name === 'oldValues') return isMembers(mapped.oldValues);
	if (ITEMS_ABOUT_RECORDS.some((names) => names.includes(name) && names.every((one) => one in mapped)))
		return 'Id' in mapped;
	const path = name.replace(COMPUTED, '');
	const [first = ''] = path.split(/[./]/, 1);
	if (path !== name) return path.startsWith('[') || findColumn(model, first) !== undefined;
	return path !== first && (path.startsWith('[') || model.columns.get(first)?.type === 'lookup');
}

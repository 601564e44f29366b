import { inputError, isCreatioError, reworded } from '../../basics/errors';
import type { Members } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import {
	COMBINE,
	type Combine,
	type ConditionNode,
	emptyGroup,
	type GroupNode,
} from '../../creatio/conditions/bindTree';
import { nearest } from '../../creatio/model/nearest';
import { describe } from '../../creatio/model/values';
import { richConditionRow } from './conditionRow';
import { dependent, type ParameterSource } from './field';
import { jsonField } from './fieldKinds';
import { readRelated } from './relatedRecords';

const ROOT = LABELS.conditions;

const EXAMPLE = '{\n  "all": [\n    { "column": "Name", "operator": "contains", "value": "Ltd" }\n  ]\n}';

const GRAMMAR =
	'An object with "all", "any" or "none" and a list of conditions, each of which is {"column", "operator", "value"}, such an object again, or';

const NAME = 'conditionsJson';

const LABEL = 'Conditions (JSON)';

export const conditionsJson = dependent(
	jsonField({
		name: NAME,
		label: LABEL,
		default: EXAMPLE,
		description: `${GRAMMAR} {"related": "[Case:Account]", "test": "count", "comparison": "greater", "value": 3, "where": {…}}`,
	}),
);

/** The same over OData, which does not count related records. */
export const conditionsJsonOData = dependent(
	jsonField({
		name: NAME,
		label: LABEL,
		default: EXAMPLE,
		description: `${GRAMMAR} {"related": "[Case:Account]", "test": "exists", "where": {…}} or "notExists"`,
	}),
);

/** What conditions are for: a read takes all records where there are none, a change does not. */
export type Purpose = 'read' | 'change';

/**
 * Conditions that the user wrote as JSON, or that an expression gave. Rejects with kind `input` what is neither. Only an empty field
 * means that there are none: what was meant to be a condition must not mean all records.
 */
export function readConditionsJson(source: ParameterSource, itemIndex: number, purpose: Purpose): GroupNode {
	const value = enteredJson(source, itemIndex, purpose);
	if (value === undefined) return { kind: 'group', combine: 'all', parts: [] };
	return asGroup(jsonNode(value, ROOT));
}

/** `undefined` where the field is empty. */
function enteredJson(source: ParameterSource, itemIndex: number, purpose: Purpose): unknown {
	const cure = purpose === 'read' ? 'For all records, leave the field empty.' : undefined;
	try {
		const value = conditionsJson.read(source, itemIndex);
		if (!saysNothing(value)) return value;
	} catch (error) {
		const hasNoValue = isCreatioError(error) && error.asksFor === 'value';
		throw hasNoValue ? reworded(error, error.message, cure, 'conditions') : error;
	}
	throw inputError(`There are no conditions (field ${LABEL})`, cure, 'conditions');
}

/** `null`, `{}`, `[]` and `{"all": []}`. */
function saysNothing(value: unknown): boolean {
	if (value === null) return true;
	if (typeof value !== 'object') return false;
	return Object.values(value).every((inner) => Array.isArray(inner) && inner.length === 0);
}

function jsonNode(value: unknown, field: string): ConditionNode {
	if (Array.isArray(value)) return jsonGroup('all', value, field);
	if (typeof value !== 'object' || value === null) throw noCondition(value, field);
	const members = value as Members;
	const combine = COMBINE.find((name) => name in members);
	if (combine !== undefined) {
		refuseOthers(members, [combine], field);
		return jsonGroup(combine, members[combine], field);
	}
	if ('related' in members) {
		refuseOthers(members, RELATED_MEMBERS, field);
		const { where: inner, ...row } = members;
		// Without a result, the expression in it would let all related records count.
		const where = 'where' in members ? jsonNode(inner, `${field}, where`) : undefined;
		const node = readRelated({ ...row, connection: members.related }, field);
		return { ...node, where: where && asGroup(where) };
	}
	if ('column' in members) {
		refuseOthers(members, ROW_MEMBERS, field);
		refuseSecondValue(members, field);
		const { to, ...row } = members;
		const named = 'to' in members && !('valueTo' in members) ? { ...row, valueTo: to } : row;
		return { kind: 'row', row: richConditionRow.read(named, field) };
	}
	throw noCondition(value, field);
}

const ROW_MEMBERS = ['column', 'operator', 'value', 'to', 'valueTo'];

const RELATED_MEMBERS = ['related', 'relatedColumn', 'test', 'comparison', 'value', 'where'];

/** What is passed over in silence, a misspelt operator or a second group, would let other records through. */
function refuseOthers(members: Members, taken: readonly string[], field: string): void {
	const other = Object.keys(members).find((name) => !taken.includes(name));
	if (other === undefined) return;
	const [meant] = nearest(other, taken);
	const isGroup = COMBINE.some((name) => name === other);
	throw inputError(
		`"${other}" cannot be combined with "${taken[0]}" (${field})`,
		isGroup
			? `Put it into its own list: {"all": [{"${taken[0]}": …}, {"${other}": …}]}.`
			: meant === undefined
				? `Use ${taken.join(', ')}.`
				: `Did you mean "${meant}"?`,
	);
}

/** A second value that no operator reads, or one of two of them, would let other records through. */
function refuseSecondValue({ operator, to, valueTo }: Members, field: string): void {
	const [second, other] = [to, valueTo].filter((value) => !['', null, undefined].includes(value as string));
	if (second === undefined || (operator === 'isBetween' && other === undefined)) return;
	throw inputError(
		`${describe(second)} is a second value that would be ignored (${field})`,
		'Only "isBetween" takes one, as "to": {"column": …, "operator": "isBetween", "value": …, "to": …}.',
	);
}

function jsonGroup(combine: Combine, parts: unknown, field: string): GroupNode {
	if (!Array.isArray(parts)) {
		throw inputError(`"${combine}" takes a list of conditions (${field})`, `Write "${combine}": [ … ].`);
	}
	if (parts.length === 0) throw emptyGroup(field);
	const read = parts.map((part: unknown, index) => jsonNode(part, `${field}, ${combine} ${index + 1}`));
	return { kind: 'group', combine, parts: read };
}

function asGroup(node: ConditionNode): GroupNode {
	return node.kind === 'group' ? node : { kind: 'group', combine: 'all', parts: [node] };
}

function noCondition(value: unknown, field: string) {
	return inputError(
		`${describe(value)} is not a condition (${field})`,
		'A condition has "column", "operator" and "value"; a group has "all", "any" or "none"; one on related records has "related".',
	);
}

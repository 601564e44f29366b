import { type CreatioError, inputError } from '../../basics/errors';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { type ColumnType, TYPE_WORDS } from '../model/objectModel';
import { isReversePath, resolveReversePath, type ReversePath } from '../model/reversePaths';
import { isBlank, saysEmpty } from '../model/emptyValues';
import { readValue } from '../model/values';
import { bindCondition, type BindContext, type ConditionRow } from './bindRow';
import type { Comparison } from './operators';
import type { Condition, RelatedFunction } from './tree';

/** Conditions in groups as the user entered them, not checked yet. */
export type ConditionNode = GroupNode | RelatedNode | { readonly kind: 'row'; readonly row: ConditionRow };

export interface GroupNode {
	readonly kind: 'group';
	/** `none`: no part may match. */
	readonly combine: Combine;
	readonly parts: readonly ConditionNode[];
}

/** A condition on records that point to the object. */
export interface RelatedNode {
	readonly kind: 'related';
	/** `[Case:Account]`, and for other functions than count a column: `[Order:Account].Amount`. */
	readonly path: string;
	readonly test: 'exists' | 'notExists' | RelatedFunction;
	readonly operator: Comparison;
	readonly value: unknown;
	/** Which of the related records count. */
	readonly where: GroupNode | undefined;
}

export const COMBINE = ['all', 'any', 'none'] as const;

export type Combine = (typeof COMBINE)[number];

/**
 * Checks conditions in groups against the site's objects and types their values; lookups may be written as text.
 * Rejects with kind `input`, naming the place. `field` is the group's place in the form. A group without conditions is
 * rejected, except the outermost one, which then matches all records.
 */
export async function bindConditionTree(
	root: GroupNode,
	context: BindContext,
	field: string = LABELS.conditions,
): Promise<Condition> {
	if (root.parts.length === 0) return { kind: 'group', combine: 'all', parts: [] };
	return await bindGroup(root, context, field);
}

async function bindGroup(group: GroupNode, context: BindContext, field: string): Promise<Condition> {
	if (group.parts.length === 0) throw emptyGroup(field);
	const parts: Condition[] = [];
	const counts = { row: 0, group: 0, related: 0 };
	for (const part of group.parts) {
		const place = `${field}, ${WORDS[part.kind]} ${++counts[part.kind]}`;
		parts.push(await bindNode(part, context, place));
	}
	if (group.combine !== 'none') return { kind: 'group', combine: group.combine, parts };
	return { kind: 'not', part: { kind: 'group', combine: 'any', parts } };
}

/** The error for a group whose meaning is not clear. */
export function emptyGroup(field: string): CreatioError {
	return inputError(
		`A group has no conditions (${field})`,
		'Add a condition to the group, or remove the group. An empty group could mean all records, or none.',
	);
}

const WORDS = { row: 'row', group: 'group', related: 'related records' } as const;

async function bindNode(node: ConditionNode, context: BindContext, field: string): Promise<Condition> {
	switch (node.kind) {
		case 'row':
			if (isReversePath(node.row.path)) throw relatedColumn(node.row.path, field);
			return await bindCondition(node.row, field, context);
		case 'group':
			return await bindGroup(node, context, field);
		case 'related':
			return await bindRelated(node, context, field);
	}
}

/** The list of columns offers columns of related records too, of which a record may have many. */
function relatedColumn(path: string, field: string): CreatioError {
	return inputError(
		`"${path}" is a column of related records, and there may be many of those (${field})`,
		'Add a condition on Related Records instead (in JSON: "related"), which says whether they exist, or counts them.',
	);
}

/** Checks one condition on related records and types its value. `field` is its place in the form. Rejects with kind `input`. */
export async function bindRelated(
	node: RelatedNode,
	context: BindContext,
	field: string,
): Promise<Condition> {
	const { metadata, object } = context;
	if (keyText(node.path) === '') {
		throw inputError(
			`The connection is empty (${field})`,
			'Choose the related records, such as [Case:Account].',
		);
	}
	const path = await resolveReversePath(metadata, object, node.path, field);
	const condition = node.where && (await bindWhere(node.where, path, context, field));
	if (node.test === 'exists' || node.test === 'notExists') {
		return { kind: 'exists', path, negated: node.test === 'notExists', condition };
	}
	checkFits(node.test, path, field);
	return {
		kind: 'related',
		function: node.test,
		path,
		operator: node.operator,
		value: readNumber(node, path, context, field),
		condition,
	};
}

/** Conditions on related records use the columns of their object. */
export async function bindWhere(
	where: GroupNode,
	path: ReversePath,
	context: BindContext,
	field: string,
): Promise<Condition> {
	const parts = where.parts.map((part) => withoutPrefix(part, `${path.text}.`));
	return await bindConditionTree({ ...where, parts }, { ...context, object: path.object }, field);
}

/** A column chosen from the list begins with the connection. */
function withoutPrefix(node: ConditionNode, prefix: string): ConditionNode {
	if (node.kind === 'group') {
		return { ...node, parts: node.parts.map((part) => withoutPrefix(part, prefix)) };
	}
	if (node.kind === 'related') return node;
	const path = keyText(node.row.path);
	return path.startsWith(prefix)
		? { kind: 'row', row: { ...node.row, path: path.slice(prefix.length) } }
		: node;
}

const NUMBERS: readonly ColumnType[] = ['integer', 'decimal'];

const SORTED: readonly ColumnType[] = [...NUMBERS, 'text', 'dateTime', 'date', 'time'];

/** Databases only sum numbers, and a lookup has no maximum. */
function checkFits(name: RelatedFunction, { text, end }: ReversePath, field: string): void {
	const types = { count: undefined, sum: NUMBERS, average: NUMBERS, min: SORTED, max: SORTED }[name];
	if (!types || types.includes(end.column.type)) return;
	throw inputError(
		`The test ${name} does not fit ${text}.${end.text}, which contains ${TYPE_WORDS[end.column.type]} (${field})`,
		'Choose another column, or another test.',
	);
}

function readNumber(node: RelatedNode, path: ReversePath, { zone }: BindContext, field: string) {
	if (isBlank(node.value) || saysEmpty(path.end.column.type, node.value)) {
		throw inputError(`The value is empty (${field})`, 'Write a value to compare with, such as 3.');
	}
	const { column } = path.end;
	const isNumber = node.test !== 'min' && node.test !== 'max';
	const type = node.test === 'count' ? 'integer' : isNumber ? 'decimal' : column.type;
	const value = readValue(type, node.value, { label: `value (${field})`, zone });
	if (value.type !== 'displayText') return value;
	throw inputError(
		`The ${node.test} of ${path.text}.${column.name} cannot be compared with text (${field})`,
		'Choose a column of numbers or dates.',
	);
}

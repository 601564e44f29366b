import { inputError } from '../../basics/errors';
import { type ConditionRow, readOperator } from '../../creatio/conditions/bindRow';
import {
	COMBINE,
	type Combine,
	type ConditionNode,
	emptyGroup,
	type GroupNode,
	RELATED_FUNCTIONS,
	type RelatedNode,
} from '../../creatio/conditions/bindTree';
import { allOperatorsFor, takesNoValue } from '../../creatio/conditions/operators';
import { nearest } from '../../creatio/model/nearest';
import { describe } from '../../creatio/model/values';
import { locatorText, type ParameterSource, readChoice, rowsOf } from './parameters';

type Members = Readonly<Record<string, unknown>>;

const ROOT = 'Conditions';

/** The conditions of an item, from the form or from JSON. Rejects with kind `input` what is neither. */
export function readConditionTree(source: ParameterSource, itemIndex: number): GroupNode {
	const mode = readChoice(source, 'filterMode', 'Filter By', ['conditions', 'json'], itemIndex);
	if (mode === 'json') return readJson(source.getNodeParameter('conditionsJson', itemIndex, ''));
	const combine = source.getNodeParameter('combineConditions', itemIndex, 'all');
	const conditions = source.getNodeParameter('conditions', itemIndex, {});
	return readFormGroup(combine, conditions, ROOT);
}

/** The conditions on related records, in the fields `combine` and `where` of a row. */
export function readWhere(row: Members, field: string): GroupNode | undefined {
	const group = readFormGroup(row.combine ?? 'all', row.where, field);
	return group.parts.length > 0 ? group : undefined;
}

function readFormGroup(combine: unknown, collection: unknown, field: string): GroupNode {
	const rows = rowsOf(collection, 'condition');
	const related = rowsOf(collection, 'related');
	const groups = rowsOf(collection, 'group');
	return {
		kind: 'group',
		combine: readCombine(combine, field),
		parts: [
			...rows.map((row, index) => rowNode(row, `${field}, row ${index + 1}`)),
			...groups.map((group, index) =>
				readFormGroup(group.combine ?? 'all', group.conditions, `${field}, group ${index + 1}`),
			),
			...related.map((row, index) => relatedNode(row, `${field}, related records ${index + 1}`)),
		],
	};
}

function readCombine(value: unknown, field: string): Combine {
	const found = COMBINE.find((combine) => combine === value);
	if (found !== undefined) return found;
	throw inputError(`Conditions cannot be combined by ${describe(value)} (${field})`, 'Use all, any or none.');
}

function rowNode(row: Members, field: string): ConditionNode {
	const operator = readOperator(row.operator ?? 'equals', field, allOperatorsFor);
	const value = takesNoValue(operator) ? undefined : row.value;
	const condition: ConditionRow = { path: locatorText(row.column), operator, value, valueTo: row.valueTo };
	return { kind: 'row', row: condition };
}

const TESTS = ['exists', 'notExists', ...RELATED_FUNCTIONS] as const;

function relatedNode(row: Members, field: string): RelatedNode {
	const test = TESTS.find((candidate) => candidate === (row.test ?? 'exists'));
	if (test === undefined) {
		throw inputError(`There is no test ${describe(row.test)} (${field})`, `Use one of: ${TESTS.join(', ')}.`);
	}
	return {
		kind: 'related',
		path: relatedPath(row, test !== 'exists' && test !== 'notExists' && test !== 'count', field),
		test,
		operator: typeof row.comparison === 'string' ? row.comparison : 'greater',
		value: row.value,
		where: readWhere(row, field),
	};
}

/** A connection with the column at its end, which functions other than count need. */
export function relatedPath(row: Members, needsColumn: boolean, field: string): string {
	const connection = locatorText(row.connection);
	const column = typeof row.relatedColumn === 'string' ? row.relatedColumn.trim() : '';
	if (!needsColumn || connection.includes('].')) return connection;
	if (column !== '') return `${connection}.${column}`;
	throw inputError(
		`The column of the related records is empty (${field})`,
		'Name the column whose values are added up or compared, such as Amount.',
	);
}

function readJson(input: unknown): GroupNode {
	const value = typeof input === 'string' ? parse(input) : input;
	if (value === undefined || value === null || value === '')
		return { kind: 'group', combine: 'all', parts: [] };
	const node = jsonNode(value, ROOT);
	return node.kind === 'group' ? node : { kind: 'group', combine: 'all', parts: [node] };
}

function parse(text: string): unknown {
	if (text.trim() === '') return undefined;
	try {
		return JSON.parse(text);
	} catch {
		throw inputError(
			'The field Conditions (JSON) is not JSON',
			'Write it like {"all": [{"column": "Name", "operator": "contains", "value": "Ltd"}]}.',
		);
	}
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
		const row = { ...members, connection: members.related };
		const where = members.where === undefined ? undefined : jsonNode(members.where, `${field}, where`);
		const node = relatedNode({ ...row, where: undefined }, field);
		return { ...node, where: where && asGroup(where) };
	}
	if ('column' in members) {
		refuseOthers(members, ROW_MEMBERS, field);
		return rowNode({ ...members, valueTo: members.valueTo ?? members.to }, field);
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
		`"${other}" has no place beside "${taken[0]}" (${field})`,
		isGroup
			? `Put it into a list of its own: {"all": [{"${taken[0]}": …}, {"${other}": …}]}.`
			: meant === undefined
				? `Use ${taken.join(', ')}.`
				: `Did you mean "${meant}"?`,
	);
}

function jsonGroup(combine: Combine, parts: unknown, field: string): GroupNode {
	if (!Array.isArray(parts)) {
		throw inputError(`"${combine}" takes a list of conditions (${field})`, `Write "${combine}": [ … ].`);
	}
	// Also the outermost: an expression that found nothing has made it, and it would let every record through.
	if (parts.length === 0) throw emptyGroup(field);
	const read = parts.map((part: unknown, index) => jsonNode(part, `${field}, ${combine} ${index + 1}`));
	return { kind: 'group', combine, parts: read };
}

function asGroup(node: ConditionNode): GroupNode {
	return node.kind === 'group' ? node : { kind: 'group', combine: 'all', parts: [node] };
}

function noCondition(value: unknown, field: string) {
	return inputError(
		`${describe(value)} is no condition (${field})`,
		'A condition has "column", "operator" and "value"; a group has "all", "any" or "none"; one on related records has "related".',
	);
}

import { comparedText } from '../../basics/keyText';
import type { Condition } from '../conditions/tree';
import type { ColumnPath } from '../model/paths';
import type { TypedValue } from '../model/values';

/** What a condition says about a record of another object: that a lookup is it, by its text or by its ID. */
export interface NamedByCondition {
	/** The object of the record. */
	readonly target: string;
	readonly by: 'text' | 'id';
	readonly value: string;
	/** The column as the condition has it. */
	readonly path: ColumnPath;
	/** A column of the other object was compared, which has the text of its records only if it is its display column. */
	readonly isColumn: boolean;
}

/** The records that a condition names, each once. Parts of texts, as in "contains", name none. */
export function recordsNamedBy(condition: Condition): NamedByCondition[] {
	const named = new Map<string, NamedByCondition>();
	for (const one of namedIn(condition)) {
		const key = JSON.stringify([one.target, one.by, comparedText(one.value)]);
		if (!named.has(key)) named.set(key, one);
	}
	return [...named.values()];
}

function namedIn(condition: Condition): NamedByCondition[] {
	switch (condition.kind) {
		case 'group':
			return condition.parts.flatMap(namedIn);
		case 'not':
			return namedIn(condition.part);
		case 'exists':
		case 'related':
			return condition.condition ? namedIn(condition.condition) : [];
		case 'compare':
			return condition.operator === 'equals' || condition.operator === 'notEquals'
				? namedByValues(condition, [condition.value])
				: [];
		case 'anyOf':
			return namedByValues(condition, condition.values);
		default:
			return [];
	}
}

function namedByValues(
	{ path, lookup }: { readonly path: ColumnPath; readonly lookup?: ColumnPath },
	values: readonly TypedValue[],
): NamedByCondition[] {
	return values.flatMap((value): NamedByCondition[] => {
		if (value.type === 'guid') {
			const { target } = path.column;
			return target === undefined ? [] : [{ target, by: 'id', value: value.value, path, isColumn: false }];
		}
		if (value.type !== 'text') return [];
		if (lookup?.column.target !== undefined) {
			return [
				{ target: lookup.column.target, by: 'text', value: value.value, path: lookup, isColumn: false },
			];
		}
		return path.steps.length > 0
			? [{ target: path.owner, by: 'text', value: value.value, path, isColumn: true }]
			: [];
	});
}

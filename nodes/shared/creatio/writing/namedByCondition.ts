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
	/** Rows that meet the whole condition show that there is such a record. Those of "is none of" and "or" do not. */
	readonly isShownByRows: boolean;
}

/** The records that a condition names, each once. Parts of texts, as in "contains", name none. */
export function recordsNamedBy(condition: Condition): NamedByCondition[] {
	const named = new Map<string, NamedByCondition>();
	for (const one of namedIn(condition, true)) {
		const key = JSON.stringify([one.target, one.by, comparedText(one.value)]);
		if (!named.has(key) || one.isShownByRows) named.set(key, one);
	}
	return [...named.values()];
}

/** `isNeeded`: all rows that are found meet the condition. */
function namedIn(condition: Condition, isNeeded: boolean): NamedByCondition[] {
	switch (condition.kind) {
		case 'group': {
			const isEach = isNeeded && (condition.combine === 'all' || condition.parts.length === 1);
			return condition.parts.flatMap((part) => namedIn(part, isEach));
		}
		case 'not':
			return namedIn(condition.part, false);
		case 'exists':
			return condition.condition ? namedIn(condition.condition, isNeeded && !condition.negated) : [];
		case 'related':
			return condition.condition ? namedIn(condition.condition, false) : [];
		case 'compare':
			return condition.operator === 'equals' || condition.operator === 'notEquals'
				? namedByValues(condition, [condition.value], isNeeded && condition.operator === 'equals')
				: [];
		case 'anyOf': {
			const { values, negated } = condition;
			return namedByValues(condition, values, isNeeded && !negated && values.length === 1);
		}
		default:
			return [];
	}
}

function namedByValues(
	{ path, lookup }: { readonly path: ColumnPath; readonly lookup?: ColumnPath },
	values: readonly TypedValue[],
	isShownByRows: boolean,
): NamedByCondition[] {
	return values.flatMap((value): NamedByCondition[] => {
		const named = { value: String(value.value), isColumn: false, isShownByRows };
		if (value.type === 'guid') {
			const { target } = path.column;
			return target === undefined ? [] : [{ ...named, target, by: 'id', path }];
		}
		if (value.type !== 'text') return [];
		if (lookup?.column.target !== undefined) {
			return [{ ...named, target: lookup.column.target, by: 'text', path: lookup }];
		}
		return path.steps.length > 0 ? [{ ...named, target: path.owner, by: 'text', path, isColumn: true }] : [];
	});
}

import type { ColumnPath } from '../model/paths';
import type { ReversePath } from '../model/reversePaths';
import type { TypedValue } from '../model/values';
import type { Comparison, TextTest } from './operators';
import type { Period } from './periods';

/**
 * The one condition tree (design rule 6). It is bound: paths are resolved, values are typed. OData and DataService
 * each have a compiler for it, and share `plainCondition`, which reduces the kinds of conditions.
 */
export type Condition =
	| PlainTest
	| ConditionGroup<Condition>
	| RelatedTest<Condition>
	| RelatedComparison<Condition>
	| { readonly kind: 'not'; readonly part: Condition }
	| {
			readonly kind: 'period';
			readonly path: ColumnPath;
			readonly period: Period;
			readonly columnType: 'dateTime' | 'date';
	  };

/** A test of one column. An empty column passes `empty` and what `passedByEmpty` names, but no other test. */
export type PlainTest =
	| {
			readonly kind: 'compare';
			readonly path: ColumnPath;
			/** The lookup, where its display text is compared. */
			readonly lookup?: ColumnPath;
			readonly operator: Comparison | TextTest;
			readonly value: TypedValue;
	  }
	/** Both ends belong to it. */
	| {
			readonly kind: 'between';
			readonly path: ColumnPath;
			readonly from: TypedValue;
			readonly to: TypedValue;
	  }
	| { readonly kind: 'empty'; readonly path: ColumnPath; readonly negated: boolean }
	| {
			readonly kind: 'anyOf';
			readonly path: ColumnPath;
			/** The lookup, where its display text is compared. */
			readonly lookup?: ColumnPath;
			readonly values: readonly TypedValue[];
			readonly negated: boolean;
	  }
	/** A lookup of users, or of contacts, holds the one who is signed in. DataService only. */
	| {
			readonly kind: 'macro';
			readonly path: ColumnPath;
			readonly macro: 'currentUser' | 'currentUserContact';
			readonly negated: boolean;
	  };

/** The condition that all of these match. */
export function allOf(conditions: readonly Condition[]): Condition {
	const asked = conditions.filter((condition) => condition.kind !== 'group' || condition.parts.length > 0);
	const [only] = asked;
	return only && asked.length === 1 ? only : { kind: 'group', combine: 'all', parts: asked };
}

/** A group without parts matches everything, and so does its opposite. */
export interface ConditionGroup<Part> {
	readonly kind: 'group';
	readonly combine: 'all' | 'any';
	readonly parts: readonly Part[];
}

/** Related records exist; `condition` is about those records, and bound to their object. */
export interface RelatedTest<Part> {
	readonly kind: 'exists';
	readonly path: ReversePath;
	readonly negated: boolean;
	readonly condition?: Part;
}

/** What is computed from a column of related records, or from their number. */
export type RelatedFunction = 'count' | 'sum' | 'average' | 'min' | 'max';

/** An aggregate over related records is compared: more than three open cases. DataService only. */
export interface RelatedComparison<Part> {
	readonly kind: 'related';
	readonly function: RelatedFunction;
	readonly path: ReversePath;
	readonly operator: Comparison;
	readonly value: TypedValue;
	readonly condition?: Part;
}

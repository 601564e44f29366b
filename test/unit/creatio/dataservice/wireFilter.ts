import type { Expression, Filter, WireValue } from '../../../../nodes/shared/creatio/dataservice/wireTypes';
import type { Row } from '../../../../nodes/shared/creatio/model/rows';

/** As SQL sees it: a comparison with nothing is neither true nor false. */
export type Truth = boolean | undefined;

export const negated = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);
export const every = (truths: readonly Truth[]): Truth =>
	truths.includes(false) ? false : truths.includes(undefined) ? undefined : true;
export const some = (truths: readonly Truth[]): Truth => negated(every(truths.map(negated)));

/** Whether a row passes a filter, read from the wire by contract 4.1 and 4.4 alone. */
export function passes(filter: Filter, row: Row): Truth {
	switch (filter.filterType) {
		case 6: {
			const parts = Object.values(filter.items).map((item) => passes(item, row));
			return filter.logicalOperation === 0 ? every(parts) : some(parts);
		}
		case 2: {
			const isNull = valueOf(filter.leftExpression, row) === null;
			return filter.comparisonType === 1 ? isNull : !isNull;
		}
		case 1:
			return compare(
				filter.comparisonType,
				valueOf(filter.leftExpression, row),
				valueOf(filter.rightExpression, row),
			);
		case 3:
			return every([
				compare(8, valueOf(filter.leftExpression, row), valueOf(filter.rightLessExpression, row)),
				compare(6, valueOf(filter.leftExpression, row), valueOf(filter.rightGreaterExpression, row)),
			]);
		case 4: {
			const left = valueOf(filter.leftExpression, row);
			const found = some(filter.rightExpressions.map((right) => compare(3, left, valueOf(right, row))));
			return filter.comparisonType === 3 ? found : negated(found);
		}
		case 5:
			throw new Error('not for rows alone');
	}
}

type Cell = WireValue;

function valueOf(expression: Expression, row: Row): Cell {
	if (expression.expressionType === 2) return expression.parameter.value;
	if (expression.expressionType === 0) return row[expression.columnPath] as Cell;
	throw new Error('not for rows alone');
}

function compare(comparisonType: number, left: Cell, right: Cell): Truth {
	if (left === null || right === null) return undefined;
	const texts = [String(left), String(right)] as const;
	switch (comparisonType) {
		case 3:
			return left === right;
		case 4:
			return left !== right;
		case 5:
			return left < right;
		case 6:
			return left <= right;
		case 7:
			return left > right;
		case 8:
			return left >= right;
		case 9:
			return texts[0].startsWith(texts[1]);
		case 10:
			return !texts[0].startsWith(texts[1]);
		case 11:
			return texts[0].includes(texts[1]);
		case 12:
			return !texts[0].includes(texts[1]);
		case 13:
			return texts[0].endsWith(texts[1]);
		case 14:
			return !texts[0].endsWith(texts[1]);
		default:
			throw new Error(`no comparison ${comparisonType}`);
	}
}

import { NUMBERS, type NumberType, type Primitive } from './literals';

/** `null`: the literal, which the library takes for an object of no type. */
export type ValueType =
	{ kind: 'primitive'; name: Primitive } | { kind: 'entity' | 'collection'; name: string } | null;

/** A value as the library's promotion sees it. */
export interface Operand {
	type: ValueType;
	/** How a number is spelled that is written in the query: it may be read again as another type. */
	number?: string;
}

export function nameOf(type: ValueType): string {
	return type === null ? 'System.Object' : type.name;
}

export function isType(type: ValueType, name: Primitive): boolean {
	return type?.kind === 'primitive' && type.name === name;
}

export function isNumber(type: ValueType): type is { kind: 'primitive'; name: NumberType } {
	return type?.kind === 'primitive' && (NUMBERS as readonly string[]).includes(type.name);
}

/** `DecimalSeparator` of the culture that the server runs in; the library reads numbers by it. */
export interface Culture {
	decimalComma: boolean;
}

/**
 * Whether a number may stand where one of this type is wanted. Whole numbers widen to every type, a single to a double.
 * A double becomes a decimal only as a literal, and only where `decimal.TryParse` reads it (contract 3.4).
 */
export function widens({ type, number }: Operand, wide: NumberType, { decimalComma }: Culture): boolean {
	if (!isNumber(type)) return false;
	if (type.name === wide) return true;
	if (type.name === 'Edm.Double')
		return (
			wide === 'Edm.Decimal' &&
			number !== undefined &&
			/^-?\d+(\.\d+)?$/.test(number) &&
			!(decimalComma && number.includes('.'))
		);
	if (type.name === 'Edm.Single') return wide === 'Edm.Double';
	return NUMBERS.indexOf(type.name) < NUMBERS.indexOf(wide);
}

/** The type that both numbers are converted to; `undefined` where there is none, as for a decimal and a double. */
export function promoteNumbers(left: Operand, right: Operand, culture: Culture): NumberType | undefined {
	return NUMBERS.find((wide) => widens(left, wide, culture) && widens(right, wide, culture));
}

/** Whether the two can be compared. Null is the caller's matter. */
export function isComparable(left: Operand, right: Operand, isEquality: boolean, culture: Culture): boolean {
	const [a, b] = [left.type, right.type];
	if (isNumber(a) || isNumber(b)) return promoteNumbers(left, right, culture) !== undefined;
	if (a?.kind !== 'primitive' || b?.kind !== 'primitive')
		return isEquality && a !== null && b !== null && a.kind === b.kind && a.name === b.name;
	return a.name === b.name && (isEquality || a.name !== 'Edm.Binary');
}

import { typeName } from './errors';

/** Types of values in an expression. */
export type Primitive =
	| 'Edm.String'
	| 'Edm.Guid'
	| 'Edm.Boolean'
	| 'Edm.DateTimeOffset'
	| 'Edm.Date'
	| 'Edm.TimeOfDay'
	| 'Edm.Duration'
	| 'Edm.Binary'
	| 'Edm.Stream'
	| NumberType;

export type NumberType = 'Edm.Int32' | 'Edm.Int64' | 'Edm.Single' | 'Edm.Double' | 'Edm.Decimal';

export interface PrimitiveType {
	kind: 'primitive';
	name: Primitive;
	nullable: boolean;
}

/** Type of one value. `null` is that of the literal without a type. */
export type ValueType = PrimitiveType | { kind: 'object'; name: string } | null;

export function primitive(name: Primitive, nullable: boolean): PrimitiveType {
	return { kind: 'primitive', name, nullable };
}

/** As sentences name it. */
export function nameOf(type: ValueType): string {
	if (type === null) return '<null>';
	return type.kind === 'object' ? typeName(type.name) : type.name;
}

/** From narrow to wide. */
const NUMBERS: readonly NumberType[] = ['Edm.Int32', 'Edm.Int64', 'Edm.Single', 'Edm.Double', 'Edm.Decimal'];
const COMPARABLE: readonly Primitive[] = [
	'Edm.String',
	'Edm.Guid',
	'Edm.Boolean',
	'Edm.DateTimeOffset',
	'Edm.Date',
	'Edm.TimeOfDay',
	'Edm.Duration',
	'Edm.Binary',
];

export function isNumber(name: Primitive): name is NumberType {
	return (NUMBERS as readonly Primitive[]).includes(name);
}

export function isBoolean(type: ValueType): boolean {
	return type?.kind === 'primitive' && type.name === 'Edm.Boolean';
}

/** A value as type promotion sees it. */
export interface Operand {
	type: ValueType;
	/** A number that is written in the filter: it is read again as another type instead of being converted. */
	isNumberLiteral: boolean;
}

/** What both sides of a comparison are converted to; `undefined` when they cannot be compared. */
export function promoteComparison(left: Operand, right: Operand, isEquality: boolean): ValueType | undefined {
	const [a, b] = [left.type, right.type];
	if (a?.kind === 'object' || b?.kind === 'object') {
		if (!isEquality || (a !== null && b !== null && !isSameObject(a, b))) return undefined;
		return a ?? b;
	}
	if (a === null) return lifted(b);
	if (b === null) return lifted(a);
	if (a.name !== b.name || isNumber(a.name)) return promoteNumbers(left, right);
	return COMPARABLE.includes(a.name)
		? primitive(a.name, a.nullable || b.nullable || isText(a.name))
		: undefined;
}

function isSameObject(a: ValueType, b: ValueType): boolean {
	return a?.kind === 'object' && b?.kind === 'object' && a.name === b.name;
}

/** The only signatures for texts and bytes take nullable ones. */
function isText(name: Primitive): boolean {
	return name === 'Edm.String' || name === 'Edm.Binary';
}

function lifted(type: ValueType): ValueType | undefined {
	if (type?.kind !== 'primitive') return type;
	if (type.name === 'Edm.Stream') return undefined;
	return primitive(type.name, type.nullable || isText(type.name));
}

export function promoteNumbers(left: Operand, right: Operand): ValueType | undefined {
	const sides = [left, right].filter(({ type }) => type !== null);
	const target = NUMBERS.find((wide) => sides.every((side) => widens(side, wide)));
	if (target === undefined) return undefined;
	return primitive(
		target,
		sides.some(({ type }) => type?.kind === 'primitive' && type.nullable),
	);
}

/** Whole numbers widen to any number, fractions to doubles; to decimals only what is written in the filter. */
export function widens({ type, isNumberLiteral }: Operand, wide: NumberType): boolean {
	if (type?.kind !== 'primitive' || !isNumber(type.name)) return false;
	if (NUMBERS.indexOf(type.name) > NUMBERS.indexOf(wide)) return false;
	const isFraction = type.name === 'Edm.Single' || type.name === 'Edm.Double';
	return !isFraction || wide !== 'Edm.Decimal' || isNumberLiteral;
}

/** What may be added to or subtracted from what, and what comes of it. */
const TEMPORAL: Readonly<Record<'add' | 'sub', ReadonlyArray<readonly [Primitive, Primitive, Primitive]>>> = {
	add: [
		['Edm.DateTimeOffset', 'Edm.Duration', 'Edm.DateTimeOffset'],
		['Edm.Duration', 'Edm.DateTimeOffset', 'Edm.DateTimeOffset'],
		['Edm.Date', 'Edm.Duration', 'Edm.Date'],
		['Edm.Duration', 'Edm.Date', 'Edm.Date'],
		['Edm.Duration', 'Edm.Duration', 'Edm.Duration'],
	],
	sub: [
		['Edm.DateTimeOffset', 'Edm.Duration', 'Edm.DateTimeOffset'],
		['Edm.DateTimeOffset', 'Edm.DateTimeOffset', 'Edm.Duration'],
		['Edm.Date', 'Edm.Duration', 'Edm.Date'],
		['Edm.Date', 'Edm.Date', 'Edm.Duration'],
		['Edm.Duration', 'Edm.Duration', 'Edm.Duration'],
	],
};

/** Type of a sum or a difference of dates and durations; `undefined` when the library has none. */
export function temporalResult(op: 'add' | 'sub', left: ValueType, right: ValueType): ValueType | undefined {
	if (left?.kind !== 'primitive' || right?.kind !== 'primitive') return undefined;
	const found = TEMPORAL[op].find(([a, b]) => a === left.name && b === right.name);
	return found && primitive(found[2], left.nullable || right.nullable);
}

export function promoteLogical(left: Operand, right: Operand): ValueType | undefined {
	const sides = [left.type, right.type].filter((type) => type !== null);
	if (!sides.every(isBoolean)) return undefined;
	if (sides.length === 0) return null;
	return primitive(
		'Edm.Boolean',
		sides.some((type) => type.kind === 'primitive' && type.nullable),
	);
}

/** Conversions that the library inserts to make a value one of this type: each is a node (contract 2.5). */
export function conversions({ type, isNumberLiteral }: Operand, target: ValueType): 0 | 1 {
	if (target === null) return 0;
	if (type === null) return 1;
	if (type.kind === 'object' || target.kind === 'object') return 0;
	if (type.name === target.name && type.nullable === target.nullable) return 0;
	return isNumberLiteral ? 0 : 1;
}

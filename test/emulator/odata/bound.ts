import type { Condition } from '../store/database';
import { type Operand, type ValueType } from './edm';
import { ODataError, UnhandledFault } from './errors';

/** A typed piece of SQL. `nodes` is its share of the 100-node limit (contract 2.5). */
export interface Bound extends Condition, Operand {
	nodes: number;
	/** The text of a text literal, whose letter case can be removed here instead of in SQL. */
	text?: string;
	/** `Account/Id`, which a site compares as the lookup itself. */
	isLookupKey?: boolean;
}

/** What stands in SQL for a value that is never looked at. */
export const NULL = { sql: 'NULL', params: [], isNumberLiteral: false, nodes: 1 };

/** A path that ends at a collection, which is not a value; what the sentence is depends on where it stands. */
export class CollectionAsValue extends ODataError {
	constructor() {
		super(400, 'The query specified in the URI is not valid. ');
	}
}

export function objectOf(name: string, sql: string, nodes: number): Bound {
	return { sql, params: [], type: { kind: 'object', name }, isNumberLiteral: false, nodes };
}

/** The library does not catch what happens when a literal is not a decimal (contract 2.5). */
export function refuseNotANumber({ isNumberLiteral, params }: Bound, target: ValueType): void {
	if (!isNumberLiteral || target?.kind !== 'primitive' || target.name !== 'Edm.Decimal') return;
	if (!(Math.abs(Number(params[0])) < MAX_DECIMAL)) throw new UnhandledFault();
}

const MAX_DECIMAL = 7.9228162514264337593543950336e28;

export function isText(type: ValueType): boolean {
	return type?.kind === 'primitive' && type.name === 'Edm.String';
}

/** Parts are taken of stored date-times alone. */
export function isSqlDate(type: ValueType): boolean {
	return (
		type?.kind !== 'primitive' ||
		(type.name !== 'Edm.Date' && type.name !== 'Edm.Duration' && type.name !== 'Edm.TimeOfDay')
	);
}

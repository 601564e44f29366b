import { ZERO_GUID } from '../../model/ids';
import { EMPTY_INSTANT, toDay } from '../../model/instant';
import type { Column } from '../../model/model';
import type { Switches } from '../../switches';
import type { SqlValue } from '../../store/database';
import { emptyColumn } from '../write';
import { type JsonNode, NODE_NAMES } from './jsonReader';
import {
	booleanFromText,
	decimalFromText,
	exactDecimal,
	guidFromText,
	instantFromText,
	int32FromText,
} from './textValues';
import { UnreadableBody } from './unreadable';

export interface ValueRules {
	switches: Pick<Switches, 'serverZone' | 'dateWithoutZone'>;
	/** `IEEE754Compatible=true` in the content type: decimals must be texts (contract 2.15). */
	decimalsAsText: boolean;
}

/**
 * The value of a column, as the library takes or refuses it (contract 2.9). A decimal is a text where a number would lose
 * digits.
 */
export function readValue(column: Column, node: JsonNode, rules: ValueRules): SqlValue {
	if (column.edm === 'Edm.Stream') {
		throw new UnreadableBody(
			'A stream property was found in a JSON Light request payload. Stream properties are only supported in responses.',
		);
	}
	switch (node.kind) {
		case 'object':
		case 'array':
			throw new UnreadableBody(unexpectedNode(column, node));
		case 'null':
			if (column.edm === 'Edm.String') throw new UnreadableBody(nullRefused(column));
			return emptyColumn(column);
		case 'text':
			return fromText(column, node.value, rules);
		case 'boolean':
			if (column.edm === 'Edm.Decimal' && rules.decimalsAsText) throw conflict();
			if (column.edm !== 'Edm.Boolean') throw cannotConvert('Edm.Boolean', column);
			return Number(node.value);
		case 'number':
			return fromNumber(column, node.spelling, rules);
	}
}

function fromText(column: Column, text: string, rules: ValueRules): SqlValue {
	switch (column.edm) {
		case 'Edm.Guid': {
			const guid = guidFromText(text);
			return guid === ZERO_GUID ? null : guid;
		}
		case 'Edm.Boolean':
			return Number(booleanFromText(text));
		case 'Edm.Int32':
			return int32FromText(text);
		case 'Edm.Decimal':
			if (!rules.decimalsAsText) throw conflict();
			return decimalFromText(text);
		case 'Edm.DateTimeOffset':
			return fromDate(column, text, rules);
		case 'Edm.String':
		case 'Edm.Stream':
			return text;
	}
}

/** The quirks of contract 2.7, point 4. */
function fromDate(column: Column, text: string, { switches }: ValueRules): string | null {
	const read = instantFromText(text, switches.serverZone);
	if ('noZone' in read) {
		if (switches.dateWithoutZone === 'empty') return null;
		throw new UnreadableBody(read.noZone);
	}
	if (read.stored === EMPTY_INSTANT) return null;
	return column.kind === 'DATE' ? toDay(read.stored) : read.stored;
}

function fromNumber(column: Column, spelling: string, rules: ValueRules): SqlValue {
	if (column.edm === 'Edm.Decimal') {
		if (rules.decimalsAsText) throw conflict();
		return decimalFromNumber(spelling);
	}
	const type = typeOfNumber(spelling, rules.decimalsAsText);
	if (column.edm === 'Edm.Int32' && type === 'Edm.Int32') return Number(spelling);
	throw cannotConvert(type, column);
}

/** The library reads a number as a whole one, then as a decimal, then as a double. */
function typeOfNumber(spelling: string, decimalsAsText: boolean): 'Edm.Int32' | 'Edm.Decimal' | 'Edm.Double' {
	const value = Number(spelling);
	if (/^-?\d+$/.test(spelling) && value >= -(2 ** 31) && value < 2 ** 31) return 'Edm.Int32';
	const fitsDecimal = !/e/i.test(spelling) && Math.abs(value) < 7.9e28;
	return fitsDecimal && !decimalsAsText ? 'Edm.Decimal' : 'Edm.Double';
}

function decimalFromNumber(spelling: string): number | string {
	const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(spelling);
	if (match) return exactDecimal(match[1] === '-', match[2] ?? '', match[3] ?? '');
	// With an exponent it is a double first.
	const value = Number(spelling);
	if (Math.abs(value) >= 7.9e28)
		throw new UnreadableBody('Value was either too large or too small for a Decimal.');
	return value;
}

function unexpectedNode(column: Column, node: JsonNode): string {
	const where = node.kind === 'object' ? ` for property named '${column.property}'` : '';
	return `An unexpected '${NODE_NAMES[node.kind]}' node was found${where} when reading from the JSON reader. A 'PrimitiveValue' node was expected.`;
}

function nullRefused({ property, edm }: Column): string {
	const type = `${edm}[Nullable=False]`;
	return `A null value was found for the property named '${property}', which has the expected type '${type}'. The expected type '${type}' does not allow null values.`;
}

function cannotConvert(from: string, { edm }: Column): UnreadableBody {
	return new UnreadableBody(`Cannot convert a value of type '${from}' to the expected target type '${edm}'.`);
}

function conflict(): UnreadableBody {
	return new UnreadableBody(
		"Cannot convert a value to target type 'Edm.Decimal' because of conflict between input format string/number and parameter 'IEEE754Compatible' false/true.",
	);
}

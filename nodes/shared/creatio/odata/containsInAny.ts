import { textLiteral } from '../protocol/textLiteral';
import { protocolOf, type Versioned } from './protocolOf';

/** A filter for the records that have a text in one of these columns at least, in brackets. */
export function containsInAny(connection: Versioned, columns: readonly string[], text: string): string {
	const { textCall } = protocolOf(connection);
	const wanted = textLiteral(text);
	return `(${columns.map((column) => textCall('contains', column, wanted)).join(' or ')})`;
}

import { isGuid } from '../../basics/guid';
import type { Protocol } from '../protocol/protocol';

/**
 * Keys after one and up to another, in the order that the site has for keys (contract 2.13); without a bound, from the first or to the
 * last one.
 */
export interface KeyRange {
	readonly after?: string;
	readonly upTo?: string;
}

const SEPARATOR = '..';

/** A range as one text, which workflows pass on: both keys with two periods between. */
export function writeRange({ after = '', upTo = '' }: KeyRange): string {
	return `${after}${SEPARATOR}${upTo}`;
}

/** The range that a text stands for; `undefined` if it is none. */
export function readRange(text: string): KeyRange | undefined {
	const [after = '', upTo = '', ...more] = text.trim().toLowerCase().split(SEPARATOR);
	const areKeys = [after, upTo].every((key) => key === '' || isGuid(key));
	if (!text.includes(SEPARATOR) || more.length > 0 || !areKeys) return undefined;
	return { ...(after !== '' && { after }), ...(upTo !== '' && { upTo }) };
}

/** The comparisons that a key of a range meets: at most two, none for all keys. */
export function rangeComparisons({ guid }: Protocol, { after, upTo }: KeyRange): string[] {
	return [
		after === undefined ? [] : `Id gt ${guid(after)}`,
		upTo === undefined ? [] : `Id le ${guid(upTo)}`,
	].flat();
}

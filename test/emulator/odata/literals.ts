import { readInstant } from '../model/instant';

/** Digits that a double surely keeps. */
const DOUBLE_DIGITS = 15;

export const LITERAL_GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A literal of the type Edm.DateTimeOffset, as it is stored (contract 2.5). */
export function readLiteralInstant(text: string): string | undefined {
	// XmlConvert wants a capital T.
	const read = text.includes('t') ? undefined : readInstant(text);
	return read?.kind === 'instant' ? read.stored : undefined;
}

/** What can only be meant as a date with a time: it is refused as such instead of being split. */
export function isPotentialInstant(text: string): boolean {
	return /^\d{2,4}-\d{1,2}-\d{1,2}(T|\s+)\d{1,2}:\d{1,2}/.test(text);
}

/** The type of a number without a suffix: the smallest that keeps its value. */
export function numberType(
	text: string,
	whole: boolean,
): 'int32' | 'int64' | 'single' | 'double' | 'decimal' {
	const value = Number(text);
	if (whole && value >= -(2 ** 31) && value < 2 ** 31) return 'int32';
	if (whole && Math.abs(value) <= 2 ** 63) {
		const exact = BigInt(text);
		if (exact >= -(2n ** 63n) && exact < 2n ** 63n) return 'int64';
	}
	if (!/e/i.test(text) && text.replace(/^-?0*|\./g, '').length > DOUBLE_DIGITS) return 'decimal';
	return Number(Math.fround(value).toPrecision(7)) === value ? 'single' : 'double';
}

/** A number as SQL takes it. */
export function numberOf(text: string): number {
	if (text.includes('INF')) return text.startsWith('-') ? -Infinity : Infinity;
	return Number(text.replace(/[dfml]$/i, ''));
}

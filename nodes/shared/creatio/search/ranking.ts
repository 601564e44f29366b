import { comparedText } from '../../basics/keyText';
import type { Column } from '../model/objectModel';
import type { Row } from '../model/rows';
import { isSameNumber } from './phoneNumbers';
import type { SearchColumns } from './searchColumns';
import type { SearchText } from './searchConditions';

/** How well a record matches: the lower, the better. */
export interface Ranked {
	readonly rank: number;
	/** The columns that match. None where only the site's own way to compare texts finds it. */
	readonly matched: readonly string[];
}

const EQUAL = 0;
const BEGINS = 1;
const CONTAINS = 2;
const ALL_WORDS = 3;
const OTHERWISE = 4;

/** How a row matches; `undefined` for a phone number that only ends like the one searched. */
export function rankOf(
	row: Row,
	{ names, emails, phones }: SearchColumns,
	search: SearchText,
): Ranked | undefined {
	const texts = [...names, ...emails].map((column) => ({
		column,
		rank: textRank(valueOf(row, column), search),
	}));
	const numbers = phones.map((column) => ({ column, rank: numberRank(valueOf(row, column), search) }));
	const matching = [...texts, ...numbers].filter(({ rank }) => rank < OTHERWISE);
	if (matching.length > 0) {
		const matched = matching.map(({ column }) => column.name);
		return { rank: Math.min(...matching.map(({ rank }) => rank)), matched };
	}
	// A site may compare without accents. A number was searched by its end alone.
	return search.digits === undefined ? { rank: OTHERWISE, matched: [] } : undefined;
}

function valueOf(row: Row, { property }: Column): string {
	const value = row[property];
	return typeof value === 'string' ? value : '';
}

function textRank(value: string, { text, words }: SearchText): number {
	const [own, wanted] = [comparedText(value), comparedText(text)];
	if (own === wanted) return EQUAL;
	if (own.startsWith(wanted)) return BEGINS;
	if (own.includes(wanted)) return CONTAINS;
	return words.length > 0 && words.every((word) => own.includes(word)) ? ALL_WORDS : OTHERWISE;
}

function numberRank(value: string, { digits }: SearchText): number {
	if (digits === undefined || !isSameNumber(value, digits)) return OTHERWISE;
	return value.replace(/\D/g, '').endsWith(digits) ? EQUAL : CONTAINS;
}

/** What a number means whose format shows a date. `duration`: hours may be more than 24. */
export type DateKind = 'date' | 'dateTime' | 'time' | 'duration';

/** The numbers of formats that workbooks do not describe (ECMA-376, part 1, 18.8.30). */
export function builtInDateKind(id: number): DateKind | undefined {
	if (id >= 14 && id <= 17) return 'date';
	if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47) return 'time';
	if (id === 22) return 'dateTime';
	if ((id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return 'date';
	return id === 46 ? 'duration' : undefined;
}

/** Texts, escaped characters, room and fillings, colours, currencies and conditions; also how a number is written with an exponent. */
const NO_CODES = /"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^[\]]*\]|General|E[+-]/gi;

/** `undefined` for the format of a number or a text. */
export function dateKindOf(format: string): DateKind | undefined {
	const [codes = ''] = format.replace(NO_CODES, '').split(';');
	if (/\[[hms]/i.test(codes)) return 'duration';
	const hasTime = /[hs]|AM\/PM|A\/P/i.test(codes);
	const withoutTime = codes.replace(/AM\/PM|A\/P/gi, '');
	// An m beside hours or seconds are minutes.
	const hasDay = /[yd]/i.test(withoutTime) || (!hasTime && /m/i.test(withoutTime));
	if (hasDay) return hasTime ? 'dateTime' : 'date';
	return hasTime ? 'time' : undefined;
}

/** An instant as Edm.DateTime has it, in UTC and without a zone (contract 3). `iso`: ISO 8601 with `Z`. */
export function dateTimeText(iso: string): string {
	return iso.replace(/Z$/, '');
}

/** The time of day of an instant as Edm.Time has it, a duration: `PT10H30M`. */
export function timeText(iso: string): string {
	const [, hours = '0', minutes = '0', seconds = '0'] = /T(\d\d):(\d\d):(\d\d(?:\.\d{1,7})?)/.exec(iso) ?? [];
	return `PT${Number(hours)}H${Number(minutes)}M${Number(seconds)}S`;
}

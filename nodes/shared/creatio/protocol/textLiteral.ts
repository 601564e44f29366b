/** A text in a filter of either version (contract 2.5, 3). Not yet percent-encoded. */
export function textLiteral(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

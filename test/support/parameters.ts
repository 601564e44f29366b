/** Values of a node's parameters as the editor stores them. */

export type Parameters = Readonly<Record<string, unknown>>;

export const object = (name: string) => ({ __rl: true, mode: 'name', value: name });
export const record = (id: unknown) => ({ __rl: true, mode: 'id', value: id });
export const column = (path: string) => ({ __rl: true, mode: 'name', value: path });

/** What was chosen in a list, or typed. */
export const located = (value: unknown, mode = 'list') => ({ __rl: true, mode, value });

/** Rows of the option Related Columns. */
export const related = (...paths: readonly string[]) => ({
	column: paths.map((path) => ({ column: column(path) })),
});

export const conditions = (
	...rows: ReadonlyArray<readonly [path: string, operator: string, value?: unknown]>
) => ({
	condition: rows.map(([path, operator, value]) => ({ column: column(path), operator, value: value ?? '' })),
});

export const map = (value: Parameters, matchingColumns: readonly string[] = []) => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns,
	schema: [],
	attemptToConvertTypes: false,
	convertFieldsToString: false,
});

export const autoMap = (matchingColumns: readonly string[] = []) => ({
	...map({}, matchingColumns),
	mappingMode: 'autoMapInputData',
	value: null,
});

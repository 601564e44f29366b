/** One step of a column path (contract 4.2). */
export type Step =
	| { kind: 'name'; name: string }
	/** `[Schema:ForeignColumn:PrimaryColumn]`; without the third part the primary column is meant. */
	| { kind: 'reverse'; schema: string; foreign: string; primary: string };

/** `Account.Type.Name`, `[Activity:Contact].Title`. Returns `undefined` for what is not a path. */
export function parsePath(path: string): Step[] | undefined {
	const steps: Step[] = [];
	const pattern = /(?:\[(\w+):(\w+)(?::(\w+))?\]|(\w+))(\.|$)/y;
	while (pattern.lastIndex < path.length) {
		const match = pattern.exec(path);
		if (!match) return undefined;
		const [, schema, foreign, primary, name] = match;
		if (name !== undefined) steps.push({ kind: 'name', name });
		else if (schema !== undefined && foreign !== undefined) {
			steps.push({ kind: 'reverse', schema, foreign, primary: primary ?? 'Id' });
		}
	}
	return steps.length === 0 || path.endsWith('.') ? undefined : steps;
}

/** Without dots and brackets: a column of the root object. */
export function isPlain(path: string): boolean {
	return /^\w*$/.test(path);
}

/** Members of a DataService body by lower-case name: the service ignores letter case (contract 4). */
export function readRequest(body: Buffer): Map<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(body.toString('utf8'));
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
		return new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
	} catch {
		return undefined;
	}
}

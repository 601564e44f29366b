import type { TypedValue } from '../values';

/** Spells a value for `$filter`, by type (contract 2.5). Not yet percent-encoded: `url.ts` does that, once. */
export function literal(value: TypedValue): string {
	switch (value.type) {
		case 'text':
			return `'${value.value.replaceAll("'", "''")}'`;
		case 'guid':
		case 'dateTime':
			return value.value;
		case 'boolean':
			return String(value.value);
		case 'integer':
			return String(value.value);
		case 'decimal':
			return withoutExponent(value.value);
	}
}

/** OData reads `1e-7` as a double, which does not compare with Edm.Decimal. */
function withoutExponent(value: number): string {
	const text = String(value);
	if (!text.includes('e')) return text;
	if (Math.abs(value) >= 1) return BigInt(value).toString();
	return value.toFixed(28).replace(/0+$/, '');
}

import type { TypedValue } from '../model/values';

/** A value as a literal of `$filter`, by type (contract 2.5). Not yet percent-encoded: `url.ts` does that, once. */
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
	const [mantissa = '', exponent] = String(value).split('e');
	if (exponent === undefined) return mantissa;
	const sign = mantissa.startsWith('-') ? '-' : '';
	const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
	const digits = whole + fraction;
	const point = whole.length + Number(exponent);
	return point <= 0 ? `${sign}0.${'0'.repeat(-point)}${digits}` : sign + digits.padEnd(point, '0');
}

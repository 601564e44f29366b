import { plainDigits } from '../../basics/exactNumber';
import type { TypedValue } from '../model/values';
import { textLiteral } from '../protocol/textLiteral';

/** A value as a literal of `$filter`, by type (contract 2.5). Not yet percent-encoded. */
export function literal(value: TypedValue): string {
	switch (value.type) {
		case 'text':
			return textLiteral(value.value);
		case 'guid':
		case 'dateTime':
			return value.value;
		case 'boolean':
		case 'integer':
			return String(value.value);
		case 'decimal':
			// OData reads `1e-7` as a double, which does not compare with Edm.Decimal.
			return plainDigits(String(value.value));
	}
}

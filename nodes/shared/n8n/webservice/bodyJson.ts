import { LABELS } from '../../basics/labels';
import type { OperationContext } from '../context/operation';
import { exactValue } from '../form/exactValue';
import { dependent } from '../form/field';
import { givenValue, valueField } from '../form/fieldKinds';

/** The whole body of a call, as JSON text or as the result of an expression. */
export const bodyJsonField = dependent(
	givenValue(valueField({ name: 'bodyJson', label: LABELS.bodyJson, type: 'json', default: '{}' })),
);

/** The body as entered, with the dates of an expression as they are. Rejects with kind `input`. */
export function readBodyJson({ n8n }: OperationContext, itemIndex: number): unknown {
	const { property, label } = bodyJsonField;
	return exactValue(n8n, property.name, itemIndex, bodyJsonField.read(n8n, itemIndex), `field ${label}`);
}

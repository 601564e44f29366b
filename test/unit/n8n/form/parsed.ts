import type { Field } from '../../../../nodes/shared/n8n/form/field';
import { expectAdvice } from './fakeForm';

/** Parses a value, or `undefined` where it is refused as input with the label and advice. */
export function parsed<T>(field: Field<T>, value: unknown): T | undefined {
	try {
		return field.parse(value, `field ${field.label}`);
	} catch (error) {
		expectAdvice(error);
		expect(String(error)).toContain(`field ${field.label}`);
		return undefined;
	}
}

import type { IExecuteFunctions } from 'n8n-workflow';

import { refuseUnsendable } from '../../basics/json';

/**
 * The value of a parameter as its expression returns it. n8n writes the DateTimes inside a value as text, so that they
 * cannot be distinguished from texts. `value` is what n8n returned; it stays where there is no expression. `place` names the
 * parameter where its value is nested too deeply.
 */
export function exactValue(
	n8n: Pick<IExecuteFunctions, 'getNodeParameter' | 'evaluateExpression'>,
	path: string,
	itemIndex: number,
	value: unknown,
	place: string,
): unknown {
	const typed = n8n.getNodeParameter(path, itemIndex, '', { rawExpressions: true });
	const isExpression = typeof typed === 'string' && typed.startsWith('=');
	const exact: unknown = isExpression ? n8n.evaluateExpression(typed.slice(1), itemIndex) : value;
	refuseUnsendable(exact, place);
	return exact;
}

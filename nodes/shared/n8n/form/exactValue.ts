import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * The value of a parameter as its expression returns it. n8n writes the DateTimes inside a value as text, so that they
 * cannot be distinguished from texts. `value` is what n8n returned; it stays where there is no expression.
 */
export function exactValue(
	n8n: Pick<IExecuteFunctions, 'getNodeParameter' | 'evaluateExpression'>,
	path: string,
	itemIndex: number,
	value: unknown,
): unknown {
	const typed = n8n.getNodeParameter(path, itemIndex, '', { rawExpressions: true });
	const isExpression = typeof typed === 'string' && typed.startsWith('=');
	return isExpression ? n8n.evaluateExpression(typed.slice(1), itemIndex) : value;
}

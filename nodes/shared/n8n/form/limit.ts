import type { OperationContext } from '../context/operation';
import { dependent, type FormField, isSet, ofOutput, type ParameterSource, shownIf } from './field';
import { flagField, numberField } from './fieldKinds';

const returnAll = ofOutput(
	flagField({
		name: 'returnAll',
		label: 'Return All',
		description: 'Whether to return all results or only up to a given limit',
	}),
);

const DEFAULT_LIMIT = 50;

/** What an agent gets where neither it nor the user said how many. */
const TOOL_LIMIT = 10;

/** What is read for an agent that asks for all results, of which it gets as many as fit into one answer. */
const TOOL_MOST = 5_000;

const limit = ofOutput(
	dependent(
		numberField({
			name: 'limit',
			label: 'Limit',
			least: 1,
			default: DEFAULT_LIMIT,
			description: 'Max number of results to return',
		}),
	),
);

export const limitFields: readonly FormField[] = [returnAll, ...shownIf({ returnAll: [false] }, limit)];

/** How many results an item wants; `Infinity` for all. */
export function readLimit({ n8n, asTool }: LimitContext, itemIndex: number): number {
	if (returnAll.read(n8n, itemIndex)) return asTool ? TOOL_MOST : Infinity;
	const chosen = limit.read(n8n, itemIndex);
	if (!asTool) return chosen;
	return isSet(n8n, 'limit', itemIndex, DEFAULT_LIMIT) ? Math.min(chosen, TOOL_MOST) : TOOL_LIMIT;
}

interface LimitContext extends Pick<OperationContext, 'asTool'> {
	readonly n8n: ParameterSource;
}

/** Results that end at the limit: an agent, which does not see the form, learns how to get more. */
export function upToLimit<T>(
	{ asTool, hint }: Pick<OperationContext, 'asTool' | 'hint'>,
	results: readonly T[],
	most: number,
): readonly T[] {
	if (asTool && results.length >= most) {
		hint(
			`Only the first ${most} results were returned, and there may be more. Set Limit higher, or narrow the search down.`,
			'limit',
		);
	}
	return results;
}

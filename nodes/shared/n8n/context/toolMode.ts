import type { INode } from 'n8n-workflow';

/**
 * Whether a node runs as a tool of an agent: n8n wraps it in a type of that ending (`convertNodeToAiTool`). What n8n calls
 * `isToolExecution()` is not true for all agents.
 */
export function isTool({ type }: Pick<INode, 'type'>): boolean {
	return type.endsWith('Tool');
}

import { type INode, type JsonObject, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { type CreatioError, isCreatioError } from '../../basics/errors';

/**
 * The one place where an error of the lower layers becomes an error of n8n, with the item it belongs to and a cure.
 * What the lower layers did not foresee keeps its own message.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
	/** Said behind the cure. */
	more?: string,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (!isCreatioError(error)) {
		const message = error instanceof Error ? error.message : String(error);
		return new NodeOperationError(node, message, { itemIndex });
	}
	const description = [error.cure, more].filter((text) => text !== undefined).join(' ') || undefined;
	if (error.kind === 'input') {
		return new NodeOperationError(node, error.message, { itemIndex, description });
	}
	return new NodeApiError(node, plainData(error), {
		message: error.message,
		description,
		httpCode: error.status === undefined ? undefined : String(error.status),
		itemIndex,
	});
}

/** n8n stores this beside the error; the cause stays out, since it may quote a request. */
function plainData(error: CreatioError): JsonObject {
	return { message: error.message, kind: error.kind, ...(error.perhapsDone ? { perhapsDone: true } : {}) };
}

import { type INode, type JsonObject, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { type CreatioError, isCreatioError, messageOf } from '../../basics/errors';
import { adviceOn } from './advice';
import { isTool } from './toolMode';

/**
 * The only place that turns an error of the lower layers into an error of n8n, with its item and a cure. Unforeseen
 * errors keep their message.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
	/** Appended to the cure. */
	more?: string,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (!isCreatioError(error)) {
		const message = messageOf(error);
		return inOwnWords(new NodeOperationError(node, message, { itemIndex }), message);
	}
	const asTool = isTool(node);
	const advice = error.asksFor && adviceOn(error.asksFor, asTool);
	const description = [advice, error.cure, more].filter(Boolean).join(' ') || undefined;
	// An agent gets the message alone.
	const message = asTool ? inOneText(error.message, description) : error.message;
	if (error.kind === 'input') {
		return inOwnWords(new NodeOperationError(node, message, { itemIndex, description }), message);
	}
	const shown = new NodeApiError(node, plainData(error), {
		message,
		description,
		httpCode: error.status === undefined ? undefined : String(error.status),
		itemIndex,
	});
	return inOwnWords(shown, message);
}

function inOneText(message: string, description: string | undefined): string {
	if (description === undefined) return message;
	return `${/[.!?]$/.test(message) ? message : `${message}.`} ${description}`;
}

/** n8n replaces a message that contains the code of a system error by its own sentence: "supermarket.pdf" contains EPERM. */
function inOwnWords<E extends Error>(error: E, message: string): E {
	error.message = message;
	return error;
}

/** n8n stores this beside the error; the cause stays out, since it may quote a request. */
function plainData(error: CreatioError): JsonObject {
	return { message: error.message, kind: error.kind, ...(error.perhapsDone ? { perhapsDone: true } : {}) };
}

import type { Send } from '../../http/types';
import { sendByHelper, type SendOptions } from './helperSend';
import type { N8nContext } from './n8nContext';

/**
 * The sender of a node. This file is the only one in which the two packages differ: n8n-nodes-creatio-cloud has it as it is
 * here, and the build of n8n-nodes-creatio-platform puts `undici/sendFor.ts` in its place (docs/adr/0012).
 */
export function sendFor({ helpers }: N8nContext, options: SendOptions): Send {
	return sendByHelper(helpers, options);
}

/** For messages. Unknown here: n8n does not verify packages that import `node:process`. */
export const nodeVersion: string | undefined = undefined;

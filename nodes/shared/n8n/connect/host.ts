import * as n8nWorkflow from 'n8n-workflow';
import type { Icon, IconFile, INode } from 'n8n-workflow';

import { type CreatioError, inputError } from '../../basics/errors';
import { toNodeError } from '../context/toNodeError';
import { nodeVersion } from './sendFor';

/**
 * An n8n or a Node.js that is too old loads the nodes and shows them; run there, they say what they need. n8n has
 * `NodeConnectionTypes` from 1.85 on, Node.js has `toSorted` from 20 on.
 */
const isOldN8n = !('NodeConnectionTypes' in n8nWorkflow);
const isOldNode = !('toSorted' in Array.prototype);

const NEEDED = 'This node needs n8n 1.123 or newer, and Node.js 20.18.1 or newer.';

/** What is too old here, with kind `input`; `undefined` where nothing is. */
export function oldHost(): CreatioError | undefined {
	if (isOldN8n) return inputError(`${NEEDED} This n8n is older`, 'Update n8n.');
	if (!isOldNode) return undefined;
	const found = nodeVersion === undefined ? 'This Node.js is older' : `This is Node.js ${nodeVersion}`;
	return inputError(`${NEEDED} ${found}`, 'Update Node.js, or n8n if it does not run on a newer one.');
}

/** Throws an error of the node where n8n or Node.js is too old. Called before anything that is missing there. */
export function refuseOldHost(node: INode): void {
	const error = oldHost();
	if (error) throw toNodeError(node, error);
}

/** An icon for light and dark. n8n before 1.49 does not load nodes that have two: there it is the light one. */
export function iconOf<I extends { readonly light: IconFile; readonly dark: IconFile }>(icon: I): Icon {
	return isOldN8n ? icon.light : icon;
}

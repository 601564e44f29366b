import type { NodeConnectionType } from 'n8n-workflow';

/** What goes into a node and out of it. Not `NodeConnectionTypes`, which n8n has only from version 1.83 of its workflow package on. */
export const MAIN: NodeConnectionType = 'main';

import { CredentialTestContext, LoadOptionsContext } from 'n8n-core';
import type {
	ICredentialTestFunctions,
	ILoadOptionsFunctions,
	INode,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';

const additionalData = {} as IWorkflowExecuteAdditionalData;

/** The helpers of n8n's own engine, as nodes get them. */
export const nodeHelpers = (): ILoadOptionsFunctions['helpers'] =>
	new LoadOptionsContext({} as Workflow, {} as INode, additionalData, '').helpers;

/** Those that the test of a credential gets. */
export const credentialTestHelpers = (): ICredentialTestFunctions['helpers'] =>
	new CredentialTestContext(additionalData).helpers;

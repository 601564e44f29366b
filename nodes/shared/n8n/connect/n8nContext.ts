import type { IExecuteFunctions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';

/** Any context of n8n in which a node may call Creatio. */
export type N8nContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

import type { IExecuteFunctions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';

/** Any place of n8n from which a node may ask Creatio something. */
export type N8nContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

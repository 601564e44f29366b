import path from 'node:path';

/** The repository, and the main package. */
export const ROOT = path.resolve(__dirname, '../..');

/** The package n8n-nodes-creatio-cloud. */
export const CLOUD = path.join(ROOT, 'cloud');

/** The package that the tests of this run load, where they can load either. */
export const TESTED = process.env.CREATIO_NODES_PACKAGE === 'cloud' ? CLOUD : ROOT;

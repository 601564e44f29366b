import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What is downloaded once and serves every clone: Node, n8n. */
export const cacheFolder =
	process.env.CREATIO_NODES_CACHE || join(homedir(), '.cache', 'n8n-nodes-creatio-platform');

/** What a run of the tests leaves to look at (screenshots, logs). Ignored by git. */
export const resultsFolder = join(repository, '.cache', 'test-results');

/** The n8n that demo and tests run against. */
export const n8nVersion = '2.41.1';

/** n8n 2.41 asks for Node 24, and its native modules are built for just that one. */
export const nodeMajor = 24;

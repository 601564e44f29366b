import { delimiter, dirname } from 'node:path';

/** Variables of a user's own n8n, or of the npm run that called us: neither is for the programs started here. */
const foreign =
	/^(N8N_|DB_|EXECUTIONS_|QUEUE_|NODES_|WEBHOOK_|CREDENTIALS_|NODE_OPTIONS$|npm_(package|lifecycle|command|node_execpath|execpath)|npm_config_(local_prefix|prefix|global_prefix|loglevel)$|INIT_CWD$)/i;

/** Hosts that no proxy is asked for: all that is started here talks over the loopback interface. */
function withoutProxy() {
	const given = process.env.NO_PROXY ?? process.env.no_proxy ?? '';
	const hosts = [given, '127.0.0.1', 'localhost'].filter((host) => host !== '').join(',');
	return { NO_PROXY: hosts, no_proxy: hosts };
}

/**
 * The environment for programs that run under the given Node.
 *
 * @param {string} node Path of the Node program.
 * @param {Record<string, string>} [additions]
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentFor(node, additions = {}) {
	const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
	return {
		...Object.fromEntries(kept),
		...withoutProxy(),
		PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
		...additions,
	};
}

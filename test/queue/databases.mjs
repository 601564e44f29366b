import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
	bringPostgres,
	bringRedis,
	postgresServer,
	redisServer,
} from '../../scripts/lib/bring/databases.mjs';
import { freePort, loopback } from '../../scripts/lib/ports.mjs';
import { mustRun, start, untilLine } from '../../scripts/lib/process/run.mjs';
import { Stop } from '../../scripts/lib/stop.mjs';
import { temporaryFolder } from '../../scripts/lib/temporary.mjs';

/**
 * Starts a Redis and a PostgreSQL of our own, which end with the command and keep nothing.
 *
 * @returns {Promise<Record<string, string>>} The variables by which n8n finds both.
 */
export async function startDatabases() {
	const [redis, postgres] = [await startRedis(), await startPostgres()];
	return {
		QUEUE_BULL_REDIS_HOST: loopback,
		QUEUE_BULL_REDIS_PORT: String(redis),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: loopback,
		DB_POSTGRESDB_PORT: String(postgres),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'n8n',
		DB_POSTGRESDB_PASSWORD: 'not asked for',
	};
}

/** @returns {Promise<number>} Its port. */
async function startRedis() {
	const { file, env } = redisServer(await bringRedis());
	const [folder, port] = [await temporaryFolder('redis'), await freePort()];
	const place = ['--port', String(port), '--bind', loopback, '--dir', folder];
	const args = [...place, '--save', '', '--appendonly', 'no'];
	const redis = start(file, args, { env: { ...process.env, ...env } });
	await untilLine(redis, 'Ready to accept connections', 'Redis');
	return port;
}

/** @returns {Promise<number>} Its port. */
async function startPostgres() {
	const [folder, port] = [await temporaryFolder('postgres'), await freePort()];
	const { file, env } = postgresServer(await reachable(await bringPostgres(), folder));
	if (isRoot) await mustRun('chown', ['-R', anybody, folder], { onFailure });
	const options = { cwd: '/', env: { ...process.env, ...env } };
	const data = join(folder, 'data');
	const settings = ['-U', 'n8n', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
	const [initdb, ...initdbArgs] = command(join(dirname(file), 'initdb'), ['-D', data, ...settings]);
	await mustRun(initdb, initdbArgs, { ...options, onFailure });
	const place = ['-D', data, '-h', loopback, '-p', String(port), '-k', ''];
	const [postgres, ...args] = command(file, [...place, '-F']);
	await untilLine(start(postgres, args, options), 'ready to accept connections', 'PostgreSQL');
	return port;
}

const isRoot = process.getuid?.() === 0;

/** The user that PostgreSQL runs as, which refuses root. */
const anybody = 'nobody';

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {[string, ...string[]]}
 */
const command = (program, args) =>
	isRoot ? ['runuser', '-u', anybody, '--', program, ...args] : [program, ...args];

/**
 * The other user cannot read the cache of root.
 *
 * @param {string} root
 * @param {string} folder
 */
async function reachable(root, folder) {
	if (!isRoot || root === '/') return root;
	const copy = join(folder, 'root');
	await cp(root, copy, { recursive: true, verbatimSymlinks: true });
	return copy;
}

const onFailure = (/** @type {string} */ output) => new Stop(`PostgreSQL did not start:\n${output}`);

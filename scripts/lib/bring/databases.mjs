import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { step } from '../progress.mjs';
import { Stop } from '../stop.mjs';
import { cached } from './cache.mjs';
import { canUnpackDebianPackages, unpackDebianPackage } from './debian.mjs';

/** The root of this machine. */
const machine = '/';

/**
 * @typedef {object} Database
 * @property {string} title
 * @property {string} program
 * @property {string} debianPackage
 * @property {(root: string) => string[]} folders Where Debian has the program below a root folder, the best first.
 */

/** @type {Database} */
const redis = {
	...{ title: 'Redis', program: 'redis-server', debianPackage: 'redis-server' },
	folders: (root) => [join(root, 'usr', 'bin')],
};

/** @type {Database} */
const postgres = {
	...{ title: 'PostgreSQL', program: 'postgres', debianPackage: 'postgresql' },
	folders(root) {
		const versions = join(root, 'usr', 'lib', 'postgresql');
		const newestFirst = foldersIn(versions).sort((one, other) => Number(other) - Number(one));
		return newestFirst.map((version) => join(versions, version, 'bin'));
	},
};

/**
 * @returns {Promise<string>} The root folder of Redis: that of this machine, or one of the cache that it was unpacked into.
 */
export const bringRedis = () => bring(redis);

/** @returns {Promise<string>} The same for PostgreSQL. */
export const bringPostgres = () => bring(postgres);

/**
 * How to start them, below their root folder.
 *
 * @param {string} root
 */
export const redisServer = (root) => mustFind(redis, root);

/**
 * The program initdb is beside this one.
 *
 * @param {string} root
 */
export const postgresServer = (root) => mustFind(postgres, root);

/**
 * @param {Database} database
 * @param {string} root
 */
function mustFind(database, root) {
	const file = find(database, root);
	if (file === undefined) throw new Error(`There is no ${database.program} in ${root}.`);
	const isUnpacked = root !== machine;
	return { file, env: isUnpacked ? { LD_LIBRARY_PATH: libraries(root).join(delimiter) } : {} };
}

/**
 * @param {Database} database
 * @param {string} root
 */
function find({ program, folders }, root) {
	const inPath = root === machine ? (process.env.PATH ?? '').split(delimiter) : [];
	return [...folders(root), ...inPath]
		.map((folder) => join(folder, program))
		.find((file) => existsSync(file));
}

/** @param {Database} database */
async function bring(database) {
	const { title, debianPackage } = database;
	if (find(database, machine) !== undefined) return machine;
	if (!canUnpackDebianPackages()) {
		throw new Stop(
			`The queue mode of n8n needs ${title}, and none was found.`,
			`Install ${title} and run the same command again.`,
		);
	}
	return await cached(
		debianPackage,
		(folder) => find(database, folder) !== undefined,
		(folder) => step(`Fetching ${title}`, () => unpackDebianPackage(debianPackage, folder)),
	);
}

/** @param {string} root */
function libraries(root) {
	const places = [join(root, 'usr', 'lib'), join(root, 'lib')];
	return places.flatMap((place) =>
		foldersIn(place)
			.filter((name) => name.includes('-linux-'))
			.map((name) => join(place, name)),
	);
}

/** @param {string} folder */
const foldersIn = (folder) => (existsSync(folder) ? readdirSync(folder) : []);

import { packages } from '../../../scripts/lib/package/packages.mjs';
import { BareClient } from './bare.mjs';
import { Engine } from './engine.mjs';
import { PackageClient } from './packageClient.mjs';

/** @typedef {import('../cases/index.mjs').BenchCase} BenchCase */
/** @typedef {import('../cases/index.mjs').Work} Work */
/** @typedef {'node' | 'cloud' | 'httpRequest' | 'httpRequestAtOnce' | 'bare' | 'client'} Contender */

/** What they are called in tables, and their order. @satisfies {Record<Contender, string>} */
export const titles = {
	node: 'Creatio node',
	cloud: 'second package',
	httpRequest: 'HTTP Request, in turn',
	httpRequestAtOnce: 'HTTP Request, all at once',
	bare: 'bare loop',
	client: 'client of the package',
};

/** Those of the contest; the others have studies of their own. */
const contestants = /** @type {const} */ (['node', 'httpRequest', 'httpRequestAtOnce', 'bare']);

/**
 * The contenders that have a way to do a case.
 *
 * @param {BenchCase} benchCase
 */
export const waysOf = (benchCase) => contestants.filter((contender) => benchCase[contender] !== undefined);

/**
 * @typedef {object} Access
 * @property {string} n8nFolder The folder that n8n is installed in.
 * @property {string} site Address of the site.
 * @property {Readonly<Record<string, unknown>>} credential More fields of the credential "Creatio API".
 */

const user = { username: 'Supervisor', password: 'Supervisor' };

/**
 * Makes a contender ready.
 *
 * @param {Contender} contender
 * @param {BenchCase} benchCase
 * @param {Access} access
 * @returns {Promise<{ work: (work: Work) => Promise<readonly unknown[]>, close: () => Promise<void> }>}
 */
export async function openContender(contender, benchCase, { n8nFolder, site, credential }) {
	if (contender === 'bare') {
		const client = new BareClient(site);
		await client.signIn(user);
		return { work: (work) => benchCase.bare(client, work), close: () => client.close() };
	}
	if (contender === 'client') {
		const client = new PackageClient(site, user);
		const { client: way } = benchCase;
		if (!way) throw new Error(`${benchCase.name} has no way by the client alone`);
		return { work: (work) => way(client, work), close: async () => undefined };
	}
	const way = contender === 'cloud' ? benchCase.node : benchCase[contender];
	if (!way) throw new Error(`${benchCase.name} has no way by ${contender}`);
	const settings = { baseUrl: site, ...user, hosting: 'auto', allowUnauthorizedCerts: false };
	const which = contender === 'cloud' ? packages.cloud : packages.platform;
	const engine = new Engine(n8nFolder, { ...settings, ...credential }, which);
	await engine.load();
	return { work: (work) => way(engine, work, site), close: async () => undefined };
}

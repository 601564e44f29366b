import { N8nClient } from '../../../scripts/lib/n8n/client.mjs';
import { owner } from '../../../scripts/lib/n8n/owner.mjs';
import { packages } from '../../../scripts/lib/package/packages.mjs';

/** @param {string} name */
function fromEnvironment(name) {
	const value = process.env[name];
	if (!value) throw new Error(`${name} is not set: start these tests with npm run test:e2e.`);
	return value;
}

/** @type {import('../../../scripts/lib/package/packages.mjs').Flavor} */
const flavor = fromEnvironment('E2E_PACKAGE') === 'cloud' ? 'cloud' : 'platform';

/** What `npm run test:e2e` has started for the tests. */
export const world = {
	n8nUrl: fromEnvironment('E2E_N8N_URL'),
	n8nFolder: fromEnvironment('E2E_N8N_FOLDER'),
	/** The Node that n8n runs on. */
	n8nNode: fromEnvironment('E2E_N8N_NODE'),
	/** The package that is installed in it. */
	flavor,
	/** What its node types begin with. */
	packageName: packages[flavor].name,
	n8nLog: fromEnvironment('E2E_N8N_LOG'),
	n8nUserFolder: fromEnvironment('E2E_N8N_USER_FOLDER'),
	emulatorUrl: fromEnvironment('E2E_EMULATOR_URL'),
	/** Only for the tests in the editor. */
	chromium: process.env.E2E_CHROMIUM ?? '',
	screenshots: process.env.E2E_SCREENSHOTS ?? '',
	owner,
	/** Whether also what differs little from other tests is run. */
	isWhole: process.env.E2E_WHOLE === 'yes',
};

/** A client of n8n, signed in as its owner. */
export async function connect() {
	const client = new N8nClient({ url: world.n8nUrl, n8nFolder: world.n8nFolder });
	await client.signIn(owner);
	return client;
}

import type { ErrorKind } from '../../nodes/shared/basics/errors';
import type { ODataVersion } from '../../nodes/shared/connection/settings';
import { type Emulator, type EmulatorOptions, HOSTINGS, startEmulator } from '../emulator';
import {
	type Engine,
	type Members,
	type NodeErrorData,
	type RunOptions,
	type RunResult,
	startEngine,
} from '../support/engine';
import { isNightly } from '../support/nightly';
import type { Parameters } from '../support/parameters';

export {
	autoMap,
	column,
	conditions,
	located,
	map,
	object,
	type Parameters,
	record,
	related,
} from '../support/parameters';

export const SUPERVISOR = { username: 'Supervisor', password: 'Supervisor' };
export const ACCOM = '405947d0-2ffb-4ded-8675-0475f19f5a81';
export const ANDREW = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
export const CUSTOMER_TYPE = '03a75490-53e6-df11-971b-001d60e938c6';

/** A site, and the version of OData by which its records are read and written. */
export interface SiteOptions extends EmulatorOptions {
	odataVersion?: ODataVersion;
}

const OLD_SITE = {
	hosting: 'framework',
	version: '7.18',
	odataVersion: '3',
	switches: { odata4: false },
} as const satisfies SiteOptions;

type NamedSite = readonly [name: string, site: SiteOptions];

/** The kinds of site on which work with records has the same results; `sites.test.ts` has more of them. */
export const SITES: readonly NamedSite[] = [
	['framework', { hosting: 'framework' }],
	...(isNightly ? [['net', { hosting: 'net' }] satisfies NamedSite] : []),
	['an old site with OData 3', OLD_SITE],
];

/** The hosts on which everything else has the same results. */
export const SIMILAR_HOSTINGS = isNightly ? HOSTINGS : (['framework'] as const);

/** The options of the sites of a file, unless it sets others. */
let usual: SiteOptions = {};

/** Makes the sites of a file old ones with OData 3, also those of a file of tests that it imports afterwards. */
export function useOldSites(): void {
	usual = OLD_SITE;
}

/** A site on .NET has OData 4 alone. */
function withUsual(options: SiteOptions): SiteOptions {
	if (options.hosting === 'net') return options;
	return { ...usual, ...options, switches: { ...usual.switches, ...options.switches } };
}

export interface Bench {
	readonly site: Emulator;
	readonly odataVersion: ODataVersion;
	readonly engine: Engine;
	/** Runs the node "Creatio" with a signed-in user. */
	creatio(parameters: Parameters, options?: Partial<RunOptions>): Promise<RunResult>;
	/** Runs the node "Creatio DataService". */
	dataService(parameters: Parameters, options?: Partial<RunOptions>): Promise<RunResult>;
	/** OData requests that the site saw since the last call of `site.resetStats()`. */
	odata(): Array<{ method: string; path: string; body: string }>;
	credential(more?: Parameters): Record<string, Parameters>;
}

/** A site with an engine that the tests around this call share; `env` as for `startEngine`. Each test begins without faults and statistics. */
export function useBench(options: SiteOptions = {}, env: Readonly<Record<string, string>> = {}): Bench {
	let engine: Engine;
	let site: Emulator;
	let bench: Bench;
	beforeAll(async () => {
		const own = withUsual(options);
		[site, engine] = await Promise.all([startEmulator(own), startEngine(env)]);
		bench = benchOf(site, engine, own);
	});
	afterAll(() => Promise.all([engine.stop(), site.stop()]));
	beforeEach(() => {
		site.faults.clear();
		site.resetStats();
	});
	return {
		get site() {
			return site;
		},
		get odataVersion() {
			return bench.odataVersion;
		},
		get engine() {
			return engine;
		},
		creatio: (...run) => bench.creatio(...run),
		dataService: (...run) => bench.dataService(...run),
		odata: () => bench.odata(),
		credential: (more) => bench.credential(more),
	};
}

const openSites: Emulator[] = [];
afterEach(async () => {
	await Promise.all(openSites.splice(0).map((site) => site.stop()));
});

/** Another site for one test, with the engine of the file. It stops after the test, however that ends. */
export async function openSite(engine: Engine, options: SiteOptions = {}): Promise<Bench> {
	const own = withUsual(options);
	const site = await startEmulator(own);
	openSites.push(site);
	return benchOf(site, engine, own);
}

function benchOf(site: Emulator, engine: Engine, { odataVersion = '4' }: SiteOptions): Bench {
	const credential = (more: Parameters = {}) => ({
		creatioPlatformApi: {
			baseUrl: site.url,
			...SUPERVISOR,
			hosting: 'auto',
			allowUnauthorizedCerts: false,
			odataVersion,
			...more,
		},
	});
	return {
		site,
		odataVersion,
		engine,
		credential,
		creatio: (parameters, more = {}) =>
			engine.run({
				node: 'creatio',
				parameters: { authentication: 'userPassword', resource: 'record', ...parameters },
				items: [{}],
				credentials: credential(),
				...more,
			}),
		dataService: (parameters, more = {}) =>
			engine.run({
				node: 'creatioDataService',
				parameters: { authentication: 'userPassword', ...parameters },
				items: [{}],
				credentials: credential(),
				...more,
			}),
		odata: () =>
			site.stats.requests
				.filter(({ path }) => /\/(?:odata|EntityDataService\.svc)\/(?!\$metadata)/.test(path))
				.map(({ method, path, body }) => ({ method, path, body })),
	};
}

/**
 * The error of a failure: its kind, and the place that its message names, such as the label of a field, the name of an
 * object or a column, or the host. Unless `more` says otherwise, Creatio did not carry out what was asked for.
 */
export const failure = (kind: ErrorKind, place: string | RegExp, more: Partial<NodeErrorData> = {}) => ({
	kind,
	perhapsDone: false,
	message: typeof place === 'string' ? expect.stringContaining(place) : expect.stringMatching(place),
	...more,
});

/** Message and description, for places that may be in either. */
export const wordsOf = (error: NodeErrorData | undefined) => `${error?.message} ${error?.description ?? ''}`;

/** The items of a run that must not fail. */
export function itemsOf({ items, error }: RunResult): Members[] {
	if (error) throw new Error(wordsOf(error));
	return items.map(({ json }) => json);
}

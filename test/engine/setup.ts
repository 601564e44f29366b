import { type Emulator, type EmulatorOptions, startEmulator } from '../emulator';
import { type Engine, type RunOptions, type RunResult, startEngine } from '../support/engine';

export const SUPERVISOR = { username: 'Supervisor', password: 'Supervisor' };
export const ACCOM = '405947d0-2ffb-4ded-8675-0475f19f5a81';
export const ANDREW = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
export const CUSTOMER_TYPE = '03a75490-53e6-df11-971b-001d60e938c6';

export type Parameters = Readonly<Record<string, unknown>>;

export interface Bench {
	readonly site: Emulator;
	readonly engine: Engine;
	/** Runs the node "Creatio" with a signed-in user. */
	creatio(parameters: Parameters, options?: Partial<RunOptions>): Promise<RunResult>;
	/** Runs the node "Creatio DataService". */
	dataService(parameters: Parameters, options?: Partial<RunOptions>): Promise<RunResult>;
	/** OData requests that the site saw since the last call of `site.resetStats()`. */
	odata(): Array<{ method: string; path: string; body: string }>;
	credential(more?: Parameters): Record<string, Parameters>;
	stop(): Promise<void>;
}

/** A site, with an engine of its own unless one is given. */
export async function openBench(options: EmulatorOptions = {}, shared?: Engine): Promise<Bench> {
	const [site, engine] = await Promise.all([startEmulator(options), shared ?? startEngine()]);
	const credential = (more: Parameters = {}) => ({
		creatioPlatformApi: {
			baseUrl: site.url,
			...SUPERVISOR,
			hosting: 'auto',
			allowUnauthorizedCerts: false,
			...more,
		},
	});
	return {
		site,
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
				.filter(({ path }) => /\/odata\/(?!\$metadata)/.test(path))
				.map(({ method, path, body }) => ({ method, path, body })),
		stop: async () => {
			await Promise.all([shared ? undefined : engine.stop(), site.stop()]);
		},
	};
}

/** The object as the editor stores it. */
export const object = (name: string) => ({ __rl: true, mode: 'name', value: name });
export const record = (id: unknown) => ({ __rl: true, mode: 'id', value: id });
export const column = (path: string) => ({ __rl: true, mode: 'name', value: path });

export const conditions = (
	...rows: ReadonlyArray<readonly [path: string, operator: string, value?: unknown]>
) => ({
	condition: rows.map(([path, operator, value]) => ({ column: column(path), operator, value: value ?? '' })),
});

export const map = (value: Parameters, matchingColumns: readonly string[] = []) => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns,
	schema: [],
	attemptToConvertTypes: false,
	convertFieldsToString: false,
});

export const autoMap = (matchingColumns: readonly string[] = []) => ({
	...map({}, matchingColumns),
	mappingMode: 'autoMapInputData',
	value: null,
});

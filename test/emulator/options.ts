import type { Made } from './store/madeRows';
import type { Switches } from './switches';

/** How to start an emulator. Every field has a default. */
export interface EmulatorOptions {
	/** 0 (the default) takes a free port. */
	port?: number;
	/** Where it listens; 127.0.0.1 when left out. */
	address?: string;
	/** Serves https with this key and certificate (PEM), on both ports. */
	https?: { key: string; cert: string };
	/** .NET Framework wants `/0` in front of the workspace, .NET does not (contract 0.3). */
	hosting?: Hosting;
	/** What sites changed with each is in contract 10.3. */
	version?: Version;
	database?: Database;
	/** Pause before every answer, in milliseconds. */
	latencyMs?: number;
	/** Most rows of one answer, `MaxEntityRowCount` of a real site (contract 2.13). */
	pageCap?: number;
	/** Thousands of contacts, accounts and so on, unless rows are `made`. Without it only lookup rows and users exist. */
	sampleData?: boolean;
	/** Objects with any number of rows, `{ Contact: { count: 1_000_000 } }`, which nobody can change. */
	made?: Made;
	/** Objects that this site lacks, such as `SysFile` on one where objects have no files. */
	without?: readonly string[];
	/** Objects beside those of a stock site, `UsrObject1` and so on, as on a site that was built on for years. */
	moreObjects?: number;
	/** Path under which the site lives, e.g. `/app`. */
	pathBase?: string;
	switches?: Partial<Switches>;
	/** The site's idea of the present time. */
	clock?: () => Date;
}

export const HOSTINGS = ['framework', 'net'] as const;
export type Hosting = (typeof HOSTINGS)[number];
export type Version = '7.18' | '8.1' | '8.2.3' | '8.3.2';
export type Database = 'postgres' | 'mssql';

export interface ResolvedOptions {
	port: number;
	address: string;
	https?: { key: string; cert: string };
	hosting: Hosting;
	version: Version;
	database: Database;
	latencyMs: number;
	pageCap: number;
	sampleData: boolean;
	made: Made;
	without: readonly string[];
	/** Empty, or starts with a slash and does not end with one. */
	pathBase: string;
	clock: () => Date;
}

export function resolveOptions(options: EmulatorOptions): ResolvedOptions {
	const pathBase = (options.pathBase ?? '').replace(/^\/*/, '/').replace(/\/+$/, '');
	return {
		port: options.port ?? 0,
		address: options.address ?? '127.0.0.1',
		https: options.https,
		hosting: options.hosting ?? 'framework',
		version: options.version ?? '8.3.2',
		database: options.database ?? 'postgres',
		latencyMs: options.latencyMs ?? 0,
		pageCap: options.pageCap ?? 20_000,
		sampleData: options.sampleData ?? options.made === undefined,
		made: options.made ?? {},
		without: options.without ?? [],
		pathBase,
		clock: options.clock ?? (() => new Date()),
	};
}

export function isAtLeast(version: Version, wanted: Version): boolean {
	const order: Version[] = ['7.18', '8.1', '8.2.3', '8.3.2'];
	return order.indexOf(version) >= order.indexOf(wanted);
}

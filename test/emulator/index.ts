import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { Sessions } from './auth/sessions';
import { Tokens } from './auth/tokens';
import type { SiteContext } from './context';
import { Carried } from './carried';
import type { Controlled } from './control';
import { fillSample } from './data/sample';
import { makeSeeder } from './data/seeds';
import { FaultRules } from './faults';
import { Front, type ServerName } from './front';
import { HOSTS } from './hosts';
import { loadModel } from './model/model';
import { type EmulatorOptions, resolveOptions } from './options';
import { DEFAULT_SWITCHES, type Switches } from './switches';
import { ProcessEngine } from './process/engine';
import { listen } from './server';
import { Stats } from './stats';
import { Store } from './store/store';

export { OAUTH_CLIENTS, OAUTH_SCOPE, USERS } from './auth/users';
export { FILE_TYPES, SAMPLE_FILES, SAMPLE_FLAT } from './data/files';
export { FILE_SECURITY } from './data/fileSettings';
export { AWKWARD_NAMES, TWIN_CONTACT_NAME } from './data/sample';
export type { Fault, FaultMatch } from './faults';
export { decodeQuery } from './http';
export { FIXED } from './model/ids';
export { parseFilter } from './odata/parse';
export type { Expression } from './odata/parse';
export { HOSTINGS } from './options';
export type { Database, EmulatorOptions, Hosting, Version } from './options';
export type { Switches } from './switches';
export type { Row, Store } from './store/store';

/** A running site. */
export interface Emulator {
	/** Site address without trailing slash, path base included. */
	url: string;
	/** Token address of the identity service, on another port. */
	tokenUrl: string;
	stats: Stats;
	/** What authorized requests since the start; `resetStats` leaves it. */
	carried: Carried;
	/** May be changed at any time. */
	switches: Switches;
	faults: FaultRules;
	store: Store;
	/** Ends all sessions and access tokens; refresh tokens live on. */
	expireSessions(): void;
	resetStats(): void;
	/** Breaks all connections to the site and refuses others for `ms`; resolves when it listens again. */
	goDown(ms: number): Promise<void>;
	stop(): Promise<void>;
}

/** Starts a local Creatio site and its identity service. Rejects when a port is taken. */
export async function startEmulator(given: EmulatorOptions = {}): Promise<Emulator> {
	const options = resolveOptions(given);
	const switches: Switches = { ...DEFAULT_SWITCHES, ...given.switches };
	const model = loadModel(options.without, given.moreObjects);
	const stats = new Stats();
	const faults = new FaultRules();
	const store = new Store(model, options.database, options.clock, makeSeeder(model), options.made);
	const context: SiteContext = {
		options,
		host: HOSTS[options.hosting],
		switches,
		store,
		stats,
		sessions: new Sessions(options.clock, () => switches.ticketMinutes),
		tokens: new Tokens(options.clock),
		failedSignIns: new Map(),
		processes: new ProcessEngine({ store, options, switches, stats }),
	};
	if (options.sampleData) fillSample(store);
	stats.onWrite = (object, kind, id) => context.processes.signal(object, kind, id);

	const addresses = { url: '', tokenUrl: '' };
	const controlled: Controlled = {
		addresses,
		stats,
		carried: new Carried(),
		switches,
		faults,
		store,
		expireSessions() {
			context.sessions.closeAll();
			context.tokens.expireAccess();
		},
		resetStats: () => stats.reset(),
	};
	const front = new Front(context, faults, controlled, (ms) => void goDown(ms));
	const open = (server: ServerName, port: number) =>
		listen({
			port,
			host: options.address,
			https: options.https,
			onConnection: (socket: Socket) => front.onConnection(socket),
			bodyLimit: (url) => front.bodyLimit(server, url),
			refuseBytes: (failure) => front.hostOf(server).refuseBytes(failure),
			serve: (...args) => front.serve(server, ...args),
		});
	const site = await open('site', options.port);
	const identity = await open('identity', 0);
	let isStopped = false;
	const goDown = async (ms: number) => {
		site.refuse();
		await pause(ms, undefined, { ref: false });
		if (!isStopped) await site.listenAgain();
	};
	const scheme = options.https ? 'https' : 'http';
	addresses.url = `${scheme}://${options.address}:${site.port}${options.pathBase}`;
	addresses.tokenUrl = `${scheme}://${options.address}:${identity.port}/connect/token`;
	return {
		...controlled,
		...addresses,
		goDown,
		async stop() {
			isStopped = true;
			await Promise.all([site.close(), identity.close()]);
			context.processes.close();
			store.db.close();
		},
	};
}

import type { Session, Sessions } from './auth/sessions';
import type { Tokens } from './auth/tokens';
import type { User } from './auth/users';
import type { Host } from './hosts';
import type { SiteRequest } from './http';
import type { ResolvedOptions } from './options';
import type { Switches } from './switches';
import type { ProcessEngine } from './process/engine';
import type { Stats } from './stats';
import type { Store } from './store/store';

/** Everything that the routes of one emulator share. */
export interface SiteContext {
	options: ResolvedOptions;
	/** What the server around the application answers. */
	host: Host;
	switches: Switches;
	store: Store;
	stats: Stats;
	sessions: Sessions;
	tokens: Tokens;
	/** Failed sign-ins in a row, by lower-case user name. */
	failedSignIns: Map<string, number>;
	processes: ProcessEngine;
}

/** Who calls: by cookie or by bearer token. */
export interface Caller {
	user: User;
	session?: Session;
}

export interface Call {
	context: SiteContext;
	request: SiteRequest;
	caller: Caller;
	/** Address of the site as the caller knows it, path base included, no trailing slash. */
	base: string;
}

/** The workspace prefix of contract 0.3. */
export function workspacePrefix(options: ResolvedOptions): '' | '/0' {
	return options.hosting === 'framework' ? '/0' : '';
}

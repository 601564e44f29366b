export interface PasswordSignIn {
	readonly kind: 'password';
	readonly username: string;
	readonly password: string;
}

export interface ClientCredentialsSignIn {
	readonly kind: 'clientCredentials';
	readonly clientId: string;
	readonly clientSecret: string;
	/** Empty: derived from the site by the cloud rule (contract 1.8). */
	readonly tokenUrl: string;
	readonly scope?: string;
}

/** A token that n8n's own OAuth2 helper obtains and renews. */
export interface AccessTokenSignIn {
	readonly kind: 'accessToken';
	/** Identifies the owner of the token for caches: the same after a renewal, and never the token itself. */
	readonly owner: string;
	current(): Promise<string>;
	/** Obtains a fresh token after the current one was refused. */
	renew(): Promise<string>;
}

export type SignIn = PasswordSignIn | ClientCredentialsSignIn | AccessTokenSignIn;

/** How the `/0` workspace prefix is found (contract 0.3). */
type Hosting = 'auto' | 'framework' | 'net';

export type HostFamily = Exclude<Hosting, 'auto'>;

/** Sites below 7.15.3, and those where OData 4 is switched off, have only the older version (contract 3, 14). */
export type ODataVersion = '4' | '3';

export interface ConnectionSettings {
	/** As the user typed it; cut down to the site by `siteFromAddress`. */
	readonly baseUrl: string;
	readonly hosting: Hosting;
	/** The version of OData that is used; 4 when left out. */
	readonly odataVersion?: ODataVersion;
	readonly allowUnauthorizedCerts: boolean;
	readonly signIn: SignIn;
	/** Per attempt, milliseconds. */
	readonly timeoutMs: number;
	/** Retries of a read after a failure that may be temporary. */
	readonly retries: number;
	/** The maximum number of connections to the site at the same time; 4 when left out. */
	readonly connections?: number;
	/** Sessions that parallel requests are spread over, for sites that serialise one (contract 10.2); 1 when left out. */
	readonly sessions?: number;
	/** The most bytes of an answer, decompressed; 100 MB when left out. */
	readonly largestAnswer?: number;
	/** Refuses every request that may change something. */
	readonly readOnly?: boolean;
	/** Fires when the run is cancelled. */
	readonly signal?: AbortSignal;
	/** For unattended runs on a schedule: the pause after a refused password grows with each refusal. */
	readonly unattended?: boolean;
}

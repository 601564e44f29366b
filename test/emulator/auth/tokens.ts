import { randomBytes } from 'node:crypto';

import type { OAuthClient, User } from './users';

export const CLIENT_TOKEN_SECONDS = 3600;
/** Access and refresh tokens of the code flow (contract 1.9). */
export const CODE_TOKEN_SECONDS = 180;
const REFRESH_SECONDS = 48 * 60 * 60;
const CODE_SECONDS = 300;

interface Grant {
	client: OAuthClient;
	user: User;
	scope: string;
	expires: number;
}

export interface PendingCode extends Grant {
	redirectUri: string;
	challenge?: string;
	challengeMethod?: string;
}

/** Access tokens, refresh tokens and authorization codes. All are opaque and live in memory. */
export class Tokens {
	private readonly access = new Map<string, Grant>();
	private readonly refresh = new Map<string, Grant>();
	private readonly codes = new Map<string, PendingCode>();

	constructor(private readonly clock: () => Date) {}

	issueAccess(client: OAuthClient, user: User, scope: string, seconds: number): string {
		return this.put(this.access, { client, user, scope, expires: this.until(seconds) });
	}

	issueRefresh(client: OAuthClient, user: User, scope: string): string {
		return this.put(this.refresh, { client, user, scope, expires: this.until(REFRESH_SECONDS) });
	}

	issueCode(code: Omit<PendingCode, 'expires'>): string {
		return this.put(this.codes, { ...code, expires: this.until(CODE_SECONDS) });
	}

	findAccess(token: string): Grant | undefined {
		return this.live(this.access, token);
	}

	/** Refresh tokens rotate: one use each. */
	takeRefresh(token: string): Grant | undefined {
		const grant = this.live(this.refresh, token);
		this.refresh.delete(token);
		return grant;
	}

	takeCode(code: string): PendingCode | undefined {
		const pending = this.live(this.codes, code);
		this.codes.delete(code);
		return pending;
	}

	revoke(token: string): void {
		this.access.delete(token);
		this.refresh.delete(token);
	}

	expireAccess(): void {
		this.access.clear();
	}

	private put<T>(into: Map<string, T>, value: T): string {
		const token = randomBytes(32).toString('base64url');
		into.set(token, value);
		return token;
	}

	private live<T extends Grant>(from: Map<string, T>, token: string): T | undefined {
		const grant = from.get(token);
		return grant && grant.expires > this.clock().getTime() ? grant : undefined;
	}

	private until(seconds: number): number {
		return this.clock().getTime() + seconds * 1000;
	}
}

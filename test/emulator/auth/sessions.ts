import { randomBytes } from 'node:crypto';

import type { User } from './users';

/** Idle life of a session, `UserSessionTimeout` (contract 1.6). */
const IDLE_MS = 60 * 60 * 1000;

export interface Session {
	/** Value of `.ASPXAUTH`. */
	ticket: string;
	user: User;
	/** Value of `BPMCSRF`, wanted back as a header. */
	csrf: string;
	/** Value of `BPMLOADER`, .NET Framework. */
	loader: string;
	/** Value of the antiforgery cookie `CsrfToken`, .NET. */
	antiforgery: string;
	/** Value of `BPMSESSIONID` once it was given out. */
	workspaceSession?: string;
	lastUsed: number;
	/** Minutes east of UTC that sign-in asked for. */
	zoneMinutes?: number;
}

export class Sessions {
	private readonly sessions = new Map<string, Session>();

	constructor(private readonly clock: () => Date) {}

	open(user: User, zoneMinutes?: number): Session {
		const session: Session = {
			ticket: randomBytes(96).toString('hex').toUpperCase(),
			user,
			csrf: randomBytes(16).toString('base64').slice(0, 22),
			loader: randomBytes(12).toString('hex'),
			antiforgery: randomBytes(48).toString('base64url'),
			lastUsed: this.clock().getTime(),
			zoneMinutes,
		};
		this.sessions.set(session.ticket, session);
		return session;
	}

	/** A live session; using it keeps it alive. */
	find(ticket: string | undefined): Session | undefined {
		const session = this.sessions.get(ticket ?? '');
		if (!session) return undefined;
		const now = this.clock().getTime();
		if (now - session.lastUsed > IDLE_MS) {
			this.sessions.delete(session.ticket);
			return undefined;
		}
		session.lastUsed = now;
		return session;
	}

	close(session: Session): void {
		this.sessions.delete(session.ticket);
	}

	closeAll(): void {
		this.sessions.clear();
	}
}

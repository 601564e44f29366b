import { randomBytes } from 'node:crypto';

import { newGuid } from '../model/ids';
import type { User } from './users';

const MINUTE_MS = 60_000;
/** Idle life of a session, `UserSessionTimeout` (contract 1.6). */
const IDLE_MS = 60 * MINUTE_MS;

export interface Session {
	id: string;
	/** Value of `.ASPXAUTH`, the newest one. */
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
	/** The password was right, and the second factor is missing still: nothing is let in (contract 1.1). */
	awaitsSecondFactor: boolean;
}

interface Ticket {
	session: Session;
	issuedAt: number;
}

export class Sessions {
	private readonly tickets = new Map<string, Ticket>();

	constructor(
		private readonly clock: () => Date,
		/** Life of a ticket. */
		private readonly ticketMinutes: () => number,
	) {}

	open(user: User, { zoneMinutes, awaitsSecondFactor = false }: Partial<Session> = {}): Session {
		const session: Session = {
			id: newGuid(),
			ticket: '',
			user,
			csrf: randomBytes(16).toString('base64').slice(0, 22),
			loader: randomBytes(12).toString('hex'),
			antiforgery: randomBytes(48).toString('base64url'),
			lastUsed: this.now(),
			zoneMinutes,
			awaitsSecondFactor,
		};
		this.issue(session);
		return session;
	}

	/** A live session; using it keeps it alive, as far as its ticket goes. */
	find(ticket: string | undefined): Session | undefined {
		const found = this.tickets.get(ticket ?? '');
		if (!found) return undefined;
		const { session, issuedAt } = found;
		const isTooOld = this.now() - issuedAt > this.ticketMinutes() * MINUTE_MS;
		if (isTooOld || this.now() - session.lastUsed > IDLE_MS) {
			this.tickets.delete(ticket ?? '');
			return undefined;
		}
		session.lastUsed = this.now();
		return session;
	}

	/** The ticket that takes the place of one that has lived more than half its life (contract 1.6). */
	renew(ticket: string | undefined): string | undefined {
		const session = this.tickets.get(ticket ?? '')?.session;
		if (!session || this.isYoung(ticket)) return undefined;
		if (!this.isYoung(session.ticket)) this.issue(session);
		return session.ticket;
	}

	private isYoung(ticket: string | undefined): boolean {
		const found = this.tickets.get(ticket ?? '');
		return found !== undefined && this.now() - found.issuedAt <= (this.ticketMinutes() * MINUTE_MS) / 2;
	}

	close(session: Session): void {
		for (const [ticket, one] of this.tickets) {
			if (one.session === session) this.tickets.delete(ticket);
		}
	}

	closeAll(): void {
		this.tickets.clear();
	}

	private issue(session: Session): void {
		session.ticket = randomBytes(96).toString('hex').toUpperCase();
		this.tickets.set(session.ticket, { session, issuedAt: this.now() });
	}

	private now(): number {
		return this.clock().getTime();
	}
}

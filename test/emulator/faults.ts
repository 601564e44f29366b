import { type Answer, empty, html, json, redirect } from './http';

export interface FaultMatch {
	method?: string;
	/** Tested against the decoded path and query, e.g. `/0/odata/Contact?$top=1`. */
	path?: RegExp;
	/** Which matching request is the first to suffer, counted from 1. */
	nth?: number;
	/** How many matching requests suffer; 1 when left out. */
	times?: number;
}

export type Fault =
	/** The socket is closed, nothing was done. */
	| { kind: 'resetBefore' }
	/** The work is done, then the socket is closed without an answer. */
	| { kind: 'resetAfter' }
	/** Any answer. With `after`, the work is done first, as when a proxy gives up waiting. */
	| { kind: 'status'; status: number; headers?: Record<string, string>; body?: string; after?: boolean }
	/** 200 with the HTML of the login page. */
	| { kind: 'htmlLogin' }
	/** The work is done and half of the body is sent. */
	| { kind: 'cutBody' }
	| { kind: 'delay'; ms: number }
	/** Something happens on the site just before it answers. Only for tests in the emulator's own process. */
	| { kind: 'meanwhile'; happens: () => void }
	/** 200 `success:false` while the site reloads its routes (contract 2.2). */
	| { kind: 'collectionModified' }
	/** 500 of the memory limit (contract 2.12). */
	| { kind: 'ramLimit' }
	| { kind: 'csrf403' }
	| { kind: 'redirectToLogin' }
	| { kind: 'redirect'; location: string; status?: number };

export interface FaultRule {
	match: FaultMatch;
	fault: Fault;
}

interface ActiveRule extends FaultRule {
	seen: number;
}

/** Rules that make chosen requests fail. The first rule that fits wins. */
export class FaultRules {
	private rules: ActiveRule[] = [];

	add(rule: FaultRule): void {
		this.rules.push({ ...rule, seen: 0 });
	}

	clear(): void {
		this.rules = [];
	}

	/** Counts the request against every rule and gives the fault that is due, if any. */
	take(method: string, path: string): Fault | undefined {
		let due: Fault | undefined;
		for (const rule of this.rules) {
			const { match } = rule;
			if (match.method !== undefined && match.method !== method) continue;
			if (match.path !== undefined && path.search(match.path) < 0) continue;
			rule.seen += 1;
			const first = match.nth ?? 1;
			if (rule.seen >= first && rule.seen < first + (match.times ?? 1)) due ??= rule.fault;
		}
		return due;
	}
}

/** The answer of a fault that replaces the work, or `undefined` when the work goes on. */
export function replacement(fault: Fault, loginPage: { path: string; html: string }): Answer | undefined {
	switch (fault.kind) {
		case 'status':
			return fault.after === true ? undefined : statusAnswer(fault);
		case 'htmlLogin':
			return html(loginPage.html);
		case 'collectionModified':
			return json({
				success: false,
				errorInfo: {
					message:
						'System.InvalidOperationException: Collection was modified; enumeration operation may not execute.',
				},
			});
		case 'ramLimit':
			return json(RAM_LIMIT, 500);
		case 'csrf403':
			return empty(403);
		case 'redirectToLogin':
			return redirect(`${loginPage.path}?ReturnUrl=%2f`);
		case 'redirect':
			return redirect(fault.location, fault.status ?? 302);
		case 'resetBefore':
		case 'resetAfter':
		case 'cutBody':
		case 'delay':
		case 'meanwhile':
			return undefined;
	}
}

export function statusAnswer(fault: Extract<Fault, { kind: 'status' }>): Answer {
	return { status: fault.status, headers: Object.entries(fault.headers ?? {}), body: fault.body ?? '' };
}

const RAM_LIMIT = {
	error: {
		code: '',
		message: 'An error has occurred.',
		innererror: {
			message:
				"The 'ObjectContent`1' type failed to serialize the response body for content type 'application/json; odata.metadata=minimal'.",
			type: '',
			stacktrace: '',
			internalexception: {
				message:
					'Request processing terminated because it reached the RAM consumption limit of 2000 MB. You can reduce RAM usage by selecting fewer columns or reducing the number of records using filtering or strict limit for record quantity',
				type: '',
				stacktrace: '',
			},
		},
	},
};

import type { SiteContext } from '../context';
import { type Answer, empty } from '../http';

/** How a service fails on the sites that do not offer it (contract 1.6, 8.2). */
export type Unavailable = 'missing' | 'forbidden' | 'broken';

export function unavailable({ host }: SiteContext, why: Unavailable, broken: Answer): Answer {
	switch (why) {
		case 'missing':
			return host.notFound();
		case 'forbidden':
			return empty(403);
		case 'broken':
			return broken;
	}
}

import type { Hosting } from '..';

/** Where a site answers otherwise than the library that was recorded, on purpose. */
export interface AllowedDifference {
	/** Names of recorded requests. */
	names: ReadonlyArray<string | RegExp>;
	kind: 'refused' | 'status' | 'sentence' | 'form';
	/** Both hosts when left out. */
	on?: Hosting;
	/** Why, with the section of docs/creatio-api.md. */
	reason: string;
}

export const DIFFERENCES: readonly AllowedDifference[] = [];

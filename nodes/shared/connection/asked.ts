import type { Repeat, Service } from './serviceCall';

/** The request that an answer belongs to, as far as the meaning of the answer depends on it. */
export interface Asked {
	/** Absolute, as it was sent; of a part of a batch the address that it would have by itself. */
	readonly url: string;
	readonly service: Service;
	readonly repeat: Repeat;
	/** A part of a batch passes no limit of a host for addresses (contract 2.14). */
	readonly isPart?: boolean;
	/** The length of the body. */
	readonly bytes?: number;
}

export function isWrite({ repeat }: Pick<Asked, 'repeat'>): boolean {
	return repeat !== 'read';
}

export function hostOf({ url }: Pick<Asked, 'url'>): string {
	return new URL(url).host;
}

import type { WholeAnswer } from '../../http';

/** One request of a batch. */
export interface Part {
	/** `null` where the caller gave none (contract 2.14). */
	id: string | null;
	/** The caller's name of the atomicity group or change set. */
	group?: string;
	/** Upper case. */
	method: string;
	/** As in the batch: relative to the root, absolute path, absolute address, or `$` and an id. */
	url: string;
	/** Lower-case names. */
	headers: Record<string, string>;
	body: Buffer;
	/** Ids, of parts or of groups, that must come before; missing in multipart, where each may refer to all before it. */
	dependsOn?: readonly string[];
}

export interface PartAnswer {
	part: Part;
	/** Made by the server, one per group. */
	group?: string;
	answer: WholeAnswer;
}

/** A batch that the library cannot read: nothing is done, and nothing catches the exception (contract 2.14). */
export class MalformedBatch extends Error {}

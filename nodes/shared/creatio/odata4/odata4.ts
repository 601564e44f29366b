import type { Protocol } from '../protocol/protocol';
import { selectOption } from '../protocol/shape';
import { expandOption } from './expand';
import { literal } from './literal';

/** OData 4 (contract 2). */
export const odata4: Protocol = {
	collection: (object) => object,
	guid: (id) => id,
	literal,
	textCall: (name, member, text) => `${name}(${member},${text})`,
	parameters: (options) => ({ ...options }),
	shape: (columns, paths) => ({ select: selectOption(columns), expand: expandOption(paths) }),
	hasCountAddress: true,
	hasStreams: true,
	// Without it, a site may create the record again that somebody has just deleted (contract 2.10).
	update: { method: 'PATCH', headers: { 'If-Match': '*' } },
	batches: ['json', 'multipart'],
	namesFailedPart: () => true,
	partHeaders: { Accept: 'application/json', 'Content-Type': 'application/json' },
};

import { VERBOSE_JSON } from '../../connection/verboseJson';
import type { Protocol } from '../protocol/protocol';
import { body } from './body';
import { selectAndExpand } from './expand';
import { guidLiteral, literal } from './literal';
import { normalise } from './normalise';

/** OData 3, the only version of sites below 7.15.3 (contract 3, 14). */
export const odata3: Protocol = {
	collection: (object) => `${object}Collection`,
	guid: guidLiteral,
	literal,
	// The text comes first in `substringof`, and second in the others.
	textCall: (name, member, text) =>
		name === 'contains' ? `substringof(${text},${member})` : `${name}(${member},${text})`,
	parameters: ({ count, ...options }) => ({ ...options, inlinecount: count ? 'allpages' : undefined }),
	shape: selectAndExpand,
	hasCountAddress: false,
	hasStreams: false,
	update: { method: 'MERGE', headers: {} },
	methodHeader: 'X-HTTP-Method',
	batches: ['multipart'],
	// What the database refuses is found when the whole group is saved, and is reported for its last part (contract 3.7).
	namesFailedPart: (status) => status < 500,
	partHeaders: { Accept: VERBOSE_JSON, 'Content-Type': VERBOSE_JSON },
	form: { body, normalise },
};

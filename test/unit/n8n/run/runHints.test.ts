import type { CreatioClient } from '../../../../nodes/shared/creatio/client';
import { notesOf } from '../../../../nodes/shared/n8n/run/runHints';

const meter = { requests: 1, signIns: 0, retries: 0, batches: 0, parts: 0, rows: 0 };
const shown = (more: Partial<typeof meter>, always: boolean, ...notes: string[]) =>
	notesOf({ meter: { ...meter, ...more }, notes: new Set(notes) } as CreatioClient['connection'], always);

describe('the costs of a run', () => {
	it.each([
		[{}, '1 request to Creatio, 0 rows.'],
		[{ requests: 1_200, rows: 1 }, '1,200 requests to Creatio, 1 row.'],
		[{ signIns: 1, retries: 2, rows: 5 }, '1 request to Creatio, 1 sign-in, 5 rows, 2 retries.'],
		[
			{ requests: 3, batches: 2, parts: 110, rows: 110 },
			'3 requests to Creatio, 110 rows, 110 parts in 2 batches. Against a quota of the site, this counts as 111 calls.',
		],
	])('of %j', (more, expected) => {
		expect(shown(more, true)).toEqual([expected]);
	});

	it('come after the notes about the site', () => {
		expect(shown({}, true, 'A note.')).toEqual(['A note.', '1 request to Creatio, 0 rows.']);
	});

	it.each([
		['a few requests', { requests: 20, rows: 5_000 }, 0],
		['a small batch', { requests: 1, batches: 1, parts: 20 }, 0],
		['many requests', { requests: 21 }, 1],
		['a batch that a quota counts as many', { requests: 1, batches: 1, parts: 21 }, 1],
		['a retry', { retries: 1 }, 1],
	])('are shown only where they matter: %s', (_, more, lines) => {
		expect(shown(more, false, 'A note.')).toHaveLength(1 + lines);
	});
});

import type { CreatioClient } from '../../../../nodes/shared/creatio/client';
import { costsOf } from '../../../../nodes/shared/n8n/run/runHints';

const meter = { requests: 1, signIns: 0, retries: 0, batches: 0, parts: 0, rows: 0 };
const costs = (more: Partial<typeof meter>, ...notes: string[]) =>
	costsOf({ meter: { ...meter, ...more }, notes: new Set(notes) } as CreatioClient['connection']);

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
		expect(costs(more)).toEqual([expected]);
	});

	it('come after the notes about the site', () => {
		expect(costs({}, 'A note.')).toEqual(['A note.', '1 request to Creatio, 0 rows.']);
	});
});

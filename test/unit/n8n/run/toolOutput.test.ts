import fc from 'fast-check';

import {
	forAgent,
	LONGEST_OUTPUT,
	noteForAgent,
	toolOutput,
} from '../../../../nodes/shared/n8n/run/toolOutput';

it('a result is without what is empty, in objects alone', () => {
	const row = {
		Id: '1',
		Name: null,
		Phone: undefined,
		Age: 0,
		Yes: false,
		Text: '',
		in: { a: null, b: [null, 1] },
	};
	expect(forAgent(row)).toEqual({ Id: '1', Age: 0, Yes: false, Text: '', in: { b: [null, 1] } });
});

it('a long text is cut, and says so', () => {
	const { text } = forAgent({ text: 'x'.repeat(20_000) }) as { text: string };
	expect(text).toMatch(/^x{10000}… \(the first 10,000 of 20,000 characters\)$/);
});

it('no result is longer than an agent can read, and short ones stay whole', () => {
	const member = fc.oneof(
		fc.string(),
		fc.integer(),
		fc.array(fc.string({ maxLength: 50 }), { maxLength: 2_000 }),
	);
	fc.assert(
		fc.property(fc.dictionary(fc.string({ minLength: 1 }), member), (row) => {
			const shown = JSON.stringify(forAgent(row));
			expect(shown.length).toBeLessThan(35_000);
			const whole = JSON.stringify(row);
			if (whole.length <= 10_000 && !('__proto__' in row)) expect(shown).toBe(whole);
		}),
		{ numRuns: 50 },
	);
	const list = { list: Array.from({ length: 2_000 }, (_, index) => ({ index })) };
	expect(Object.keys(forAgent(list))).toEqual(['json']);
});

it('all results together are as long as an agent can read, to the character', () => {
	const rows = (first: number) =>
		[first, 9_990, 9_990, 9_990, 9_990].map((length) => ({ json: { t: 'x'.repeat(length) } }));
	const shownOf = (first: number) =>
		toolOutput(rows(first), new Set(), new Set())
			.map(({ json }) => json)
			.filter((json) => !('note' in json));
	const whole = Array.from({ length: 20 }, (_, index) => shownOf(9_980 + index));
	for (const shown of whole) expect(JSON.stringify(shown).length).toBeLessThanOrEqual(LONGEST_OUTPUT);
	const longest = whole.filter((shown) => shown.length === 5).map((shown) => JSON.stringify(shown).length);
	expect(Math.max(...longest)).toBe(LONGEST_OUTPUT);
	expect(longest.length).toBeLessThan(whole.length);
});

it('a note says what an agent has to know, and that there is nothing', () => {
	expect(noteForAgent([], 3)).toEqual([]);
	expect(noteForAgent(['One.', 'Two.'], 1)).toEqual([{ note: 'One. Two.' }]);
	expect(noteForAgent([], 0)).toEqual([{ note: expect.stringContaining('no results') }]);
});

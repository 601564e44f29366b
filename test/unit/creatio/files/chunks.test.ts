import fc from 'fast-check';

import { type Chunk, chunksOf } from '../../../../nodes/shared/creatio/files/chunks';

async function collected<T>(pieces: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const piece of pieces) all.push(piece);
	return all;
}

const bodyOf = async ({ body }: Chunk) =>
	body instanceof Uint8Array ? body : Buffer.concat(await collected(body.open()));

it('cuts a content into chunks of one size, however its parts come', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }),
			fc.integer({ min: 1, max: 50 }),
			async (pieces, size) => {
				const whole = Buffer.concat(pieces);
				const content = {
					length: whole.length,
					async *open() {
						yield* pieces;
					},
				};
				const chunks = await collected(chunksOf(content, size));
				expect(Buffer.concat(await Promise.all(chunks.map(bodyOf)))).toEqual(whole);
				// Sent again, a chunk has the same bytes.
				expect(Buffer.concat(await Promise.all(chunks.map(bodyOf)))).toEqual(whole);
				expect(chunks.map(({ body }) => body.length)).toEqual(chunks.map(({ from, to }) => to - from));
				expect(chunks.slice(0, -1).every(({ body }) => body.length === size)).toBe(true);
				expect(chunks.map(({ from }) => from)).toEqual(chunks.map((_, index) => index * size));
				expect(chunks).toHaveLength(Math.ceil(whole.length / size));
			},
		),
	);
});

it('does not give the last chunk before the content has ended', async () => {
	const content = {
		length: 4,
		async *open() {
			yield Buffer.from('abcd');
			throw new Error('longer than announced');
		},
	};
	const seen: number[] = [];
	const read = async () => {
		for await (const { to } of chunksOf(content, 2)) seen.push(to);
	};
	await expect(read()).rejects.toThrow('longer');
	expect(seen).toEqual([2]);
});

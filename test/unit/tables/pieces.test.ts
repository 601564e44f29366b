import { inSmallPieces, startOf } from '../../../nodes/shared/tables/pieces';

const LONG = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));

it('a file that comes as a whole is worked on in small pieces', async () => {
	const pieces: Uint8Array[] = [];
	for await (const piece of inSmallPieces([LONG.subarray(0, 3), new Uint8Array(), LONG.subarray(3)]))
		pieces.push(piece);
	expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(65_536);
	expect(Buffer.concat(pieces).equals(LONG)).toBe(true);
});

it('the start of a file is no more than what is asked for and a piece', async () => {
	async function* whole() {
		yield await Promise.resolve(LONG);
	}
	expect(await startOf(whole(), 1)).toHaveLength(65_536);
	expect(await startOf(whole(), 1_000_000)).toHaveLength(LONG.length);
});

it('work on a file that is in memory leaves others their turn', async () => {
	let turns = 0;
	const others = setInterval(() => turns++, 1);
	for await (const piece of inSmallPieces([LONG, LONG, LONG])) {
		const begin = Date.now();
		let bytes = 0;
		while (Date.now() - begin < 20) bytes += piece.length;
		expect(bytes).toBeGreaterThan(0);
	}
	clearInterval(others);
	expect(turns).toBeGreaterThan(0);
});

import { Outbox } from '../../../nodes/shared/basics/outbox';

const bytes = (length: number) => new Uint8Array(length).fill(1);

describe('an outbox', () => {
	it('gives all pieces in their order, and ends', async () => {
		const outbox = new Outbox();
		const sizes: number[] = [];
		const read = (async () => {
			for await (const piece of outbox.pieces()) sizes.push(piece.length);
		})();
		for (const size of [3, 1, 2]) await outbox.push(bytes(size));
		outbox.end();
		await read;
		expect(sizes).toEqual([3, 1, 2]);
	});

	it('lets the writer wait while a megabyte is unread, and no longer', async () => {
		const outbox = new Outbox();
		const pieces = outbox.pieces();
		await outbox.push(bytes(1_000_000));
		let hasRoom = false;
		const pushed = outbox.push(bytes(1_000_000)).then(() => {
			hasRoom = true;
		});
		await new Promise(setImmediate);
		expect(hasRoom).toBe(false);
		await pieces.next();
		await pushed;
		expect(hasRoom).toBe(true);
	});

	it('lets the writer go on when nobody reads any more', async () => {
		const outbox = new Outbox();
		const pieces = outbox.pieces();
		await outbox.push(bytes(1));
		await pieces.next();
		const pushed = outbox.push(bytes(2_000_000));
		await pieces.return(undefined);
		await pushed;
		await outbox.push(bytes(2_000_000));
	});

	it('gives pieces without bytes while nothing comes', async () => {
		const outbox = new Outbox(1);
		const pieces = outbox.pieces();
		expect((await pieces.next()).value).toHaveLength(0);
		await outbox.push(bytes(5));
		expect((await pieces.next()).value).toHaveLength(5);
		outbox.end();
		expect((await pieces.next()).done).toBe(true);
	});
});

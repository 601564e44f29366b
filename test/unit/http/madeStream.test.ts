import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { madeStream } from '../../../nodes/shared/http/madeStream';

async function* pieces(count: number, failAfter = Infinity): AsyncGenerator<Uint8Array> {
	for (let index = 0; index < count; index++) {
		if (index >= failAfter) throw new Error('broken off');
		yield await Promise.resolve(Buffer.from(`${index};`));
	}
}

/** As n8n reads what it keeps in its memory, its database or S3. */
function collected(stream: ReturnType<typeof madeStream>): Promise<string> {
	return new Promise((resolve, reject) => {
		const parts: Uint8Array[] = [];
		stream.on('data', (piece) => parts.push(piece as Uint8Array));
		stream.once('end', () => resolve(Buffer.concat(parts).toString()));
		stream.once('error', reject);
	});
}

it('is written into a file', async () => {
	const folder = await mkdtemp(path.join(tmpdir(), 'made-'));
	try {
		const file = path.join(folder, 'file');
		await writeFile(file, madeStream(pieces(3)));
		expect(await readFile(file, 'utf8')).toBe('0;1;2;');
		await expect(writeFile(file, madeStream(pieces(3, 1)))).rejects.toThrow('broken off');
	} finally {
		await rm(folder, { recursive: true });
	}
});

it('is read by its events, and so is its failure', async () => {
	expect(await collected(madeStream(pieces(3)))).toBe('0;1;2;');
	const broken = madeStream(pieces(3, 2));
	broken.rethrow();
	await expect(collected(broken)).rejects.toThrow('broken off');
	expect(() => broken.rethrow()).toThrow('broken off');
});

it('a listener that was taken off hears nothing', async () => {
	const stream = madeStream(pieces(2));
	let heard = 0;
	const listener = () => {
		heard++;
	};
	stream.on('data', listener).off('data', listener);
	expect(await collected(stream)).toBe('0;1;');
	expect(heard).toBe(0);
});

it('ends the source when it is destroyed', async () => {
	let ended = false;
	const source = (async function* () {
		try {
			yield await Promise.resolve(new Uint8Array(1));
			yield new Uint8Array(1);
		} finally {
			ended = true;
		}
	})();
	const stream = madeStream(source);
	await stream[Symbol.asyncIterator]().next();
	stream.destroy();
	await new Promise((resolve) => setImmediate(resolve));
	expect(ended).toBe(true);
});

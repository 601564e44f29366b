import type { IBinaryData } from 'n8n-workflow';

import { readInputFile } from '../../../../nodes/shared/n8n/files/binaryInput';

/** An item with these files; `assertBinaryData` as n8n has it for a workflow with separate files. */
function itemWith(binary: Record<string, unknown>, json: Record<string, unknown> = {}) {
	return {
		getInputData: () => [{ json, binary }],
		helpers: {
			assertBinaryData: (_: number, field: string) => {
				if (binary[field] === undefined) throw new Error('No binary field');
				return binary[field];
			},
		},
	} as unknown as Parameters<typeof readInputFile>[0];
}

async function bytesOf(binary: unknown): Promise<string> {
	const { content } = await readInputFile(itemWith({ data: binary }), 'data', 0);
	const pieces: Uint8Array[] = [];
	for await (const piece of content.open()) pieces.push(piece);
	expect(Buffer.concat(pieces)).toHaveLength(content.length);
	return Buffer.concat(pieces).toString();
}

const file = (data: string, more: Partial<IBinaryData> = {}) => ({ data, mimeType: 'text/plain', ...more });

it.each([
	['Base64', file('YWJjZA==')],
	['without padding', file('YWJjZA')],
	['in lines', file('YWJj\r\nZA==\n')],
	['announced with a size in words', file('YWJjZA==', { fileSize: '1.2 kB', bytes: 7 })],
	['without a type', { data: 'YWJjZA==' }],
])('reads a file: %s', async (_, binary) => {
	expect(await bytesOf(binary)).toBe('abcd');
});

it.each([
	['padding in the middle', 'YWI=YWI='],
	['too much padding', 'YQ==='],
	['an address of data', 'data:text/plain;base64,YWJj'],
	['other characters', 'ä?'],
	['nothing', ''],
])('refuses what is not the content of a file: %s', async (_, data) => {
	await expect(bytesOf(file(data))).rejects.toMatchObject({ kind: 'input' });
});

it.each([
	['beside its values', { scan: file('YQ==') }, {}, 'scan'],
	['among its values', {}, { _files: { scan: file('YQ==') } }, '_files.scan'],
])('names the files that an item has: %s', async (_, binary, json, name) => {
	await expect(readInputFile(itemWith(binary, json), 'data', 0)).rejects.toMatchObject({
		kind: 'input',
		cure: expect.stringContaining(name),
	});
});

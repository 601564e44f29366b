import { mimeTypeOption } from '../../../../nodes/shared/n8n/files/fileOptions';

const read = (value: unknown) =>
	mimeTypeOption.read(
		{ getNodeParameter: (name: string) => (name === 'options' ? { mimeType: value } : value) } as never,
		0,
	);

it.each([
	['text/csv; charset=utf-8', 'text/csv'],
	['text/plain;charset="x"', 'text/plain'],
	[' application/vnd.ms-excel ', 'application/vnd.ms-excel'],
	['', ''],
	['; charset=utf-8', ''],
])('the type %j is %j', (entered, type) => {
	expect(read(entered)).toBe(type);
});

it.each(['pdf', 'a/b/c', 'text/plain\r\nX-Other: 1', 'a b/c', `${'a'.repeat(101)}/b`])(
	'refuses %j',
	(entered) => {
		expect(() => read(entered)).toThrow(expect.objectContaining({ kind: 'input' }));
	},
);

/** What a form of `multipart/form-data` brings. */
export interface Form {
	/** Fields that are not files, by name. */
	fields: Array<{ name: string; value: string }>;
	files: Array<{ name: string; fileName: string; bytes: Buffer }>;
}

/** Reads a body of `multipart/form-data`, or gives `undefined` where it is none. */
export function readForm(contentType: string, body: Buffer): Form | undefined {
	const boundary = /^multipart\/form-data\b.*?;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
	const delimiter = boundary?.[1] ?? boundary?.[2];
	if (delimiter === undefined) return undefined;
	const form: Form = { fields: [], files: [] };
	for (const part of partsOf(body, `--${delimiter}`)) {
		const end = part.indexOf('\r\n\r\n');
		if (end < 0) continue;
		const head = part.subarray(0, end).toString('utf8');
		const bytes = part.subarray(end + 4);
		const name = parameterOf(head, 'name');
		const fileName = parameterOf(head, 'filename');
		if (name === undefined) continue;
		if (fileName === undefined) form.fields.push({ name, value: bytes.toString('utf8') });
		else form.files.push({ name, fileName, bytes });
	}
	return form;
}

/** What stands between the lines of the delimiter, without the line breaks that belong to them. */
function* partsOf(body: Buffer, delimiter: string): Generator<Buffer, void, undefined> {
	const inner = Buffer.from(`\r\n${delimiter}`);
	let start = body.indexOf(delimiter);
	if (start < 0) return;
	start += delimiter.length;
	for (;;) {
		const end = body.indexOf(inner, start);
		if (end < 0) return;
		yield body.subarray(start + 2, end);
		start = end + inner.length;
	}
}

function parameterOf(head: string, name: string): string | undefined {
	const line = head.split('\r\n').find((one) => /^content-disposition:/i.test(one)) ?? '';
	const found = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(line);
	return found?.[1]?.replace(/\\(.)/g, '$1') ?? found?.[2];
}

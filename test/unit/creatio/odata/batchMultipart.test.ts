import fc from 'fast-check';

import type { BatchPart } from '../../../../nodes/shared/creatio/odata/batchJson';
import { multipartFormat } from '../../../../nodes/shared/creatio/odata/batchMultipart';
import { odata4 } from '../../../../nodes/shared/creatio/odata4/odata4';

const POST: BatchPart = { method: 'POST', path: 'City', json: { Name: 'é' }, repeat: 'once' };
const DELETE: BatchPart = { method: 'DELETE', path: 'City(1)', repeat: 'harmless' };
const GET: BatchPart = { method: 'GET', path: 'City?$top=1', repeat: 'read' };

const MESSAGE = ({ method, path, json }: BatchPart, id: number) =>
	[
		...['Content-Type: application/http', 'Content-Transfer-Encoding: binary', `Content-ID: ${id}`, ''],
		...[`${method} ${path} HTTP/1.1`, `Content-ID: ${id}`, 'Accept: application/json'],
		...['Content-Type: application/json', '', json === undefined ? '' : JSON.stringify(json), ''],
	].join('\r\n');

/** The text with the boundaries replaced by `B`, and by `C1`, `C2` and so on for change sets. */
function written(parts: readonly BatchPart[], atomic: boolean) {
	const { content } = multipartFormat.write(
		parts.map((part) => ({ ...part, headers: { ...odata4.partHeaders, ...part.headers } })),
		atomic,
	);
	const boundary = /^multipart\/mixed;boundary=(batch_[\w-]{36})$/.exec(content?.type ?? '')?.[1] ?? 'none';
	const text = String(content?.body);
	const changeSets = [...new Set(text.match(/changeset_[\w-]{36}/g))];
	return changeSets.reduce(
		(replaced, name, index) => replaced.replaceAll(name, `C${index + 1}`),
		text.replaceAll(boundary, 'B'),
	);
}

const changeSet = (name: string, ...messages: string[]) =>
	[
		`Content-Type: multipart/mixed; boundary=${name}\r\n\r\n`,
		...messages.map((message) => `--${name}\r\n${message}`),
		`--${name}--\r\n`,
	].join('');

describe('a multipart batch', () => {
	it('has reads as parts of their own, and each write in a change set', () => {
		expect(written([GET, POST, DELETE], false)).toBe(
			[
				`--B\r\n${MESSAGE(GET, 0)}`,
				`--B\r\n${changeSet('C1', MESSAGE(POST, 1))}`,
				`--B\r\n${changeSet('C2', MESSAGE(DELETE, 2))}`,
				'--B--\r\n',
			].join(''),
		);
	});

	it('has all writes in one change set, if all are to be done or none', () => {
		expect(written([POST, DELETE], true)).toBe(
			`--B\r\n${changeSet('C1', MESSAGE(POST, 0), MESSAGE(DELETE, 1))}--B--\r\n`,
		);
		expect(written([GET, POST], true)).toMatch(/C1/);
		expect(written([GET, GET], true)).toBe(`--B\r\n${MESSAGE(GET, 0)}${MESSAGE(GET, 1)}--B--\r\n`);
	});
});

describe('the answers of a multipart batch', () => {
	const read = (lines: readonly string[], type = 'multipart/mixed; boundary=b', end = '\r\n') =>
		multipartFormat.read({
			status: 200,
			headers: { 'content-type': type },
			json: undefined,
			text: lines.join(end),
		});

	it('may come in JSON', () => {
		const json = { responses: [{ id: '0', status: 204 }] };
		expect(multipartFormat.read({ status: 200, headers: {}, json, text: '' })).toEqual([
			{ id: '0', status: 204, text: '', json: undefined },
		]);
	});

	it.each([
		'multipart/mixed; boundary=b',
		'multipart/mixed; BOUNDARY = b; charset=x',
		'multipart/mixed;boundary="b"',
	])('are between the boundaries of the header %s', (type) => {
		const lines = [
			'ignored',
			'--b',
			'Content-ID: 3',
			'',
			'HTTP/1.1 204 No Content',
			'',
			'--b--',
			'HTTP/1.1 500',
		];
		expect(read(lines, type)[0]).toEqual({ id: '3', status: 204, text: '', json: undefined });
		expect(read(['HTTP/1.1 200 OK', ...lines], type)[0]?.status).toBe(204);
	});

	it('are found in change sets, whose boundary only the text names', () => {
		const lines = [
			...['--b', 'content-type:multipart/mixed; boundary="x y"', 'Content-Length: 5', ''],
			...['--x y', 'Content-Type: application/http', '', 'HTTP/1.1 201 Created', 'content-id: 7'],
			...['Content-Type: application/json', '', '{"Name":', '"a"}', '', '--x y--  '],
			...['--b', '', 'HTTP/2 400 Bad Request', '', 'No good', 'at all', '--b--'],
		];
		for (const end of ['\r\n', '\n']) {
			expect(read(lines, 'multipart/mixed; boundary=b', end)).toEqual([
				{ id: '7', status: 201, text: '{"Name":\n"a"}', json: { Name: 'a' } },
				{ id: undefined, status: 400, text: 'No good\nat all', json: undefined },
			]);
		}
	});

	it('do not take lines of a body for boundaries or headers', () => {
		const lines = [
			...['--b', '', 'HTTP/1.1 200 OK', '', '{"Text":"', '--c', 'Content-ID: 9', '--b and more', '"}'],
			...['--b', 'X-Content-ID: 8', 'no HTTP/1.1 200', '--b--'],
		];
		const [only, ...others] = read(lines);
		expect(only).toMatchObject({ id: undefined, status: 200 });
		expect(only?.text).toBe('{"Text":"\n--c\nContent-ID: 9\n--b and more\n"}');
		expect(others).toEqual([]);
	});

	it('are those that a boundary follows, wherever the text is cut', () => {
		const lines = [
			...['--b', 'Content-ID: 0', '', 'HTTP/1.1 200 OK', '', '{"value":[]}'],
			...['--b', 'Content-Type: multipart/mixed; boundary=c', ''],
			...['--c', 'Content-ID: 1', '', 'HTTP/1.1 201 Created', '', '{"Name":"a"}', '--c--', '--b--'],
		];
		const whole = read(lines);
		expect(whole).toHaveLength(2);
		const text = lines.join('\r\n');
		for (let end = 0; end < text.length; end++) {
			const answers = read([text.slice(0, end)]);
			expect(answers).toEqual(whole.slice(0, answers.length));
		}
	});

	it('have the number of the part even where the message has another', () => {
		const lines = ['--b', 'Content-ID: 1', '', 'HTTP/1.1 204 No Content', 'Content-ID: 2', '', '--b--'];
		expect(read(lines).map(({ id }) => id)).toEqual(['1']);
	});

	it.each([
		['no boundary', ['--b', 'HTTP/1.1 200 OK', '--b--'], 'text/plain'],
		['no status', ['--b', 'HTTP/1.1 OK', '--b--'], undefined],
		['no text', [''], undefined],
	])('are missing where there is %s', (_, lines, type) => {
		expect(read(lines, type)).toEqual([]);
	});

	it('have any text as their body', () => {
		fc.assert(
			fc.property(fc.array(fc.json(), { minLength: 1, maxLength: 5 }), (bodies) => {
				const lines = bodies.flatMap((body, id) => [
					...['--b', `Content-ID: ${id}`, '', 'HTTP/1.1 200 OK', 'Content-Type: application/json', '', body],
				]);
				const answers = read([...lines, '--b--']);
				expect(answers.map(({ id }) => id)).toEqual(bodies.map((_, id) => String(id)));
				expect(answers.map(({ json }) => json)).toEqual(bodies.map((body) => JSON.parse(body) as unknown));
			}),
			{ numRuns: 50 },
		);
	});
});

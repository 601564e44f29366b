import fc from 'fast-check';

import { UnreadableBody } from '../body/unreadable';
import { groupParts } from './checkParts';
import { readJsonBatch } from './jsonBatch';
import { readMultipartBatch } from './multipartBatch';
import { MalformedBatch, type Part } from './part';

const ROOT = 'https://site/0/odata';

/** Fails when what is thrown is not a refusal. */
function readOrRefuse(read: () => Part[]): void {
	try {
		const parts = read();
		expect(groupParts(parts, ROOT).flat()).toEqual(parts);
	} catch (cause) {
		if (!(cause instanceof MalformedBatch || cause instanceof UnreadableBody)) throw cause;
	}
}

const name = fc.constantFrom('a', 'b', '', '__proto__', 'constructor');
const oddly = <T>(usual: fc.Arbitrary<T>) =>
	fc.oneof({ arbitrary: usual, weight: 9 }, { arbitrary: fc.jsonValue(), weight: 1 });
const request = fc.record(
	{
		id: oddly(name),
		method: oddly(fc.constantFrom('GET', 'post', 'FOO')),
		url: oddly(fc.constantFrom('City', '/City', '$a', '$a/Name', `${ROOT}/$b`, 'http://', '::')),
		headers: oddly(fc.dictionary(fc.constantFrom('content-type', 'Prefer', '__proto__'), fc.string())),
		body: oddly(fc.oneof(fc.object(), fc.base64String())),
		atomicityGroup: oddly(name),
		dependsOn: oddly(fc.array(name)),
	},
	{ requiredKeys: ['method', 'url'] },
);

it('reads or refuses any batch in JSON', () => {
	fc.assert(
		fc.property(fc.array(request, { maxLength: 5 }), (requests) => {
			readOrRefuse(() => readJsonBatch(JSON.stringify({ requests })));
		}),
		{ numRuns: 1000 },
	);
});

it('reads or refuses any batch in multipart', () => {
	const lines = fc.array(
		fc.constantFrom(
			'--b',
			'--b--',
			'--c',
			'--c--',
			'',
			'Content-Type: multipart/mixed;boundary=c',
			'Content-Type: application/http',
			'Content-Transfer-Encoding: binary',
			'Content-ID: 1',
			'POST City HTTP/1.1',
			'GET $1 HTTP/1.1',
			'{}',
		),
		{ maxLength: 20 },
	);
	fc.assert(
		fc.property(lines, fc.constantFrom('\n', '\r\n'), (all, end) => {
			readOrRefuse(() => readMultipartBatch(all.join(end), 'b'));
		}),
		{ numRuns: 1000 },
	);
});

it('keeps parts with unique ids as they are, in units of a group or of one', () => {
	const groups = fc.array(fc.record({ size: fc.integer({ min: 1, max: 5 }), isGroup: fc.boolean() }), {
		minLength: 1,
		maxLength: 10,
	});
	fc.assert(
		fc.property(groups, (wanted) => {
			let id = 0;
			const requests = wanted.flatMap(({ size, isGroup }, group) =>
				Array.from({ length: size }, () => ({
					id: String(id++),
					method: 'GET',
					url: 'City',
					headers: {},
					...(isGroup && { atomicityGroup: `g${group}` }),
				})),
			);
			const units = groupParts(readJsonBatch(JSON.stringify({ requests })), ROOT);
			const sizes = wanted.flatMap(({ size, isGroup }) => (isGroup ? [size] : Array<number>(size).fill(1)));
			expect(units.map(({ length }) => length)).toEqual(sizes);
		}),
	);
});

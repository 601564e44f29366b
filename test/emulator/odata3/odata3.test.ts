import fc from 'fast-check';

import { type Emulator, startEmulator } from '..';
import { type Answer, type Send, signedIn } from '../testSupport';
import { readXml, xmlAttribute, XmlError, xmlText } from './xml';
import { Lexer } from './lexer';
import { ServiceError } from './errors';
import { readBatch } from './batch/reader';

const ROOT = '/0/ServiceModel/EntityDataService.svc';
const VERBOSE = 'application/json;odata=verbose';

let site: Emulator;
let send: Send;
beforeAll(async () => {
	site = await startEmulator({
		sampleData: false,
		pageCap: 7,
		switches: { odata3Collections: true, odata3Paging: 'nextLink', maxQueryString: 10_000 },
	});
	send = await signedIn(site);
});
afterAll(() => site.stop());

function read(path: string, options: Record<string, string>): Promise<Answer> {
	const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
	return send('GET', `${ROOT}/${path}?${query.join('&')}`, { headers: { Accept: VERBOSE } });
}

interface Collection {
	d: { results: Array<{ Id: string; Name: string }>; __count?: string; __next?: string };
}

const text = fc
	.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 40 }))
	.map((value) => value.toWellFormed().replaceAll('\0', ''));

describe('texts', () => {
	it('stay in their literal', async () => {
		await fc.assert(
			fc.asyncProperty(text, async (value) => {
				const literal = `'${value.replaceAll("'", "''")}'`;
				const answer = await read('CityCollection', {
					$filter: `concat(${literal},'') eq ${literal}`,
					$top: '1',
				});
				expect(answer.status).toBe(200);
				expect(answer.json<Collection>().d.results).toHaveLength(1);
			}),
			{ numRuns: 200 },
		);
	});

	it('go through Atom and back', async () => {
		await fc.assert(
			fc.asyncProperty(text, async (value) => {
				const Name = `a${value}z`;
				const raw = `<entry xmlns="http://www.w3.org/2005/Atom" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><content type="application/xml"><m:properties><d:Name>${xmlText(Name)}</d:Name></m:properties></content></entry>`;
				const answer = await send('POST', `${ROOT}/CityCollection`, {
					raw,
					headers: { 'Content-Type': 'application/atom+xml' },
				});
				expect(answer.status).toBe(201);
				const entry = readXml(answer.text);
				const content = entry.children.find(({ name }) => name === 'content');
				const name = content?.children[0]?.children.find((child) => child.name === 'Name');
				expect(name?.text).toBe(Name);
			}),
			{ numRuns: 100 },
		);
	});

	it('are read from XML as they were written', () => {
		fc.assert(
			fc.property(text, (value) => {
				const element = readXml(`<a b="${xmlAttribute(value)}">${xmlText(value)}</a>`);
				expect([element.text, element.attributes.get('b')]).toEqual([value, value]);
			}),
			{ numRuns: 1000 },
		);
	});
});

it('reads or refuses any XML', () => {
	const piece = fc.constantFrom(
		'<a>',
		'</a>',
		'<a/>',
		'<b:c xmlns:b="x">',
		'</b:c>',
		'&amp;',
		'&',
		'<!-- -->',
		'<![CDATA[x]]>',
		']]>',
		'x',
		' ',
		'<',
		'<?xml?>',
		'<!DOCTYPE a>',
		' a="b"',
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
			try {
				readXml(pieces.join(''));
			} catch (cause) {
				expect(cause).toBeInstanceOf(XmlError);
			}
		}),
		{ numRuns: 3000 },
	);
});

it('makes tokens of the whole text, or refuses it', () => {
	const piece = fc.constantFrom(
		"'",
		"''",
		"guid'",
		'datetime',
		'x',
		'-',
		'1',
		'.5',
		'e',
		'L',
		'M',
		'f',
		'INF',
		'NaN',
		' ',
		'(',
		')',
		'/',
		',',
		'$it',
		':',
		'0x',
		'é',
		'#',
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
			const source = pieces.join('');
			try {
				const lexer = new Lexer(source);
				let seen = '';
				for (let count = 0; lexer.token.kind !== 'end'; count += 1) {
					expect(count).toBeLessThan(100);
					expect(lexer.token.at).toBeGreaterThanOrEqual(seen.length);
					seen = source.slice(0, lexer.token.at + lexer.token.text.length);
					lexer.next();
				}
				expect(source.slice(seen.length).trim()).toBe('');
			} catch (cause) {
				expect(cause).toBeInstanceOf(ServiceError);
			}
		}),
		{ numRuns: 3000 },
	);
});

it('reads or refuses any batch, and comes to its end', () => {
	const line = fc.constantFrom(
		'--b',
		'--b--',
		'--c',
		'--c--',
		'',
		'Content-Type: multipart/mixed;boundary=c',
		'Content-Type: application/http',
		'Content-Transfer-Encoding: binary',
		'Content-ID: 1',
		'Content-Length: 3',
		'POST CityCollection HTTP/1.1',
		'GET $1 HTTP/1.1',
		'{}',
	);
	fc.assert(
		fc.property(fc.array(line, { maxLength: 25 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
			try {
				const events = [...readBatch(Buffer.from(lines.join(end)), 'b')];
				const starts = events.filter(({ kind }) => kind === 'changeSetStart').length;
				expect(events.filter(({ kind }) => kind === 'changeSetEnd')).toHaveLength(starts);
				expect(events.length).toBeLessThanOrEqual(lines.length * 2);
			} catch (cause) {
				expect(cause).toBeInstanceOf(ServiceError);
			}
		}),
		{ numRuns: 3000 },
	);
});

describe('pages', () => {
	it.each(['Name', 'Name desc', 'CountryId,Name desc', 'CreatedOn', ''])(
		'by __next have every row once, sorted by %j',
		async (order) => {
			for (const [name, country] of [
				['b', 'a'],
				['b', undefined],
				["o'b", 'a'],
				['', 'a'],
			] as const)
				site.store.insert('City', {
					Name: name,
					...(country && { CountryId: site.store.rows('Country')[0]?.Id ?? null }),
				});
			const options = {
				$select: 'Name',
				$inlinecount: 'allpages',
				...(order !== '' && !order.includes('Id') && { $orderby: order }),
			};
			let answer = await read('CityCollection', options);
			const seen: string[] = [];
			const total = site.store.count('City');
			for (let page = 0; page <= total; page += 1) {
				const { d } = answer.json<Collection>();
				expect(d.__count).toBe(String(total));
				seen.push(
					...d.results.map((row) => (row as unknown as { __metadata: { uri: string } }).__metadata.uri),
				);
				if (d.__next === undefined) break;
				answer = await send('GET', d.__next.slice(site.url.length), { headers: { Accept: VERBOSE } });
			}
			expect(new Set(seen).size).toBe(seen.length);
			expect(seen).toHaveLength(total);
		},
	);
});

describe('any request', () => {
	const word = fc.constantFrom(
		'Name',
		'Id',
		'Account/Name',
		'Account/Id',
		'AccountId',
		'CreatedOn',
		'Age',
		'Confirmed',
		'ContactPhoto',
		'eq',
		'ne',
		'gt',
		'and',
		'or',
		'not',
		'add',
		'div',
		'mod',
		'-',
		'(',
		')',
		',',
		"'x'",
		'1',
		'0',
		'1.5',
		'1.5M',
		'9999999999',
		'null',
		'true',
		"guid'410006e1-ca4e-4502-a9ec-e54d922d2c00'",
		"datetime'2024-01-01T00:00:00'",
		"time'PT1H'",
		"binary'00'",
		'substringof(',
		'year(',
		'length(',
		'round(',
		'ActivityCollectionByContact/any(x:x/',
		'ActivityCollectionByContact/all(',
		':',
		'asc',
		'desc',
		'/',
		'*',
		'Account',
		'isof(',
	);
	const words = fc.array(word, { maxLength: 9 }).map((list) => list.join(' '));
	const option = fc.tuple(
		fc.constantFrom(
			'$filter',
			'$select',
			'$orderby',
			'$expand',
			'$top',
			'$skip',
			'$inlinecount',
			'$skiptoken',
			'$format',
		),
		fc.oneof(
			{ weight: 5, arbitrary: words },
			{ weight: 1, arbitrary: fc.string() },
			{ weight: 1, arbitrary: fc.constantFrom('allpages', '1', '-1', '') },
		),
	);
	const path = fc.constantFrom(
		'ContactCollection',
		"ContactCollection(guid'410006e1-ca4e-4502-a9ec-e54d922d2c00')",
		"ContactCollection(guid'410006e1-ca4e-4502-a9ec-e54d922d2c00')/Account",
		"ContactCollection(guid'410006e1-ca4e-4502-a9ec-e54d922d2c00')/Name",
		"ContactCollection(guid'410006e1-ca4e-4502-a9ec-e54d922d2c00')/ActivityCollectionByContact",
		'$metadata',
		'ContactCollection/$count',
		'',
	);
	const accept = fc.constantFrom(VERBOSE, 'application/atom+xml', '', 'application/json', '*/*', ';;');

	it('to read is answered as a site does', async () => {
		const seen = new Map<number, number>();
		await fc.assert(
			fc.asyncProperty(path, fc.array(option, { maxLength: 3 }), accept, async (place, options, Accept) => {
				const query = options
					.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
					.join('&');
				const answer = await send('GET', `${ROOT}/${place}?${query}`, { headers: { Accept } });
				expect(answer.text).not.toContain('The emulator itself broke down');
				expect([200, 204, 400, 404, 415, 500, 501]).toContain(answer.status);
				seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
			}),
			{ numRuns: Number(process.env.EMULATOR_FUZZ_RUNS ?? 600) },
		);
		expect(seen.get(200)).toBeGreaterThan(10);
	}, 300_000);

	it('to write is answered as a site does', async () => {
		const name = fc.constantFrom(
			'Name',
			'Age',
			'BirthDate',
			'AccountId',
			'Account',
			'Confirmed',
			'ContactPhoto',
			'__metadata',
			'Foo',
			'Id',
		);
		const value = fc.oneof(
			fc.jsonValue({ maxDepth: 2 }),
			fc.constantFrom('2000-01-01', '/Date(1)/', 'AAAA', '5', '', null, {
				__metadata: { uri: "AccountCollection(guid'e308b781-3c5b-4ecb-89ef-5c1ed4da488e')" },
			}),
		);
		const method = fc.constantFrom('POST', 'PUT', 'MERGE', 'PATCH', 'DELETE');
		await fc.assert(
			fc.asyncProperty(
				method,
				path,
				fc.dictionary(name, value),
				accept,
				async (verb, place, body, Accept) => {
					const answer = await send(verb, `${ROOT}/${place}`, {
						body,
						headers: { Accept, 'Content-Type': VERBOSE },
					});
					expect(answer.text).not.toContain('The emulator itself broke down');
					expect([201, 204, 400, 404, 405, 415, 500]).toContain(answer.status);
				},
			),
			{ numRuns: Number(process.env.EMULATOR_FUZZ_RUNS ?? 400) },
		);
	}, 300_000);
});

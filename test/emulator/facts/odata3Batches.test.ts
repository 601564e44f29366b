import type { Answer } from '../testSupport';
import { type Ask, type Expected, type Fact, type FactBench, testFacts } from './facts';
import { address, type Entry, refused3, VERBOSE } from './odata3Support';

const ON = ['framework'] as const;
const CITY = 'CityCollection';

/** The message of a part in JSON. */
function message(line: string, body?: object, headers: Record<string, string> = {}): string {
	const all = { Accept: VERBOSE, ...(body && { 'Content-Type': VERBOSE }), ...headers };
	return [
		'Content-Type: application/http',
		'Content-Transfer-Encoding: binary',
		'',
		`${line} HTTP/1.1`,
		...Object.entries(all).map(([name, value]) => `${name}: ${value}`),
		'',
		body === undefined ? '' : JSON.stringify(body),
	].join('\r\n');
}

function create(name: string, id?: string): string {
	return message(`POST ${CITY}`, { Name: name }, id === undefined ? {} : { 'Content-ID': id });
}

function changeSet(parts: readonly string[]): string {
	return [
		'Content-Type: multipart/mixed; boundary=c',
		'',
		...parts.map((part) => `--c\r\n${part}`),
		'--c--',
	].join('\r\n');
}

function batch(parts: readonly string[], headers: Record<string, string> = {}, end = '--b--\r\n'): Ask {
	return {
		method: 'POST',
		path: address('$batch'),
		raw: [...parts.map((part) => `--b\r\n${part}\r\n`), end].join(''),
		headers: { 'Content-Type': 'multipart/mixed; boundary=b', ...headers },
	};
}

interface PartAnswer {
	status: number;
	id?: string;
	body: string;
}

/** Parts of an answer; those of a change set in a list. */
function partsOf({ headers, text }: Answer): Array<PartAnswer | PartAnswer[]> {
	return split(text, boundaryIn(headers.get('content-type') ?? '')).map((part) => {
		const inner = /^Content-Type: multipart\/mixed; boundary=(\S+)\r\n\r\n/.exec(part);
		return inner ? split(part.slice(inner[0].length), inner[1] ?? '').map(partOf) : partOf(part);
	});
}

function boundaryIn(type: string): string {
	return /boundary=(\S+)/.exec(type)?.[1] ?? '';
}

function split(text: string, boundary: string): string[] {
	expect(text.trimEnd().endsWith(`--${boundary}--`)).toBe(true);
	return text
		.split(`--${boundary}`)
		.slice(1, -1)
		.map((part) => part.replace(/^\r\n/, ''));
}

function partOf(text: string): PartAnswer {
	const [, message = '', ...rest] = text.split('\r\n\r\n');
	return {
		status: Number(/^HTTP\/1\.1 (\d{3})/.exec(message)?.[1]),
		id: /^Content-ID: (.+)$/m.exec(message)?.[1]?.trim(),
		body: rest.join('\r\n\r\n').trimEnd(),
	};
}

type Shape = number | [number, string] | Shape[];

/** Statuses of the parts, with the content id where one is wanted. */
function statuses(...expected: readonly Shape[]): Expected {
	return {
		status: 202,
		check: (answer) => expect(partsOf(answer).map(shapeOf)).toEqual(expected.map(shapeWanted)),
	};
}

function shapeOf(part: PartAnswer | PartAnswer[]): unknown {
	return Array.isArray(part) ? part.map(shapeOf) : { status: part.status, id: part.id };
}

function shapeWanted(shape: Shape): unknown {
	if (typeof shape === 'number') return { status: shape, id: undefined };
	const [first, second] = shape;
	return typeof second === 'string' ? { status: first, id: second } : (shape as Shape[]).map(shapeWanted);
}

async function kept(bench: FactBench, name: string): Promise<number> {
	const { store } = bench.emulator;
	return Promise.resolve(store.count('City', '"Name" = ?', name));
}

function facts(list: ReadonlyArray<Omit<Fact, 'contract' | 'on'>>): Fact[] {
	return list.map((one) => ({ contract: '3.7', on: ON, ...one }));
}

testFacts(
	facts([
		{
			fact: 'reads are answered in their order, each in the form it asks for',
			ask: batch([
				message(`GET ${CITY}?$top=1`),
				message(`GET ${CITY}?$top=1`, undefined, { Accept: 'application/atom+xml' }),
				message('GET FooCollection'),
			]),
			answer: {
				...statuses(200, 200, 404),
				headers: { 'content-type': /^multipart\/mixed; boundary=batchresponse_/, dataserviceversion: '1.0;' },
			},
		},
		{
			fact: 'a change set is answered part by part, with the content ids among the headers',
			ask: batch([changeSet([create('b1', '1'), create('b2', '2')]), message(`GET ${CITY}?$top=0`)]),
			answer: statuses(
				[
					[201, '1'],
					[201, '2'],
				],
				200,
			),
		},
		{
			fact: 'MERGE is a verb of a part, and $1 what another created',
			ask: async (bench) => {
				const answer = await bench.ask(
					batch([
						changeSet([
							create('b3', '1'),
							message('MERGE $1', { Name: 'b3 changed' }, { 'Content-ID': '2' }),
							message(
								'POST ContactCollection',
								{ Name: 'Ann', City: { __metadata: { uri: '$1' } } },
								{ 'Content-ID': '3' },
							),
						]),
					]),
				);
				expect(await kept(bench, 'b3 changed')).toBe(1);
				return answer;
			},
			answer: statuses([
				[201, '1'],
				[204, '2'],
				[201, '3'],
			]),
		},
		{
			fact: 'a change set that fails has one answer and leaves nothing; the batch goes on',
			ask: async (bench) => {
				const answer = await bench.ask(
					batch([
						changeSet([
							create('b4', '1'),
							message(`POST ${CITY}`, { Foo: 1 }, { 'Content-ID': '2' }),
							create('b4', '3'),
						]),
						changeSet([create('b5', '4')]),
					]),
				);
				expect([await kept(bench, 'b4'), await kept(bench, 'b5')]).toEqual([0, 1]);
				return answer;
			},
			answer: statuses([[400, '2']], [[201, '4']]),
		},
		{
			fact: 'what the entity layer refuses is laid to the last part',
			ask: batch([
				changeSet([
					create('b6', '1'),
					message(`POST ${CITY}`, { Name: '' }, { 'Content-ID': '2' }),
					create('b6', '3'),
				]),
			]),
			answer: statuses([[500, '3']]),
		},
		{
			fact: 'statistics count what was kept',
			ask: async (bench) => {
				const before = bench.emulator.stats.writes.City?.created.length ?? 0;
				const answer = await bench.ask(
					batch([
						changeSet([create('b7', '1'), message(`POST ${CITY}`, { Foo: 1 })]),
						changeSet([create('b8')]),
					]),
				);
				expect(bench.emulator.stats.writes.City?.created.length).toBe(before + 1);
				return answer;
			},
			answer: { status: 202 },
		},
		...(
			[
				['CityCollection?$top=0', {}, 200],
				['/CityCollection?$top=0', {}, 400],
				['/CityCollection?$top=0', { DataServiceVersion: '2.0' }, 200],
				['/0/ServiceModel/EntityDataService.svc/CityCollection?$top=0', {}, 200],
				['https://elsewhere/0/servicemodel/entitydataservice.svc/CityCollection?$top=0', {}, 200],
				['https://elsewhere/CityCollection', {}, 400],
				["CityCollection?$filter=Name eq 'x y'", {}, 200],
				["CityCollection?$filter=Name%20eq%20'x'&$format=json", {}, 200],
				['CityCollection?$top=1&$top=2', {}, 400],
				['$metadata', {}, 415],
				['$batch', {}, 404],
				['$9', {}, 404],
			] as const
		).map(([url, headers, status]) => ({
			fact: `the address of a part: ${url} ${JSON.stringify(headers)}`,
			ask: batch([message(`GET ${url}`)], headers),
			answer: statuses(status),
		})),
		{
			fact: 'an address is bound by no length',
			ask: batch([message(`GET ${CITY}?$select=Name&$filter=Name eq '${'x'.repeat(10_000)}'`)]),
			answer: statuses(200),
		},
		...(
			[
				['GET CityCollection HTTP/1.0', /./],
				['PATCH CityCollection HTTP/1.1', /only support the HTTP 'GET' method/],
				['FETCH CityCollection HTTP/1.1', /./],
				['GET', /request line/],
			] as const
		).map(([line, sentence]) => ({
			fact: `a malformed part ends the batch, and what precedes it is done: ${line}`,
			ask: async (bench: FactBench) => {
				const malformed = message('GET x').replace('GET x HTTP/1.1', line);
				return bench.ask(
					batch([changeSet([create('b9', '1')]), malformed, changeSet([create('never', '2')])]),
				);
			},
			answer: {
				status: 202,
				check: async (answer: Answer, bench: FactBench) => {
					const [first, second, ...rest] = partsOf(answer);
					expect(first).toMatchObject([{ status: 201 }]);
					expect(second).toMatchObject({ status: 400, body: expect.stringMatching(sentence) });
					expect(rest).toEqual([]);
					expect(await kept(bench, 'never')).toBe(0);
				},
			},
		})),
		{
			fact: 'a read in a change set ends the batch, and the change set is not carried out',
			ask: async (bench) => {
				const answer = await bench.ask(batch([changeSet([create('b10', '1'), message(`GET ${CITY}`)])]));
				expect(await kept(bench, 'b10')).toBe(0);
				return answer;
			},
			answer: statuses([400]),
		},
		{
			fact: 'a change set that breaks off is carried out',
			ask: async (bench) => {
				const cut = changeSet([create('b11', '1')]).replace(/--c--$/, '');
				const answer = await bench.ask(batch([cut], {}, ''));
				expect(await kept(bench, 'b11')).toBe(1);
				return answer;
			},
			answer: statuses([[201, '1']]),
		},
		{
			fact: 'a content id comes once in a batch',
			ask: batch([changeSet([create('b12', '1')]), changeSet([create('b13', '1')])]),
			answer: statuses([[201, '1']], [[400, '1']]),
		},
		{
			fact: 'a content id is a whole number',
			ask: batch([changeSet([create('b14', 'a')])]),
			answer: statuses([[400, 'a']]),
		},
		{
			fact: 'a body is as long as its length says',
			ask: batch([
				changeSet([
					message(
						`POST ${CITY}`,
						{ Name: 'b15' },
						{ 'Content-Length': String(JSON.stringify({ Name: 'b15' }).length) },
					),
				]),
			]),
			answer: statuses([201]),
		},
		{
			fact: 'texts of a part are UTF-8',
			ask: batch([changeSet([message(`POST ${CITY}`, { Name: 'Київ — Ünïcode 🎉' })])]),
			answer: {
				check: (answer) => {
					const [first] = partsOf(answer).flat();
					expect((JSON.parse(first?.body ?? '') as { d: Entry }).d.Name).toBe('Київ — Ünïcode 🎉');
				},
			},
		},
		{
			fact: 'a batch of a site without batches',
			site: { switches: { odata3Batch: false } },
			ask: batch([message(`GET ${CITY}`)], { Accept: VERBOSE }),
			answer: refused3("Resource not found for the segment '$batch'.", 404),
		},
		{
			fact: 'a batch is posted',
			ask: { path: address('$batch'), headers: { Accept: VERBOSE } },
			answer: {
				...refused3('The batch resource only supports the POST method.', 405),
				headers: { allow: 'POST' },
			},
		},
		...['application/json', 'multipart/mixed', 'text/plain'].map((type) => ({
			fact: `no batch of the type ${type}`,
			ask: batch([message(`GET ${CITY}`)], { 'Content-Type': type, Accept: VERBOSE }),
			answer: { status: 400 },
		})),
		{
			fact: 'an empty batch has an empty answer',
			ask: batch([]),
			answer: statuses(),
		},
	]),
);

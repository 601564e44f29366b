import fc from 'fast-check';
import type { CreatioError } from '../../../nodes/shared/basics/errors';
import type { ODataVersion } from '../../../nodes/shared/connection/settings';
import { judge } from '../../../nodes/shared/connection/verdict';
import type { HttpResponse } from '../../../nodes/shared/http/types';
import { sample } from '../../emulator/testSupport';
import { answer, asked, HOST, page } from './answers';
import { CREATE, READ, siteWith } from './signedInSite';

const GUID = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
const ROOTS: Readonly<Record<ODataVersion, string>> = {
	'3': `https://${HOST}/0/ServiceModel/EntityDataService.svc`,
	'4': `https://${HOST}/0/odata`,
};
const RECORD = `ContactCollection(guid'${GUID}')`;

interface How {
	readonly path?: string;
	readonly version?: ODataVersion;
	readonly isWrite?: boolean;
}

function verdictOf(
	response: HttpResponse,
	{ path = 'ContactCollection', version = '3', isWrite = false }: How = {},
) {
	return judge(response, asked(isWrite, { url: `${ROOTS[version]}/${path}`, service: 'odata' }), 'odata');
}

function errorOf(response: HttpResponse, how: How = {}): CreatioError {
	const verdict = verdictOf(response, how);
	if (verdict.kind === 'ok') throw new Error('It is a success');
	return verdict.error;
}

const STACK =
	'at Terrasoft.Core.Entities.Entity.Save()\r\n   at System.Data.Services.DataService`1.Process()';
const NO_SEGMENT = "Resource not found for the segment 'ContactCollection'.";

/** An error of WCF Data Services (contract 3), in JSON. */
const jsonError = (outer: string, ...inner: string[]) => ({
	error: {
		code: '',
		message: { lang: 'en-US', value: outer },
		...inner.reduceRight<object>(
			(deeper, message, index) => ({
				[index === 0 ? 'innererror' : 'internalexception']: {
					message,
					type: 'System.InvalidOperationException',
					stacktrace: STACK,
					...deeper,
				},
			}),
			{},
		),
	},
});

const escaped = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');

function xmlOf(outer: string, inner: readonly string[], prefix = 'm:'): string {
	const own = prefix.replace(/(.+):/, ':$1');
	const nested = inner.reduceRight((deeper, message, index) => {
		const name = `${prefix}${index === 0 ? 'innererror' : 'internalexception'}`;
		return `<${name}><${prefix}message>${escaped(message)}</${prefix}message><${prefix}type>System.Exception</${prefix}type><${prefix}stacktrace>${escaped(STACK)}</${prefix}stacktrace>${deeper}</${name}>`;
	}, '');
	return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<${prefix}error xmlns${own}="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><${prefix}code /><${prefix}message xml:lang="en-US">${escaped(outer)}</${prefix}message>${nested}</${prefix}error>`;
}

const xml = (status: number, body: string, type = 'application/xml') =>
	answer(status, body, { 'content-type': `${type};charset=utf-8` });

/** The same error in each form in which sites write it. */
const FORMS: ReadonlyArray<
	readonly [string, (status: number, outer: string, ...inner: string[]) => HttpResponse]
> = [
	['JSON', (status, ...words) => answer(status, jsonError(...words))],
	[
		'the light JSON',
		(status, outer, ...inner) => answer(status, { 'odata.error': jsonError(outer, ...inner).error }),
	],
	['XML', (status, outer, ...inner) => xml(status, xmlOf(outer, inner))],
	['XML without a prefix', (status, outer, ...inner) => xml(status, xmlOf(outer, inner, ''))],
];

describe.each(FORMS)('an error of OData 3 in %s', (_form, failing) => {
	it('is the innermost sentence that helps, without the stack of calls', () => {
		const error = errorOf(
			failing(
				500,
				'An error occurred while processing this request.',
				'Save failed',
				`23503: "A&B" < "C"\r\n   ${STACK}`,
			),
		);
		expect(error).toMatchObject({ kind: 'invalid', status: 500, message: '23503: "A&B" < "C"' });
		expect(error.cure).toMatch(/lookup/);
		expect(`${error.message} ${error.cure}`).not.toMatch(/Terrasoft|System|stacktrace/);
	});

	it('is the outer sentence where the inner ones say nothing', () => {
		expect(errorOf(failing(400, 'Syntax error at position 5.')).message).toBe('Syntax error at position 5.');
		expect(errorOf(failing(400, 'Outer', 'An error has occurred.')).message).toBe('Outer');
	});

	it.each<[number, string, object]>([
		[
			404,
			RECORD,
			{ kind: 'notFound', reason: undefined, message: expect.stringContaining('record of Contact') },
		],
		[
			404,
			'ContactCollection?$top=1',
			{ kind: 'notFound', reason: 'noObject', message: expect.stringContaining('object Contact in OData') },
		],
		[403, 'ContactCollection', { kind: 'forbidden', message: NO_SEGMENT }],
		[412, RECORD, { kind: 'notFound' }],
	])('with status %i for %s is judged by the address', (status, path, meant) => {
		const error = errorOf(failing(status, NO_SEGMENT), { path });
		expect(error).toMatchObject({ status, perhapsDone: false, ...meant });
	});

	it('is one with status 200 as well, after which a write may be done', () => {
		for (const isWrite of [false, true]) {
			expect(errorOf(failing(200, 'Oops'), { isWrite })).toMatchObject({
				kind: 'server',
				status: 200,
				message: 'Oops',
				perhapsDone: isWrite,
			});
		}
		expect(errorOf(failing(200, 'Name is required'))).toMatchObject({ kind: 'invalid' });
	});
});

describe('data of OData 3', () => {
	it.each<[string, unknown]>([
		['records', { d: { results: [] } }],
		['records of version 1', { d: [] }],
		['a record', { d: { Id: GUID } }],
		['a lookup without a value', { d: null }],
	])('are %s', (_what, body) => {
		expect(verdictOf(answer(200, body))).toMatchObject({ kind: 'ok', answer: { json: body } });
	});

	it('may be Atom', () => {
		const text = sample('odata3/feed-anonymised.xml');
		for (const type of ['application/atom+xml', 'application/xml', 'text/plain']) {
			expect(verdictOf(xml(200, text, type))).toMatchObject({
				kind: 'ok',
				answer: { json: undefined, text },
			});
		}
	});

	it('in Atom have an end, wherever they are cut', () => {
		const text = sample('odata3/feed-anonymised.xml').trim();
		fc.assert(
			fc.property(fc.integer({ min: 1, max: text.length - 1 }), (length) => {
				expect(errorOf(xml(200, text.slice(0, length), 'application/atom+xml'))).toMatchObject({
					kind: 'unreadable',
					mayPass: true,
					message: expect.stringContaining('cut off'),
				});
			}),
		);
	});

	it('may be the text of a column that begins as XML does', () => {
		const notes = answer(200, '<p>Unfinished', { 'content-type': 'text/plain' });
		expect(verdictOf(notes, { path: `${RECORD}/Notes/$value` })).toMatchObject({
			kind: 'ok',
			answer: { text: '<p>Unfinished' },
		});
	});

	it('are not expected in the answer to a change', () => {
		expect(verdictOf(xml(204, ''), { path: RECORD, isWrite: true }).kind).toBe('ok');
	});

	it('may be one tag, for a column without a value', () => {
		const empty = '<?xml version="1.0"?>\n<Name p1:null="true" xmlns:p1="urn:m" />\n';
		expect(verdictOf(xml(200, empty), { path: `${RECORD}/Name` }).kind).toBe('ok');
		expect(errorOf(xml(200, empty.replace('/>', '')), { path: `${RECORD}/Name` }).kind).toBe('unreadable');
	});

	it.each([answer(200), answer(204), answer(200, {})])('are not nothing', (response) => {
		expect(errorOf(response)).toMatchObject({ kind: 'unreadable', mayPass: true });
	});

	it('are described by a document with an end', () => {
		const path = '$metadata';
		expect(verdictOf(xml(200, '<edmx:Edmx></edmx:Edmx>\n'), { path }).kind).toBe('ok');
		expect(errorOf(xml(200, '<edmx:Edmx><edmx:DataServices>'), { path })).toMatchObject({
			kind: 'unreadable',
			mayPass: true,
			message: expect.stringContaining('$metadata'),
		});
	});
});

describe('a site without the version of OData that was chosen', () => {
	it.each<[ODataVersion, string]>([
		['4', '3'],
		['3', '4'],
	])('says to choose the other one: %s', (version, other) => {
		const choose = expect.stringContaining(`Choose OData ${other} in the field OData Version`) as unknown;
		for (const nothing of [answer(404), page('<html><title>404</title></html>', 404)]) {
			expect(errorOf(nothing, { path: '$metadata', version })).toMatchObject({
				kind: 'notFound',
				reason: 'noObject',
				message: `${HOST} does not answer OData ${version}`,
				cure: choose,
			});
			expect(errorOf(nothing, { path: 'Contact?$top=1', version })).toMatchObject({
				kind: 'notFound',
				reason: 'noObject',
				cure: choose,
			});
		}
	});
});

describe('a web server that refuses methods', () => {
	it.each([403, 405])('has to allow MERGE for OData 3 alone: %i', (status) => {
		const refused = page('<html></html>', status);
		expect(errorOf(refused).cure).toMatch(/GET, POST, PATCH, MERGE, PUT and DELETE/);
		expect(errorOf(refused, { version: '4' }).cure).toMatch(/GET, POST, PATCH, PUT and DELETE/);
	});
});

describe('a request of OData 3', () => {
	const three = { odataVersion: '3', hosting: 'framework' } as const;

	it('goes to its own address, and asks for JSON in the form that it knows', async () => {
		const { connection, calls } = siteWith([], three);
		await connection.call({ ...READ, path: 'ContactCollection' });
		await connection.call({ ...CREATE, path: 'ContactCollection' });
		const verbose = 'application/json;odata=verbose';
		const url = `${connection.site}/0/ServiceModel/EntityDataService.svc/ContactCollection`;
		expect(calls()).toMatchObject([
			{ url, headers: { accept: verbose } },
			{ url, headers: { accept: verbose, 'content-type': verbose } },
		]);
		expect(calls()[0]?.headers).not.toHaveProperty('content-type');
	});

	it('has the headers of its caller before its own, and XML for the description', async () => {
		const { connection, calls } = siteWith([answer(200), xml(200, '<Edmx></Edmx>')], three);
		const headers = { accept: 'a/b', 'content-type': 'c/d' };
		await connection.call({ ...CREATE, path: 'ContactCollection', headers });
		await connection.call({ ...READ, path: '$metadata' });
		expect(calls()).toMatchObject([{ headers }, { headers: { accept: 'application/xml' } }]);
	});

	it('may be one of the other version', async () => {
		const { connection, calls } = siteWith([], three);
		await connection.call({ ...READ, odataVersion: '4' });
		expect(calls()).toMatchObject([
			{ url: `${connection.site}/0/odata/Contact`, headers: { accept: 'application/json' } },
		]);
	});

	it('leaves other services as they are', async () => {
		const { connection, calls } = siteWith([], three);
		await connection.call({ ...CREATE, service: 'dataService', path: 'SelectQuery' });
		expect(calls()).toMatchObject([
			{ headers: { accept: 'application/json', 'content-type': 'application/json; charset=utf-8' } },
		]);
	});

	it('blames the object where a signed-in user gets a 401', async () => {
		const { connection } = siteWith(Array(3).fill(answer(401)).with(2, answer(200, {})), three);
		await expect(connection.call({ ...READ, path: 'ContactCollection' })).rejects.toMatchObject({
			reason: 'noObject',
			message: expect.stringContaining('object Contact,'),
		});
	});
});

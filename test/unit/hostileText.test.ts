import { recordIdIn } from '../../nodes/shared/basics/guid';
import { changesByAnyMethod } from '../../nodes/shared/connection/readOnly';
import { createHmac } from 'node:crypto';

import { attempt } from '../../nodes/shared/basics/attempt';
import { CreatioError } from '../../nodes/shared/basics/errors';
import { dateInWcf, withoutWcf } from '../../nodes/shared/basics/netJson';
import { isGuid, isMistypedGuid } from '../../nodes/shared/basics/guid';
import { parseDate } from '../../nodes/shared/basics/instant';
import { jsonIn } from '../../nodes/shared/basics/json';
import { comparedText, untidySpellings } from '../../nodes/shared/basics/keyText';
import { withCookies } from '../../nodes/shared/connection/cookies';
import { isHtml, isLoginPage, wordsOfErrorPage } from '../../nodes/shared/connection/htmlPages';
import { readLogin } from '../../nodes/shared/connection/login';
import { isRecordAddress, objectIn, odataVersionIn } from '../../nodes/shared/connection/odataAddress';
import { retryAfter } from '../../nodes/shared/connection/retry';
import { verdictWithoutSecrets } from '../../nodes/shared/connection/secrets';
import { serverSentence } from '../../nodes/shared/connection/serverWords';
import { isWithinSite, serviceAddress, siteFromAddress } from '../../nodes/shared/connection/siteAddress';
import { readToken } from '../../nodes/shared/connection/tokens';
import { judge } from '../../nodes/shared/connection/verdict';
import { readStamp } from '../../nodes/shared/creatio/changes/stamp';
import { literal } from '../../nodes/shared/creatio/odata4/literal';
import { wireDate, wireTime } from '../../nodes/shared/creatio/odata3/dates';
import { normalise } from '../../nodes/shared/creatio/odata3/normalise';
import { wireValue } from '../../nodes/shared/creatio/odata3/values';
import { readEdmx } from '../../nodes/shared/creatio/schema/edmx';
import { saysEmpty } from '../../nodes/shared/creatio/model/emptyValues';
import { inputsByName } from '../../nodes/shared/creatio/model/inputNames';
import { nearest } from '../../nodes/shared/creatio/model/nearest';
import { similarTexts, wordsOf } from '../../nodes/shared/creatio/model/similarTexts';
import type { ColumnType } from '../../nodes/shared/creatio/model/objectModel';
import { readValue } from '../../nodes/shared/creatio/model/values';
import { multipartFormat } from '../../nodes/shared/creatio/odata/batchMultipart';
import { unwrapped } from '../../nodes/shared/creatio/process/oldExecute';
import { readParametersByHand } from '../../nodes/shared/creatio/process/processParameters';
import { judgeCall } from '../../nodes/shared/creatio/webhookCall';
import { fileNameIn } from '../../nodes/shared/basics/fileName';
import { mimeTypeOfName } from '../../nodes/shared/basics/mimeTypes';
import { isContent } from '../../nodes/shared/creatio/files/receiveContent';
import { webServiceAddress } from '../../nodes/shared/creatio/webservice/serviceAddress';
import { readWebServiceAnswer } from '../../nodes/shared/creatio/webservice/serviceAnswer';
import { readJsonBody, webServiceRequest } from '../../nodes/shared/creatio/webservice/serviceRequest';
import { sitePath } from '../../nodes/shared/creatio/webservice/siteCall';
import { matchingObjects } from '../../nodes/shared/creatio/model/objectSearch';
import { rankOf } from '../../nodes/shared/creatio/search/ranking';
import { searchConditions, searchText } from '../../nodes/shared/creatio/search/searchConditions';
import { readConditionsJson } from '../../nodes/shared/n8n/form/conditionsJson';
import { answer, asked, HOST, page } from './connection/answers';
import { pathOf, reverseOf } from './creatio/dataservice/fakes';
import { fakeForm } from './n8n/form/fakeForm';

const SIZE = 250_000;

/** Time of the processor. Linear work takes some milliseconds, quadratic work seconds at least. */
const MOST_MS = 500;

const filled = (piece: string, size = SIZE) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);

const TEXTS: Readonly<Record<string, string>> = {
	'digits and a letter': `${filled('7')}x`,
	'zeros behind a point': `0.${filled('0')}x`,
	'blanks and a letter': `${filled(' ')}x`,
	'tabs and line breaks': `${filled('\t\r\n')}x`,
	'long numbers': `[${filled('1234567890123456.7,')}0.${filled('1')}]`,
	'opening tags': filled('<'),
	'opened paragraphs': filled('<p>'),
	'titles that begin': filled('<title> '),
	'a title of blanks': `<html><title>${filled(' ')}`,
	'pages of errors that begin': filled('<p>The server encountered an error. Please see the '),
	'a page of an error without an end': `<p>The server encountered an error${filled(' <')}`,
	quotes: filled('"'),
	'escaped quotes': filled('\\"'),
	apostrophes: filled("'"),
	backslashes: filled('\\'),
	'opened lists': filled('['),
	'opened objects': filled('{"a":'),
	'closed lists': filled('[', SIZE / 2) + filled(']', SIZE / 2),
	'halves of characters': filled('\ud83d'),
	'characters of two halves': filled('😀'),
	'letters without case': filled('İß'),
	commas: filled(','),
	'GUIDs that go on': filled('c4ed336c-3e9b-40fe-8b82-5632476472b4'),
	hyphens: filled('-'),
	'dots and slashes': filled('../'),
	'percent signs': filled('%2e'),
	'dates of .NET that begin': filled('/Date(1'),
	'a date of .NET without an end': `/Date(${filled('1')}`,
	'times that begin': filled('T'),
	'a fraction of a second': `2026-01-31T10:00:00.${filled('1')}x`,
	entities: filled('&amp;'),
	'references that begin': filled('&#'),
	'names of files that begin': filled('filename="'),
	'names of files with escapes': `filename="${filled('\\x')}`,
	'boundaries that begin': filled('boundary='),
	'parts of a batch': filled('--b\r\nHTTP/1.1 200 OK\r\n\r\n'),
	'headers of a part': `--b\r\nHTTP/1.1 200 OK\r\n${filled('Content-Type:\r\n')}`,
	cookies: filled('a=b;'),
	'messages that begin': filled('<m:message>'),
	'a message that goes on': `<m:error><m:message ${filled('a ')}`,
	'declarations that begin': filled('<?xml '),
	'words of collections': filled('Collection'),
	paths: filled('Account.'),
	'opened brackets of paths': filled('[A:'),
};

const TYPED = { username: 'Supervisor', password: '77777777' };

/** Node and undici refuse more than this in headers. */
const asHeader = (text: string) => text.slice(0, 16_384);

const zoned = { label: 'column', zone: 'Europe/Berlin' };
const TYPES: readonly ColumnType[] = ['text', 'integer', 'decimal', 'boolean', 'guid', 'lookup', 'dateTime'];
const answerOf = (text: string, headers: Readonly<Record<string, string>> = {}) => ({
	status: 200,
	headers,
	json: jsonIn(text),
	text,
});

/** Everything that reads a text which a site, an item or a caller of the webhook brings. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
	'a GUID': (text) => [isGuid(text), isMistypedGuid(text)],
	'a date': parseDate,
	'a value that may say that there is none': (text) => TYPES.map((type) => saysEmpty(type, text)),
	JSON: jsonIn,
	'a text that stands for something': (text) => [comparedText(text), untidySpellings(text)],
	'a name of an input': (text) => inputsByName({ [text]: 1, [`${text} `]: 1 }, 'field Columns'),
	'a date of .NET Framework': dateInWcf,
	'values of .NET Framework': (text) => withoutWcf({ a: [text], b: jsonIn(text) }),
	cookies: (text) =>
		['', 'a=b; expires=', 'a=b; max-age='].map((start) => withCookies(new Map(), [start + asHeader(text)])),
	'a page': (text) => [isHtml(answer(200), text), isLoginPage(text), wordsOfErrorPage(text)],
	'a page with any status': (text) =>
		[200, 403, 404, 500, 503].map((status) => judge(page(text, status), asked(true))),
	'an answer with any status': (text) =>
		[200, 302, 403, 404, 500].map((status) =>
			judge(answer(status, text, { 'content-type': 'application/json' }), asked(true), 'odata'),
		),
	'an answer of OData 3': (text) =>
		['', '<m:error><m:message>', '<feed>', '<?xml '].flatMap((start) =>
			[200, 404, 500].map((status) =>
				judge(
					answer(status, start + text, { 'content-type': 'application/atom+xml' }),
					asked(true, { service: 'odata' }),
					'odata',
				),
			),
		),
	'an address of OData': (text) =>
		['', '/odata/', '/EntityDataService.svc/'].map((start) => [
			objectIn(start + text),
			isRecordAddress(start + text),
			odataVersionIn(start + text),
		]),
	'the words of an error': (text) =>
		[400, 500].map((status) => judge(answer(status, { error: { message: text } }), asked(true))),
	'words in an envelope': (text) =>
		judge(answer(200, { success: false, errorInfo: { message: text } }), asked(true)),
	'words deep in an error': (text) => serverSentence({ error: { innererror: { message: text } } }),
	'the answer of a sign-in': (text) => readLogin(answer(200, text), asked(), TYPED),
	'a refused sign-in': (text) =>
		readLogin(
			answer(200, { Code: 1, Message: text, Exception: { Type: text, Message: text } }),
			asked(),
			TYPED,
		),
	'the answer with a token': (text) => readToken(answer(400, { error: text }), HOST),
	'Retry-After': (text) => retryAfter(asHeader(text)),
	'a redirect': (text) => judge(answer(302, '', { location: asHeader(text) }), asked(true)),
	'an answer with secrets': (text) => {
		const answer = { ...answerOf(text), bytes: Buffer.from(text) };
		return verdictWithoutSecrets({ kind: 'ok', answer }, ['7'.repeat(20), '<'.repeat(20)], true);
	},
	'the address of a site': siteFromAddress,
	'an address that may be of the site': (text) => isWithinSite(`https://x/${text}`, 'https://x/app'),
	'a cookie that the site quotes': (text) => {
		const error = new CreatioError('server', text.slice(0, 2_000));
		return verdictWithoutSecrets({ kind: 'failed', error }, [text.slice(0, 16_000)], true);
	},
	'a path of a service': (text) => serviceAddress('https://x/odata/', text),
	'the stamp of a record': (text) => readStamp(text, 0),
	'the description of a site': (text) => readEdmx(text),
	'records of OData 3': (text) => [
		normalise(answerOf(text), () => undefined),
		normalise(answerOf(`<feed><entry><properties><a>${text}`), () => undefined),
	],
	'a value of OData 3': (text) => [
		[wireDate(text), wireTime(text)],
		TYPES.map((type) => wireValue(type, text)),
	],
	'a name to suggest others for': (text) => nearest(text, ['Contact', text.slice(0, 100)]),
	'a text to find similar ones for': (text) => [
		similarTexts(text, ['Contact', text.slice(0, 100)], (one) => one, 5),
		similarTexts('Contact', [text], (one) => one, 5),
		wordsOf(text),
	],
	...Object.fromEntries(
		TYPES.map((type) => [`a value of the type ${type}`, (text: string) => readValue(type, text, zoned)]),
	),
	'a text as a literal': (value) => literal({ type: 'text', value }),
	'a batch in parts': (text) =>
		multipartFormat.read({
			...answerOf(text, { 'content-type': `multipart/mixed;boundary=b;${asHeader(text)}` }),
		}),
	'the answer of a process': (text) => unwrapped(answerOf(text)),
	'parameters of a process': (text) => readParametersByHand(text, { zone: 'UTC', sessionZone: 'UTC' }),
	'a call of the webhook': (text) => {
		const body = Buffer.from(text);
		const hmac = createHmac('sha256', 's'.repeat(16)).update('1.').update(body).digest('hex');
		const headers = {
			'x-creatio-timestamp': '1',
			'x-creatio-signature': hmac,
			'x-creatio-secret': asHeader(text),
		};
		return [
			judgeCall({ headers, body, now: new Date() }, { kind: 'secret', secret: text }, 2 * SIZE),
			judgeCall(
				{ headers, body, now: new Date() },
				{ kind: 'signature', secret: 's', windowMs: 1 },
				2 * SIZE,
			),
		];
	},
	'the name of a file': (text) => fileNameIn(asHeader(text)),
	'the head of an answer with a file': (text) =>
		isContent({ status: 200, headers: { 'content-type': text, 'content-disposition': text } }),
	'the type of a file by its name': mimeTypeOfName,
	'the name of a web service': (text) => webServiceAddress('rest', text, 'Get'),
	'the name of a method': (text) => webServiceAddress('rest', 'Service', text),
	'the body for a web service': readJsonBody,
	'parameters of a web service': (text) =>
		webServiceRequest({ route: 'rest', service: 'S', method: 'M', verb: 'GET', query: { [text]: text } }),
	'the answer of a web service': (text) =>
		['', 'application/json', 'text/xml'].map((type) =>
			readWebServiceAnswer(answerOf(text, { 'content-type': type }), {
				method: 'M',
				as: 'auto',
				simplify: true,
			}),
		),
	'an address below the site': (text) => sitePath(text, 'workspace', 'https://x/app'),
	'an address that may change something': (text) => changesByAnyMethod(text),
	'the ID of a record': (text) => recordIdIn(text),
	'a text to find objects by': (text) =>
		matchingObjects([{ name: 'Contact', caption: text, section: text }], text.slice(0, 10_000)),
	'a text to find records by': (text) => {
		const own = { name: 'Name', property: 'Name', type: 'text' } as const;
		const columns = { names: [own], emails: [own], phones: [own] };
		const search = searchText(text);
		return [searchConditions('Contact', columns, search, 11), rankOf({ Name: text }, columns, search)];
	},
	'conditions in JSON': (text) => readConditionsJson(fakeForm({ conditionsJson: text }), 0, 'read'),
	'the path of a column': (text) => pathOf(text),
	'the path of connected records': (text) => reverseOf(text),
};

describe.each(Object.entries(READERS))('hostile text as %s', (_reader, read) => {
	it('is read or refused in linear time', async () => {
		const slow: string[] = [];
		for (const [name, text] of Object.entries(TEXTS)) {
			const began = process.cpuUsage();
			// A refusal is as good as a value.
			await attempt((async () => await read(text))());
			const milliseconds = process.cpuUsage(began).user / 1_000;
			if (milliseconds > MOST_MS) slow.push(`${name}: ${milliseconds} ms`);
		}
		expect(slow).toEqual([]);
	});
});

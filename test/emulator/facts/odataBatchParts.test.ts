import { FIXED } from '..';
import {
	bad,
	batch,
	changeSet,
	create,
	get,
	GO_ON,
	JSON_TYPE,
	message,
	multipart,
	rawBatch,
	statuses,
} from './batchRequests';
import { type Fact, testFacts } from './facts';

const PARTS: readonly Fact[] = [
	{
		contract: '2.14',
		fact: 'a missing id is answered as null',
		ask: batch([create(undefined, 'x')]),
		answer: statuses([null, 201]),
	},
	{
		contract: '2.14',
		fact: 'methods and names of members come in any letter case, headers may be missing',
		ask: batch([{ ID: 'a', Method: 'post', URL: 'City', Body: { Name: 'x' } }]),
		answer: statuses(['a', 201]),
	},
	{
		contract: '2.14',
		fact: 'a batch may be written with single quotes',
		ask: rawBatch("{'requests':[{'id':'a','method':'GET','url':'City?$top=0'}]}"),
		answer: statuses(['a', 200]),
	},
	{
		contract: '2.14',
		fact: 'an address is relative to the root',
		ask: batch([get('a', "City?$top=0&$filter=Name eq 'x'")]),
		answer: statuses(['a', 200]),
	},
	{
		contract: '2.14',
		fact: 'an address may be absolute, with the host or without',
		on: ['framework'],
		ask: ({ emulator, ask }) =>
			ask(batch([get('a', '/0/odata/City?$top=0'), get('b', `${emulator.url}/0/odata/City?$top=0`)])),
		answer: statuses(['a', 200], ['b', 200]),
	},
	{
		contract: '2.14',
		fact: 'an address with a slash in front is below the host, where nothing is found',
		ask: batch([get('a', '/City?$top=0'), get('b', 'City?$top=0')], GO_ON),
		answer: statuses(['a', 404], ['b', 200]),
	},
	{
		contract: '2.14',
		fact: 'a part may refer to what another created',
		ask: batch([
			create('0', 'made'),
			{
				id: 'b',
				method: 'PATCH',
				url: '$0',
				headers: JSON_TYPE,
				body: { Name: 'changed' },
				dependsOn: ['0'],
			},
			get('c', '$0/Name', { dependsOn: ['0'] }),
		]),
		answer: {
			status: 200,
			text: /"value":"changed"/,
			check: statuses(['0', 201], ['b', 204], ['c', 200]).check,
		},
	},
	{
		contract: '2.14',
		fact: 'a text is base64 for URLs unless it is declared as text',
		ask: async ({ emulator, ask }) => {
			const id = emulator.store.insert('SysImage', { Name: 'x' });
			return ask(
				batch([
					{
						id: 'a',
						method: 'PUT',
						url: `SysImage(${id})/Data`,
						headers: { 'content-type': 'application/octet-stream' },
						body: Buffer.from([251, 255, 0]).toString('base64url'),
					},
				]),
			);
		},
		answer: {
			...statuses(['a', 200]),
			check: (answer, { emulator }) => {
				statuses(['a', 200]).check(answer);
				const [image] = emulator.store.rows('SysImage', "Name = 'x'");
				expect(image?.Data).toEqual(Uint8Array.from([251, 255, 0]));
			},
		},
	},
	{
		contract: '2.14',
		fact: 'a batch ends at the first part that fails',
		ask: batch([create('a', 'x'), bad('b'), create('c', 'x')]),
		answer: statuses(['a', 201], ['b', 400]),
	},
	...['continue-on-error', 'odata.continue-on-error', 'continue-on-error=true'].map((Prefer): Fact => ({
		contract: '2.14',
		fact: `a batch goes on with ${Prefer}`,
		ask: batch([bad('b'), create('c', 'x')], { Prefer }),
		answer: statuses(['b', 400], ['c', 201]),
	})),
	...['continue-on-error=false', 'Continue-On-Error'].map((Prefer): Fact => ({
		contract: '2.14',
		fact: `a batch does not go on with ${Prefer}`,
		ask: batch([bad('b'), create('c', 'x')], { Prefer }),
		answer: statuses(['b', 400]),
	})),
	{
		contract: '2.14',
		fact: 'a group that fails has the answer of its failed part, and nothing of it was done',
		ask: batch(
			[
				create('a', 'rolled back', { atomicityGroup: 'g' }),
				bad('b', { atomicityGroup: 'g' }),
				create('c', 'rolled back', { atomicityGroup: 'g' }),
				create('d', 'x'),
			],
			GO_ON,
		),
		answer: {
			...statuses(['b', 400], ['d', 201]),
			check: (answer, { emulator }) => {
				statuses(['b', 400], ['d', 201]).check(answer);
				expect(emulator.store.count('City', "Name = 'rolled back'")).toBe(0);
			},
		},
	},
	{
		contract: '2.14',
		fact: 'each group has a new GUID',
		ask: batch([
			create('a', 'x', { atomicityGroup: 'g' }),
			create('b', 'x', { atomicityGroup: 'g' }),
			create('c', 'x', { atomicityGroup: 'h' }),
			create('d', 'x'),
		]),
		answer: {
			check(answer) {
				const { responses } = answer.json<{ responses: Array<{ atomicityGroup?: string }> }>();
				const groups = responses.map(({ atomicityGroup }) => atomicityGroup);
				expect(groups[0]).toMatch(/^[0-9a-f-]{36}$/);
				expect(groups[1]).toBe(groups[0]);
				expect(new Set(groups).size).toBe(3);
				expect(groups[3]).toBeUndefined();
			},
		},
	},
	{
		contract: '2.14',
		fact: 'an id may come again after the start of a group',
		ask: batch([create('a', 'x'), create('a', 'x', { atomicityGroup: 'g' })]),
		answer: statuses(['a', 201], ['a', 201]),
	},
];

const ANSWERS: readonly Fact[] = [
	{
		contract: '2.14',
		fact: 'parts are spelled as the library spells them',
		on: ['framework'],
		ask: batch([get('a', `Contact(${FIXED.andrewBaker})?$select=Id`), { ...get('b', 'x'), url: 'City(x)' }]),
		answer: {
			text: /^\{"responses":\[\{"id":"a","status":200,"headers":\{"content-type":"application\/json; odata.metadata=minimal","odata-version":"4.0"\}, "body" :\{"@odata.context":/,
		},
	},
	{
		contract: '2.14',
		fact: 'a part without a body has no member for it',
		ask: async ({ emulator, ask }) =>
			ask(
				batch([{ id: 'a', method: 'DELETE', url: `City(${emulator.store.insert('City', { Name: 'x' })})` }]),
			),
		answer: { text: '{"responses":[{"id":"a","status":204,"headers":{}}]}' },
	},
	{
		contract: '2.14',
		fact: 'an unknown object in a part has no body',
		on: ['net'],
		ask: batch([get('a', 'Nope')]),
		answer: { text: '{"responses":[{"id":"a","status":404,"headers":{}}]}' },
	},
	{
		contract: '2.14',
		fact: 'an unknown object in a part has the words of Web API',
		on: ['framework'],
		ask: batch([get('a', 'Nope')]),
		answer: { ...statuses(['a', 404]), text: /"MessageDetail":"No type was found/ },
	},
	{
		contract: '2.14',
		fact: 'a page of HTML as a part makes the answer unreadable',
		on: ['framework'],
		site: { switches: { unknownEntitySet: 'html' } },
		ask: batch([get('a', 'Nope')]),
		answer: { status: 200, text: /, "body" :</ },
	},
	{
		contract: '2.14',
		fact: 'a count as a part begins with a byte order mark, which makes the answer unreadable',
		ask: batch([get('a', 'City/$count')]),
		answer: { status: 200, text: /, "body" :\uFEFF\d+\}\]\}$/ },
	},
	{
		contract: '2.14',
		fact: 'a count with an empty page can be read in a batch',
		ask: batch([get('a', 'City?$count=true&$top=0')]),
		answer: { status: 200, text: /"@odata.count":\d+,"value":\[\]/, check: statuses(['a', 200]).check },
	},
	{
		contract: '2.14',
		fact: 'an unhandled fault in a part has no body, and the others go on',
		on: ['net'],
		ask: batch([get('a', 'City?$filter='), get('b', 'City?$top=0')], GO_ON),
		answer: { text: /^\{"responses":\[\{"id":"a","status":500,"headers":\{\}\},\{"id":"b","status":200,/ },
	},
	{
		contract: '2.14',
		fact: 'an unhandled fault in a part has the words of Web API, and the others go on',
		on: ['framework'],
		ask: batch([get('a', 'City?$filter='), get('b', 'City?$top=0')], GO_ON),
		answer: { ...statuses(['a', 500], ['b', 200]), text: /"body" :\{"Message":"An error has occurred."\}/ },
	},
	{
		contract: '2.14',
		fact: 'text as a part makes the answer unreadable',
		ask: batch([get('a', `Contact(${FIXED.andrewBaker})/Name/$value`)]),
		answer: { status: 200, text: /, "body" :Andrew Baker \(sample\)\}/ },
	},
	{
		contract: '2.14',
		fact: 'a part has its own headers only',
		on: ['framework'],
		ask: batch([create('a', 'x')], { Prefer: 'return=minimal' }),
		answer: statuses(['a', 201]),
	},
	{
		contract: '2.14',
		fact: 'a part inherits the headers of the batch',
		on: ['net'],
		ask: batch(
			[create('a', 'x'), create('b', 'x', { headers: { ...JSON_TYPE, Prefer: 'return=representation' } })],
			{
				Prefer: 'return=minimal, continue-on-error',
			},
		),
		answer: statuses(['a', 204], ['b', 201]),
	},
	{
		contract: '2.14',
		fact: 'return=minimal in a part leaves out its record',
		ask: batch([create('a', 'x', { headers: { ...JSON_TYPE, Prefer: 'return=minimal' } })]),
		answer: {
			text: /^\{"responses":\[\{"id":"a","status":204,"headers":\{"location":"[^"]+","odata-entityid":"[^"]+","odata-version":"4.0"\}\}\]\}$/,
		},
	},
	{
		contract: '2.14',
		fact: 'JSON is answered in multipart where the caller prefers it',
		ask: batch([create('a', 'x')], { Accept: 'application/json;q=0.5, multipart/mixed' }),
		answer: {
			headers: { 'content-type': /^multipart\/mixed;boundary=batchresponse_/ },
			text: /\r\nContent-ID: a\r\n\r\nHTTP\/1\.1 201 Created\r\nLocation: /,
		},
	},
	{
		contract: '2.14',
		fact: 'multipart is answered in JSON where the caller prefers it',
		ask: multipart([message('GET City?$top=0'), changeSet([message('POST City', '{"Name":"x"}', '1')])], {
			Accept: 'application/json',
		}),
		answer: statuses([null, 200], ['1', 201]),
	},
	{
		contract: '2.14',
		fact: 'where Accept names neither form, the answer has the form of the batch',
		ask: multipart([message('GET City?$top=0')], { Accept: '*/*' }),
		answer: {
			text: /^--batchresponse_[0-9a-f-]{36}\r\nContent-Type: application\/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP\/1\.1 200 OK\r\nContent-Type: /,
		},
	},
	{
		contract: '2.14',
		fact: 'a change set that fails has the answer of its failed part',
		ask: multipart([
			changeSet([message('POST City', '{"Name":"never"}', '1'), message('POST City', '{"Nope":1}', '2')]),
		]),
		answer: {
			text: /^--batchresponse_\S+\r\nContent-Type: multipart\/mixed; boundary=changesetresponse_\S+\r\n\r\n--changesetresponse_\S+\r\nContent-Type: application\/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: 2\r\n\r\nHTTP\/1\.1 400 Bad Request\r\n[^]*\r\n--changesetresponse_\S+--\r\n--batchresponse_\S+--\r\n$/,
		},
	},
	{
		contract: '2.14',
		fact: 'multipart may have bare line feeds, and need not be closed',
		ask: rawBatch(`--b\n${message('GET City?$top=0').replaceAll('\r', '')}\n`, {
			'Content-Type': 'multipart/mixed;boundary=b',
			Accept: 'application/json',
		}),
		answer: statuses([null, 200]),
	},
	{
		contract: '2.14',
		fact: 'a part of a change set may refer to what another created',
		ask: multipart(
			[changeSet([message('POST City', '{"Name":"x"}', '1'), message('PATCH $1', '{"Name":"y"}', '2')])],
			{ Accept: 'application/json' },
		),
		answer: statuses(['1', 201], ['2', 204]),
	},
];

testFacts([...PARTS, ...ANSWERS]);

import fc from 'fast-check';

import {
	readJsonBody,
	type WebServiceCall,
	webServiceRequest,
} from '../../../../nodes/shared/creatio/webservice/serviceRequest';

const GET: WebServiceCall = { route: 'rest', service: 'UsrService', method: 'GetX', verb: 'GET' };
const POST: WebServiceCall = { ...GET, verb: 'POST' };

describe('the request of a web service', () => {
	it('of a GET has its values in the address, and may be repeated', () => {
		const query = {
			Name: 'Andrew Baker & Söhne',
			Count: 5,
			Flag: false,
			When: new Date('2026-01-31T10:00:00Z'),
			List: [1, 2],
			Empty: '',
			Missing: undefined,
			Nothing: null,
		};
		expect(webServiceRequest({ ...GET, query })).toEqual({
			method: 'GET',
			service: 'rest',
			path: 'UsrService/GetX?Name=Andrew%20Baker%20%26%20S%C3%B6hne&Count=5&Flag=false&When=2026-01-31T10%3A00%3A00.000Z&List=%5B1%2C2%5D&Empty=',
			headers: { accept: 'application/json, */*;q=0.8' },
			form: 'own',
			repeat: 'read',
		});
	});

	it.each<[WebServiceCall['body'], unknown]>([
		[undefined, {}],
		[
			{ kind: 'fields', fields: { a: 1, b: [2] } },
			{ a: 1, b: [2] },
		],
		[{ kind: 'bare', value: 'text' }, 'text'],
		[{ kind: 'bare', value: null }, null],
		[readJsonBody('[1, {"a": "é"}]'), [1, { a: 'é' }]],
		[readJsonBody({ a: 1 }), { a: 1 }],
	])('of a POST carries %j', (body, json) => {
		expect(webServiceRequest({ ...POST, body })).toMatchObject({ method: 'POST', json, repeat: 'once' });
	});

	it('takes a time limit, a route and what repeating means from the call', () => {
		expect(
			webServiceRequest({ ...POST, repeat: 'harmless', timeoutMs: 5, route: 'anonymous' }),
		).toMatchObject({
			repeat: 'harmless',
			timeoutMs: 5,
			anonymous: true,
			path: 'UsrService.svc/GetX',
		});
	});

	it('refuses what cannot be sent', () => {
		const refused = (field: string) =>
			expect.objectContaining({ kind: 'input', message: expect.stringContaining(field) });
		expect(() => webServiceRequest({ ...GET, body: { kind: 'bare', value: 1 } })).toThrow(refused('Body'));
		expect(() => webServiceRequest({ ...GET, query: { a: '\ud800' } })).toThrow(refused('Query Parameters'));
		expect(() => webServiceRequest({ ...GET, query: { '\udc00': 'a' } })).toThrow(
			refused('Query Parameters'),
		);
		expect(() => readJsonBody('{name: 1}')).toThrow(refused('Body'));
		expect(() => readJsonBody('')).toThrow(refused('Body'));
	});

	it('keeps any query as it was typed', () => {
		const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\u0000'));
		fc.assert(
			fc.property(fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name }), (pairs) => {
				const { path } = webServiceRequest({ ...GET, query: Object.fromEntries(pairs) });
				const { searchParams, pathname, hash } = new URL(`https://site.example/rest/${path}`);
				expect([pathname, hash]).toEqual(['/rest/UsrService/GetX', '']);
				expect(new Map(searchParams)).toEqual(new Map(pairs));
			}),
		);
	});
});

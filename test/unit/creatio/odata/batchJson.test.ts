import fc from 'fast-check';

import type { ServiceAnswer } from '../../../../nodes/shared/connection/serviceCall';
import { type BatchPart, jsonFormat } from '../../../../nodes/shared/creatio/odata/batchJson';

const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };

const PARTS: BatchPart[] = [
	{ method: 'POST', path: 'City', json: { Name: 'é' }, headers, repeat: 'once' },
	{ method: 'GET', path: 'City?$top=1', headers, repeat: 'read' },
	{ method: 'PATCH', path: 'City(1)', json: {}, headers, repeat: 'harmless' },
];

const answered = (json: unknown): ServiceAnswer => ({ status: 200, headers: {}, json, text: '' });

describe('a batch in JSON', () => {
	it.each([
		[false, {}],
		[true, { atomicityGroup: 'all' }],
	])('numbers its parts; all or nothing: %s', (atomic, group) => {
		expect(jsonFormat.write(PARTS, atomic)).toEqual({
			json: {
				requests: [
					{ id: '0', ...group, method: 'POST', url: 'City', headers, body: { Name: 'é' } },
					{ id: '1', ...group, method: 'GET', url: 'City?$top=1', headers },
					{ id: '2', ...group, method: 'PATCH', url: 'City(1)', headers, body: {} },
				],
			},
		});
	});

	it('is answered part by part, whatever the case of the names', () => {
		const responses = [
			{ id: '1', status: 200, body: { value: [] } },
			{ Id: 0, Status: 201, Body: 'text' },
			{ id: null, status: '200', body: null },
			{},
			'strange',
		];
		expect(jsonFormat.read(answered({ Responses: responses }))).toEqual([
			{ id: '1', status: 200, text: '', json: { value: [] } },
			{ id: '0', status: 201, text: 'text', json: 'text' },
			{ id: undefined, status: undefined, text: '', json: null },
			{ id: undefined, status: undefined, text: '', json: undefined },
			{ id: undefined, status: undefined, text: '', json: undefined },
		]);
	});

	it.each([undefined, null, [], {}, { responses: {} }, 'text'])('has no answers in %j', (json) => {
		expect(jsonFormat.read(answered(json))).toEqual([]);
	});

	it('is read from any JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (responses) => {
				const read = jsonFormat.read(answered({ responses }));
				expect(read).toHaveLength(Array.isArray(responses) ? responses.length : 0);
			}),
		);
	});
});

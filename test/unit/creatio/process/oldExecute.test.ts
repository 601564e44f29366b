import fc from 'fast-check';

import { LABELS } from '../../../../nodes/shared/basics/labels';
import {
	executeProcess,
	executeRequest,
	unwrapped,
} from '../../../../nodes/shared/creatio/process/oldExecute';
import { fakeSite, lostAnswer } from '../fakeSite';
import { ORDER, sample } from './fakes';

const NAMESPACE = 'http://schemas.microsoft.com/2003/10/Serialization/';
const xml = (content: string) =>
	`<string xmlns="${NAMESPACE}">${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</string>`;
const value = (text: string) => unwrapped({ json: undefined, text });

describe('the old way to start a process', () => {
	it('writes values into the address, encoded', () => {
		const parameters = [{ name: 'Comment', value: 'a&b=c/..d #é' }];
		expect(executeRequest({ code: 'UsrOrder', parameters, result: 'Number' })).toMatchObject({
			method: 'GET',
			service: 'serviceModel',
			path: 'ProcessEngineService.svc/UsrOrder/Execute?Comment=a%26b%3Dc%2F..d%20%23%C3%A9&ResultParameterName=Number',
			repeat: 'once',
		});
		expect(executeRequest({ code: 'UsrOrder', parameters: [] }).path).toBe(
			'ProcessEngineService.svc/UsrOrder/Execute',
		);
	});

	it.each([
		{ code: 'a/b', parameters: [] },
		{ code: 'UsrOrder', parameters: [{ name: 'ResultParameterName', value: 'x' }] },
		{ code: 'UsrOrder', parameters: [{ name: 'a&b', value: 'x' }] },
		{ code: 'UsrOrder', parameters: [], result: 'a&b' },
	])('refuses %j', (execution) => {
		expect(() => executeRequest(execution)).toThrow(expect.objectContaining({ kind: 'input' }));
	});

	it.each([
		['../ in a value', [{ name: 'File', value: 'a/../b' }], 'parameter File'],
		[
			'a long value',
			[
				{ name: 'A', value: 'x' },
				{ name: 'Text', value: 'ж'.repeat(400) },
			],
			'longest parameter is Text',
		],
		[
			'quotation marks, which are encoded on the way',
			[{ name: 'Q', value: "'".repeat(700) }],
			'longest parameter is Q',
		],
	])(
		'refuses an address that hosts may refuse, with the way that has no such limit: %s',
		(_, parameters, names) => {
			expect(() => executeRequest({ code: 'UsrOrder', parameters })).toThrow(
				expect.objectContaining({
					kind: 'input',
					message: expect.stringContaining(names),
					cure: expect.stringContaining(LABELS.legacyExecute),
				}),
			);
		},
	);

	it.each<[string, unknown]>([
		[xml('"[{\\"Id\\":\\"1\\"}]"'), [{ Id: '1' }]],
		[xml('"a < b & c"'), 'a < b & c'],
		[xml('42'), 42],
		[xml('true'), true],
		[xml('null'), null],
		[xml('plain'), 'plain'],
		[xml('"[not JSON"'), '[not JSON'],
		['<string xmlns="x"><![CDATA["cut & dried"]]></string>', 'cut & dried'],
		['<string />', undefined],
		['', undefined],
		['42', 42],
	])('reads %s', (text, shown) => {
		expect(value(text)).toEqual(shown);
	});

	it('reads an answer that is JSON at once', () => {
		expect(unwrapped({ json: '{"a":1}', text: '"{\\"a\\":1}"' })).toEqual({ a: 1 });
		expect(unwrapped({ json: null, text: 'null' })).toBeNull();
	});

	it('returns the text of the recorded template, which is not JSON', () => {
		const text = value(sample('process/execute-get-200-template.xml'));
		expect(text).toMatch(/^"\[\s+\{\\"Id\\":\\"object1_id\\"/);
	});

	it('gives back any text', () => {
		const text = fc.string({ unit: fc.stringMatching(/^[\t -퟿]$/) });
		fc.assert(
			fc.property(text, (sent) => {
				fc.pre(!/^\s*[[{]/.test(sent));
				expect(value(xml(JSON.stringify(sent)))).toBe(sent);
			}),
		);
	});

	it('refuses XML that was cut', () => {
		expect(() => value('<string>"a')).toThrow(
			expect.objectContaining({
				kind: 'unreadable',
				message: expect.stringContaining('The answer of the process'),
			}),
		);
	});

	it('types the result, and does not start twice', async () => {
		const { connection } = fakeSite(() => ({ text: xml('"12.5"') }));
		const start = { code: 'UsrOrder', parameters: [], result: 'Total' };
		const context = { schema: ORDER, sessionZone: 'UTC' };
		expect(await executeProcess(connection, start, context)).toBe(12.5);
		const lost = fakeSite(lostAnswer);
		await expect(executeProcess(lost.connection, start, context)).rejects.toMatchObject({
			perhapsDone: true,
			message: expect.stringContaining('may have been started'),
		});
		expect(lost.requests).toHaveLength(1);
	});
});

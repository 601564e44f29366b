import fc from 'fast-check';

import { isCreatioError } from '../../../../nodes/shared/basics/errors';
import {
	type ParameterContext,
	readParameters,
	readParametersByHand,
	readResultNames,
} from '../../../../nodes/shared/creatio/process/processParameters';
import { CONTACT_ID, ORDER, parameter } from './fakes';

const context: ParameterContext = { zone: 'Europe/Berlin', sessionZone: 'UTC' };
const read = (input: unknown, more: Partial<ParameterContext> = {}) =>
	readParameters(input, ORDER, { ...context, ...more });
const valueOf = async (name: string, value: unknown) => (await read({ [name]: value }))[0]?.value;

describe('values of parameters', () => {
	it.each<[string, unknown, string]>([
		['Comment', 'a "b" \\ é 😀', 'a "b" \\ é 😀'],
		['Comment', 5, '5'],
		['Amount', 1250.5, '1250.5'],
		['Amount', ' 1e-7 ', '0.0000001'],
		['Amount', -3, '-3'],
		['Count', '42', '42'],
		['Urgent', 'yes', 'true'],
		['Urgent', false, 'false'],
		['DueOn', '2026-07-01T10:00:00', '2026-07-01T08:00:00.000'],
		['DueOn', '2026-07-01T10:00:00-02:00', '2026-07-01T12:00:00.000'],
		['DueOn', new Date('2026-07-01T10:00:00Z'), '2026-07-01T10:00:00.000'],
		['Birthday', '1990-02-28T23:59:00+14:00', '1990-02-28T00:00:00.000'],
		['Opens', '9:30', '0001-01-01T09:30:00.000'],
		['Customer', CONTACT_ID.toUpperCase(), CONTACT_ID],
		['Owner', { Id: CONTACT_ID, Name: 'A' }, CONTACT_ID],
		['RecordId', CONTACT_ID, CONTACT_ID],
		['Anything', { a: 1 }, '{"a":1}'],
		['Total', 1, '1'],
		[
			'Lines',
			[
				{ Product: 'A', Price: '2.5', Gift: 'no', From: '2026-01-31' },
				{ Product: 'B', Price: '' },
			],
			'[{"Product":"A","Price":2.5,"Gift":false,"From":"2026-01-31T00:00:00.000"},{"Product":"B"}]',
		],
		['Lines', '[{"Product":"A"}]', '[{"Product":"A"}]'],
		[
			'Lines',
			[{ Product: 'A', Price: '12345678901234567.89' }],
			'[{"Product":"A","Price":12345678901234567.89}]',
		],
		['Amount', '12345678901234567.89', '12345678901234567.89'],
		['Birthday', new Date('2026-07-31T23:00:00Z'), '2026-08-01T00:00:00.000'],
		['Lines', [], '[]'],
	])('%s takes %j', async (name, value, wire) => {
		expect(await read({ [name]: value })).toEqual([{ name, value: wire }]);
	});

	it('are text on the wire, in the order of the process, and blank ones are left out', async () => {
		const input = '{"Urgent": true, "Comment": "", "Count": null, "Amount": 5}';
		expect(await read(input)).toEqual([
			{ name: 'Amount', value: '5' },
			{ name: 'Urgent', value: 'true' },
		]);
		for (const nothing of [undefined, null, '', '{}', {}]) expect(await read(nothing)).toEqual([]);
	});

	it('are left out where Creatio says that there is no value', async () => {
		const Customer = '00000000-0000-0000-0000-000000000000';
		const lines = [{ Product: 'A', From: '0001-01-01T00:00:00Z' }];
		const input = { Customer, Owner: { Id: Customer }, DueOn: '0001-01-01T00:00:00Z', Lines: lines };
		expect(await read(input)).toEqual([{ name: 'Lines', value: '[{"Product":"A"}]' }]);
	});

	it('are not NaN, at any depth', async () => {
		for (const input of [{ Amount: NaN }, { Comment: NaN }, { Anything: { a: [Infinity] } }]) {
			const [name = ''] = Object.keys(input);
			await expect(read(input)).rejects.toMatchObject({
				kind: 'input',
				message: expect.stringContaining(name),
			});
			expect(() => readParametersByHand(input, context)).toThrow(name);
		}
	});

	it('are dates on the wall of the session', async () => {
		const due = { DueOn: '2026-07-01T10:00:00Z' };
		expect(await read(due, { sessionZone: 'America/New_York' })).toMatchObject([
			{ value: '2026-07-01T06:00:00.000' },
		]);
		expect(await read(due, { sessionZone: 180 })).toMatchObject([{ value: '2026-07-01T13:00:00.000' }]);
	});

	it('are records by their text where the object is known', async () => {
		const lookups = {
			resolve: async ({ target, text }: { target: string; text: string }) => `${target}:${text}`,
		};
		expect(await read({ Customer: 'Ann' }, { lookups })).toEqual([
			{ name: 'Customer', value: 'Contact:Ann' },
		]);
		await expect(read({ Owner: 'Ann' }, { lookups })).rejects.toMatchObject({ kind: 'input' });
	});

	it.each<[string, unknown, RegExp, RegExp]>([
		[
			'an unknown parameter',
			{ Ammount: 5 },
			/no parameter "Ammount".*Parameters/,
			/Betrag \(Amount\).*case-sensitive/,
		],
		['a caption', { Betrag: 5 }, /no parameter "Betrag"/, /Betrag \(Amount\)/],
		['another letter case', { amount: 5 }, /no parameter "amount"/, /Amount/],
		['a name of every object', { constructor: 5 }, /no parameter "constructor"/, /It has: Comment, Amount/],
		['a result', { Number: 5 }, /Number.*does not take a value/, /Result Parameter/],
		['an internal one', { Step: 5 }, /Step.*does not take a value/, /Remove it/],
		[
			'text in a number',
			{ Amount: '12,5' },
			/Betrag \(Amount\).*takes a number, but got "12,5"/,
			/point for decimals/,
		],
		['a fraction', { Count: 1.5 }, /Count.*whole number/, /Round/],
		['a mistyped GUID', { RecordId: 'c4ed336c-3e9b-40fe-8b82-5632476472b' }, /RecordId.*GUID/, /32 digits/],
		[
			'a mistyped lookup',
			{ Customer: 'x4ed336c-3e9b-40fe-8b82-5632476472b4' },
			/Customer.*GUID/,
			/32 digits/,
		],
		['a text for a lookup', { Customer: 'Ann' }, /Customer.*takes the ID/, /read the record first/],
		['a day that is none', { Birthday: '2026-02-30' }, /Birthday.*takes a date/, /day must exist/],
		['no yes and no no', { Urgent: 'perhaps' }, /Urgent.*true or false/, /true or false/],
		[
			'a record for a list',
			{ Lines: { Product: 'A' } },
			/Lines.*list of records, but got an object/,
			/list of objects/,
		],
		['a text for a list', { Lines: 'A, B' }, /Lines.*list of records, but got "A, B"/, /list of objects/],
		['texts in a list', { Lines: ['A'] }, /Lines.*list of records, but got "A"/, /list of objects/],
		[
			'an unknown column',
			{ Lines: [{ Product: 'A' }, { Prise: 1 }] },
			/no column "Prise" in record 2.*Lines/,
			/Price/,
		],
		[
			'text in a column',
			{ Lines: [{ Product: 'A', Price: 'x' }] },
			/column Price in record 1.*Lines.*number/,
			/digits/,
		],
		['a missing column', { Lines: [{ Price: 1 }] }, /column Product in record 1.*required/, /Enter a value/],
		['a list', [1], /Parameters takes an object/, /Write it like/],
		['text that is not JSON', '{"Amount": ', /Parameters takes an object/, /Write it like/],
		['half of a character', { Comment: 'a\ud800' }, /half of a character/, /emoji/],
	])('refuses %s', async (_what, input, message, cure) => {
		const refused = expect(read(input)).rejects;
		await refused.toMatchObject({ kind: 'input', message: expect.stringMatching(message) });
		await expect(read(input)).rejects.toMatchObject({ cure: expect.stringMatching(cure) });
	});

	it('refuses to start without a required one', async () => {
		const schema = {
			...ORDER,
			parameters: [parameter('Name', 'text', { required: true, caption: 'Titel' })],
		};
		for (const input of [{}, { Name: '' }, undefined]) {
			await expect(readParameters(input, schema, context)).rejects.toMatchObject({
				kind: 'input',
				message: 'The parameter Titel (Name) (field Parameters) is required, but does not have a value',
			});
		}
	});

	it('keep any text as it is, and any record of a collection, or refuse it in our words', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'binary' }), fc.jsonValue(), async (text, json) => {
				if (text !== '' && !text.includes('\u0000')) expect(await valueOf('Comment', text)).toBe(text);
				for (const name of ORDER.parameters.map((one) => one.name)) {
					const outcome = await read({ [name]: json }).catch((error: unknown) => error);
					if (outcome instanceof Error) expect(isCreatioError(outcome) && outcome.kind).toBe('input');
					else expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('spell every number so that it is read back the same, without exponent or comma', async () => {
		const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
		await fc.assert(
			fc.asyncProperty(numbers, async (number) => {
				const wire = await valueOf('Amount', number);
				expect(wire).toMatch(/^-?\d+(\.\d+)?$/);
				expect(Number(wire)).toBe(number === 0 ? 0 : number);
			}),
		);
	});
});

describe('values by hand', () => {
	it('are spelled by what they are', () => {
		const input = {
			Text: ' a ',
			Number: 1e21,
			Flag: true,
			When: new Date('2026-07-01T10:00:00Z'),
			Luxon: { toISO: () => '2026-07-01T10:00:00.000+02:00' },
			List: [{ A: 1, On: new Date('2026-07-01T10:00:00Z') }],
			Record: { A: 'é' },
			Blank: '',
			Written: '2026-07-01T10:00:00Z',
		};
		const values = readParametersByHand(input, { zone: 'UTC', sessionZone: 'Europe/Berlin' });
		expect(Object.fromEntries(values.map(({ name, value }) => [name, value]))).toEqual({
			Text: ' a ',
			Number: '1000000000000000000000',
			Flag: 'true',
			When: '2026-07-01T12:00:00.000',
			Luxon: '2026-07-01T10:00:00.000',
			List: '[{"A":1,"On":"2026-07-01T12:00:00.000"}]',
			Record: '{"A":"é"}',
			Written: '2026-07-01T10:00:00Z',
		});
	});

	it.each([{ 'a b': 1 }, { 'a"': 1 }, { '': 1 }, { A: Number.NaN }, { A: '\ud800' }, ['A'], 'A=1'])(
		'refuse %j',
		(input) => {
			const refused = expect.objectContaining({
				kind: 'input',
				message: expect.stringContaining('Parameters'),
			});
			expect(() => readParametersByHand(input, context)).toThrow(refused);
		},
	);
});

describe('names of results', () => {
	it('are given each once, unchecked where the process is not known', () => {
		expect(readResultNames(['Number', 'Total', 'Number'], ORDER)).toEqual(['Number', 'Total']);
		expect(readResultNames([])).toEqual([]);
		expect(readResultNames(['Unknown'])).toEqual(['Unknown']);
	});

	it.each<[string, RegExp]>([
		['Numbr', /no result "Numbr"/],
		['Step', /no result "Step"/],
		['a b', /"a b" is not the code/],
	])('are refused: %j', (name, message) => {
		expect(() => readResultNames([name], ORDER)).toThrow(message);
	});
});

import type { ColumnValue } from '../../../../nodes/shared/creatio/model/values';
import {
	blankValuesOption,
	type MappedValues,
	readMappedValues,
	readValueOptions,
	readZonedValues,
	refuseTakenId,
	splitMatchColumns,
	type WriteOperation,
	writeValueOptions,
} from '../../../../nodes/shared/n8n/form/columnsToWrite';
import { columnsMapper } from '../../../../nodes/shared/n8n/form/columnsMapper';
import { readReturned, returnedOptions, writtenRow } from '../../../../nodes/shared/n8n/form/returnedRecord';
import { GUID } from '../../creatio/dataservice/fakes';
import { CONTACT, fakeMetadata } from '../../creatio/fakes';
import { fakeSite } from '../../creatio/fakeSite';
import { expectRefusal, fakeContext, fakeForm, propertyOf, valuesOf } from './fakeForm';

const update = { update: 'e308b781-3c5b-4ecb-89ef-5c1ed4da488e' };

const below = (value: object | null, more: object = {}) => ({
	columns: { mappingMode: 'defineBelow', value, ...more },
});

const label = columnsMapper('add').property.displayName;

const contact = (name: string) => {
	const column = CONTACT.columns.get(name);
	if (!column) throw new Error(`No column ${name}`);
	return column;
};

const named = (values: readonly ColumnValue[]) =>
	values.map(({ column, value }) => [column.name, value?.value]);

async function mapped(values: object, operation: WriteOperation = 'create', options: object = {}) {
	const context = fakeContext([{}, { ...values, options }], { input: [{}, { Name: 'In', Age: '3' }] });
	const { values: read, matchingColumns } = await readMappedValues(context, 'Contact', 1, operation);
	return { values: named(read), matchingColumns };
}

describe('mapped values', () => {
	it('are typed by column', async () => {
		expect(await mapped(below({ Name: 'A', Age: '44', CreatedOn: undefined }))).toEqual({
			values: [
				['Name', 'A'],
				['Age', 44],
			],
			matchingColumns: [],
		});
	});

	it('are those of the item where they are mapped automatically', async () => {
		const columns = { mappingMode: 'autoMapInputData', value: { Name: 'B' }, matchingColumns: ['Name'] };
		expect(await mapped({ columns })).toEqual({
			values: [
				['Name', 'In'],
				['Age', 3],
			],
			matchingColumns: ['Name'],
		});
	});

	it.each([undefined, null, 'text', 7, {}, { value: { Name: 'A' } }])(
		'are not read from %j',
		async (columns) => {
			await expectRefusal(() => mapped({ columns }), `field ${label}`);
		},
	);

	it('are never none where a record is created or updated', async () => {
		for (const operation of ['create', update] as const) {
			await expectRefusal(() => mapped(below(null), operation), `field ${label}`);
			await expectRefusal(() => mapped(below({ Name: '' }), operation), `field ${label}`);
		}
		expect(await mapped(below({ Name: '' }), 'upsert')).toMatchObject({ values: [] });
	});

	it('are only what the object has of an item that a node returned', async () => {
		const columns = { mappingMode: 'autoMapInputData', value: null };
		const item = { Id: GUID, Name: 'In', CreatedOn: '2026-01-31T10:00:00Z', 'Account.Code': 'A1' };
		const leaveOut = jest.fn();
		const context = { ...fakeContext({ columns }, { input: [item] }), leaveOut };
		const { values } = await readMappedValues(context, 'Contact', 0, { update: undefined });
		expect(named(values)).toEqual([['Name', 'In']]);
		expect(leaveOut.mock.calls).toEqual([
			['Id', 'itemId'],
			['CreatedOn', 'filled'],
			['Account.Code', 'added'],
		]);
		const empty = fakeContext({ columns }, { input: [{ Id: GUID, Name: null }] });
		await expectRefusal(
			() => readMappedValues(empty, 'Contact', 0, { update: GUID }),
			'Contact',
			`field ${label}`,
		);
	});

	it('have no item to come from beyond the input', async () => {
		const values = { columns: { mappingMode: 'autoMapInputData', value: null } };
		await expectRefusal(
			() => readMappedValues(fakeContext(values), 'Contact', 0, 'create'),
			`field ${label}`,
		);
	});

	it('clear a column where the user says so, but not of a new record', async () => {
		const values = below({ Name: 'A', Email: '' });
		const cleared = [
			['Name', 'A'],
			['Email', ''],
		];
		const clear = { blankValues: 'clear' };
		expect((await mapped(values, update, clear)).values).toEqual(cleared);
		expect((await mapped(values, 'upsert', clear)).values).toEqual(cleared);
		expect((await mapped(values, 'create', clear)).values).toEqual([['Name', 'A']]);
		expect((await mapped(values, update)).values).toEqual([['Name', 'A']]);
	});

	it('may have the Id of a new record, and not of one that is there', async () => {
		const values = below({ Id: GUID, Name: 'A' });
		for (const operation of ['create', 'upsert'] as const) {
			expect((await mapped(values, operation)).values).toContainEqual(['Id', GUID]);
		}
		await expectRefusal(() => mapped(values, update), `field ${label}`, 'Id');
	});

	it('of unknown columns are refused, or left out', async () => {
		const values = below({ Name: 'A', Nmae: 'B' });
		await expectRefusal(() => mapped(values), `field ${label}`, 'Nmae');
		expect((await mapped(values, 'create', { unknownColumns: 'ignore' })).values).toEqual([['Name', 'A']]);
	});

	it('create records of lookups only where the user says so', async () => {
		const asked: unknown[] = [];
		const lookups = {
			resolve: async (request: { readonly text: string }, options: unknown) => {
				asked.push([request.text, options]);
				return GUID;
			},
		};
		for (const createMissingLookups of [false, true]) {
			const values = { ...below({ Account: 'Accom' }), options: { createMissingLookups } };
			await readMappedValues(fakeContext(values, { client: { lookups } }), 'Contact', 0, 'create');
		}
		expect(asked).toEqual([
			['Accom', { createIfMissing: false }],
			['Accom', { createIfMissing: true }],
		]);
	});
});

it('values are read with what the run has', () => {
	const context = fakeContext({}, { zone: 'Asia/Tokyo' });
	expect(readValueOptions(context, 0)).toEqual({
		metadata: context.client.metadata,
		lookups: context.client.lookups,
		pairs: context.client.pairs,
		lookupOptions: { createIfMissing: false },
		zone: 'Asia/Tokyo',
		unknownColumns: 'refuse',
		leaveOut: context.leaveOut,
	});
});

describe('values with the zone of their dates', () => {
	const read = async (value: object, operation: WriteOperation = 'create') => {
		const { connection, requests } = fakeSite(() => ({
			json: { applicationInfo: { sysValues: { userTimezoneOffset: 120 } } },
		}));
		const client = {
			connection: { ...connection, identity: 'columns to write' },
			metadata: fakeMetadata(undefined, { BirthDate: 'date' }),
		};
		const context = fakeContext(below(value), { client });
		const { values, zone } = await readZonedValues(context, 'Contact', 0, operation);
		return { values, zone, requests: requests.length };
	};

	it('ask nothing where there is no date', async () => {
		const { values, zone, requests } = await read({ Name: 'A' });
		expect(named(values)).toEqual([['Name', 'A']]);
		expect([zone, requests]).toEqual(['UTC', 0]);
	});

	it('have the exact types and the zone of the session where there is one', async () => {
		const { values, zone } = await read({ Name: 'A', BirthDate: '2024-02-29' });
		expect(zone).toBe(120);
		expect(values.map(({ column }) => [column.name, column.type])).toEqual([
			['Name', 'text'],
			['BirthDate', 'date'],
		]);
	});

	it('are those of the operation', async () => {
		await expectRefusal(() => read({ Id: GUID, BirthDate: '2024-02-29' }, update), 'Id');
	});

	it('may be cleared', async () => {
		const context = fakeContext({ ...below({ BirthDate: null }), options: { blankValues: 'clear' } });
		const { values, zone } = await readZonedValues(context, 'Contact', 0, update);
		expect([named(values), zone]).toEqual([[['BirthDate', undefined]], 'UTC']);
	});
});

describe('the columns to match on', () => {
	const value = (name: string, text: string): ColumnValue => ({
		column: contact(name),
		value: { type: 'text', value: text },
	});
	const email = value('Email', 'a@b');
	const name = value('Name', 'A');
	const split = (...matchingColumns: readonly string[]) => {
		const of: MappedValues = { values: [email, name], matchingColumns };
		return splitMatchColumns(CONTACT, of);
	};

	it('are separated from the others', () => {
		expect(split('Email')).toEqual({ match: [email], rest: [name] });
		expect(split('Name', 'Email')).toEqual({ match: [name, email], rest: [] });
	});

	it('are at least one', async () => {
		const { title } = propertyOf([columnsMapper('upsert')], 'columns').typeOptions?.resourceMapper
			?.matchingFieldsLabels ?? { title: undefined };
		await expectRefusal(() => split(), `field ${title}`);
		await expectRefusal(() => split('Emial'), `field ${title}`, 'Emial');
	});

	it.each<[string, ColumnValue | undefined]>([
		['missing', undefined],
		['empty', value('Age', '')],
	])('have a value, which is not %s', async (_, blank) => {
		const values = blank ? [email, blank] : [email];
		await expectRefusal(
			() => splitMatchColumns(CONTACT, { values, matchingColumns: ['Email', 'Age'] }),
			'column Age',
			`field ${label}`,
		);
	});

	it('may have Creatio’s word for no value, but not as an ID', async () => {
		const none = { column: contact('Account'), value: null };
		expect(splitMatchColumns(CONTACT, { values: [email, none], matchingColumns: ['Account'] })).toEqual({
			match: [none],
			rest: [email],
		});
		const id = { column: contact('Id'), value: null };
		await expectRefusal(
			() => splitMatchColumns(CONTACT, { values: [id], matchingColumns: ['Id'] }),
			'column Id',
		);
	});
});

it('a record that was written shows its ID, what names it and what was written, whatever the answer has', () => {
	const row = {
		Id: GUID,
		CreatedOn: '2026-01-31T10:00:00Z',
		Email: '',
		Name: 'A',
		Age: 0,
		'@odata.context': 'x',
	};
	const shown = (written: object, more: object) =>
		writtenRow(CONTACT, row, { ...written }, { simplify: true, whole: false, ...more });
	expect(Object.entries(shown({ Email: '' }, {}))).toEqual([
		['Id', GUID],
		['Name', 'A'],
		['Email', null],
	]);
	expect(shown({ Email: '' }, { simplify: false })).toEqual(row);
	const whole = Object.keys(shown({}, { whole: true }));
	expect(whole).toEqual(['Id', 'Name', 'Email', 'Age', 'CreatedOn']);
});

it('what is returned of a written record is read from the form', () => {
	const form = { simplify: false, options: { returnRecord: 'yes', lookups: 'text' } };
	expect(readReturned(fakeContext([{}, form]), 1)).toEqual({ simplify: false, whole: true, lookups: 'text' });
	expect(readReturned(fakeContext({}), 0)).toEqual({ simplify: true, whole: false, lookups: 'both' });
});

it('an Id that a record has is refused for a new one', async () => {
	const context = (taken: boolean) =>
		fakeContext(
			{},
			{ client: { exists: async (object, id) => taken && object === 'Contact' && id === GUID } },
		);
	await expectRefusal(
		() => refuseTakenId(context(true), 0, 'Contact', GUID),
		'Contact',
		GUID,
		`field ${label}`,
	);
	await refuseTakenId(context(false), 0, 'Contact', GUID);
});

describe('the form', () => {
	it('maps columns from a list of the site', () => {
		expect(columnsMapper('add').property).toMatchObject({
			name: 'columns',
			type: 'resourceMapper',
			noDataExpression: true,
			required: true,
			default: { mappingMode: 'defineBelow', value: null },
			typeOptions: {
				loadOptionsDependsOn: ['object.value', 'operation'],
				resourceMapper: {
					resourceMapperMethod: 'getWritableColumns',
					mode: 'add',
					fieldWords: { singular: 'column', plural: 'columns' },
					addAllFields: false,
					multiKeyMatch: true,
					supportAutoMap: true,
					noFieldsError: expect.stringContaining('Check the credential and the object'),
				},
			},
		});
	});

	it('asks for columns to match on in an upsert alone', () => {
		const mapperOf = (mode: 'add' | 'upsert') => columnsMapper(mode).property.typeOptions?.resourceMapper;
		expect(mapperOf('add')).not.toHaveProperty('matchingFieldsLabels');
		expect(mapperOf('upsert')).toMatchObject({
			mode: 'upsert',
			matchingFieldsLabels: {
				title: expect.stringContaining('Match'),
				description: expect.stringMatching(/\w/),
				hint: expect.stringMatching(/\w/),
			},
		});
	});

	it('has options with what holds if they are not used', () => {
		const options = [...writeValueOptions, blankValuesOption, ...returnedOptions];
		expect(options.map(({ property }) => [property.name, property.default])).toEqual([
			['createMissingLookups', false],
			['unknownColumns', 'refuse'],
			['blankValues', 'skip'],
			['returnRecord', false],
			['lookups', 'both'],
		]);
		expect(valuesOf(propertyOf(options, 'unknownColumns'))).toEqual(['ignore', 'refuse']);
		expect(valuesOf(propertyOf(options, 'blankValues'))).toEqual(['clear', 'skip']);
		expect(blankValuesOption.read(fakeForm({}), 0)).toBe('skip');
	});

	it.each([{ unknownColumns: 'x' }, { blankValues: 'x' }])('refuses other choices: %j', async (options) => {
		await expectRefusal(() => mapped(below({ Name: 'A' }), update, options), 'option ');
	});
});

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import {
	askProcessSchema,
	inputsOf,
	readProcessSchema,
	resultsOf,
} from '../../../../nodes/shared/creatio/process/processSchema';
import { fakeSite } from '../fakeSite';
import { sample } from './fakes';

const TEXT = '8b3f29bb-ea14-4ce5-a5c5-293a929b6ba2';
const LOOKUP = 'B295071F-7EA9-4E62-8D1A-919BF3732FF2';
const OBJECT_LIST = '4b51a8b5-1ee9-4437-9d58-f35e083cbcdf';
const ENTITY = 'ebd85d37-0abf-4bbf-bb32-97dc3dffcc8c';
const CONTACT = '16be3651-8fe2-4159-8dd0-a803d4683dd3';

const answer = (parameters: readonly object[], more: object = {}) => ({
	success: true,
	schema: {
		name: 'UsrOrder',
		caption: { 'en-US': 'Order', 'de-DE': 'Auftrag' },
		metaData: JSON.stringify({ metaData: { schema: { parameters } } }),
		...more,
	},
});

describe('the parameters of a process', () => {
	it('are read from the recorded answer', () => {
		expect(readProcessSchema(JSON.parse(sample('process/processschemarequest-200-fixture.json')))).toEqual({
			name: '',
			caption: '',
			parameters: [
				{ name: 'Input', caption: 'Input', type: 'text', direction: 'in', required: false, columns: [] },
				{ name: 'Output', caption: 'Output', type: 'text', direction: 'out', required: false, columns: [] },
			],
		});
	});

	it('have types, directions, required marks and columns', () => {
		const schema = readProcessSchema(
			answer([
				{ name: 'A', dataValueType: TEXT, direction: 0, isRequired: true },
				{
					name: 'B',
					dataValueType: TEXT,
					direction: 0,
					isRequired: true,
					sourceValue: { value: 'x', source: 1 },
				},
				{ name: 'C', dataValueType: LOOKUP, direction: 2, referenceSchemaUId: CONTACT },
				{
					name: 'D',
					dataValueType: OBJECT_LIST,
					direction: 1,
					itemProperties: [{ name: 'Price', dataValueType: 5, direction: 0 }],
				},
				{ name: 'E', dataValueType: ENTITY, direction: 3 },
				{ name: 'F', dataValueType: 49 },
				{ dataValueType: TEXT },
			]),
		);
		expect(schema).toMatchObject({ name: 'UsrOrder', caption: 'Order' });
		expect(schema?.parameters).toMatchObject([
			{ name: 'A', type: 'text', direction: 'in', required: true },
			{ name: 'B', required: false },
			{ name: 'C', type: 'lookup', direction: 'both', targetUId: CONTACT },
			{ name: 'D', type: 'collection', direction: 'out', columns: [{ name: 'Price', type: 'decimal' }] },
			{ name: 'E', type: 'other', direction: 'internal' },
			{ name: 'F', type: 'decimal', direction: 'both' },
		]);
		const names = (list: ReadonlyArray<{ name: string }>) => list.map(({ name }) => name).join('');
		expect(schema && names(inputsOf(schema))).toBe('ABCF');
		expect(schema && names(resultsOf(schema))).toBe('ABCDF');
	});

	it.each([
		['a map', { 'Parameters.A.Caption': { 'en-US': 'Name', 'de-DE': 'Bezeichnung' } }],
		['pairs', [{ Key: 'Parameters.A.Caption', Value: [{ Key: 'de-DE', Value: 'Bezeichnung' }] }]],
		['JSON text', JSON.stringify({ 'Schema.Parameters.A.Caption': 'Bezeichnung' })],
	])('take captions from resources that are %s', (_form, resources) => {
		const schema = readProcessSchema(answer([{ name: 'A', dataValueType: TEXT }], { resources }), 'de-DE');
		expect(schema).toMatchObject({ caption: 'Auftrag', parameters: [{ caption: 'Bezeichnung' }] });
	});

	it.each(['Parameters.D.A.Caption', 'Parameters.D.ItemProperties.A.Caption'])(
		'take captions of columns of a collection from %s',
		(key) => {
			const itemProperties = [
				{ name: 'A', dataValueType: TEXT },
				{ name: 'B', dataValueType: TEXT },
			];
			const schema = readProcessSchema(
				answer([{ name: 'D', dataValueType: OBJECT_LIST, itemProperties }], {
					resources: { [key]: { 'en-US': 'Price' }, 'Parameters.B.Caption': { 'en-US': 'Other' } },
				}),
			);
			expect(schema?.parameters[0]?.columns.map(({ caption }) => caption)).toEqual(['Price', 'B']);
		},
	);

	it.each([
		[undefined],
		['text'],
		[{ success: false, errorInfo: { message: 'no rights' } }],
		[{ success: true, schema: null }],
		[{ success: true, schema: { metaData: '{"cut' } }],
		[{ success: true, schema: { metaData: '[]' } }],
	])('are not known from %j', (json) => {
		expect(readProcessSchema(json)).toBeUndefined();
	});
});

describe('asking a site', () => {
	it('names the objects of lookups, each asked for once', async () => {
		const { connection, requests } = fakeSite(({ path }) => ({
			json:
				path === 'ProcessSchemaRequest'
					? answer([
							{ name: 'A', dataValueType: LOOKUP, referenceSchemaUId: CONTACT },
							{ name: 'B', dataValueType: LOOKUP, referenceSchemaUId: CONTACT.toUpperCase() },
						])
					: { success: true, schema: { name: 'Contact', columns: { Items: {} } } },
		}));
		const schema = await askProcessSchema(connection, 'some-uid');
		expect(schema?.parameters.map(({ target }) => target)).toEqual(['Contact', 'Contact']);
		expect(requests.map(({ path, json }) => [path, json])).toEqual([
			['ProcessSchemaRequest', { uId: 'some-uid', convertLocalizableStringToParameter: true }],
			['RuntimeEntitySchemaRequest', { uId: CONTACT }],
		]);
	});

	it('is without an answer where the site refuses, and fails when nobody answers', async () => {
		const refusing = fakeSite(() => new CreatioError('forbidden', 'No rights'));
		expect(await askProcessSchema(refusing.connection, 'x')).toBeUndefined();
		const silent = fakeSite(() => new CreatioError('network', 'The connection broke'));
		await expect(askProcessSchema(silent.connection, 'x')).rejects.toMatchObject({ kind: 'network' });
	});
});

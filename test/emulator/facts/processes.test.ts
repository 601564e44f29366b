import { processRowId } from '../process/rows';
import { schemaUId } from '../process/schema';
import { type Fact, testFacts } from './facts';

const ENGINE = '/ServiceModel/ProcessEngineService.svc';
const SCHEMA = '/DataService/json/SyncReply/ProcessSchemaRequest';

/** Runs UsrEveryType, which gives back what it has read, with one value. */
function runWith(name: string, value: unknown): Fact['ask'] {
	return {
		method: 'POST',
		path: `${ENGINE}/RunProcess`,
		body: {
			schemaName: 'UsrEveryType',
			parameterValues: [{ name, value }],
			resultParameterNames: [name],
		},
	};
}

function result(name: string, value: unknown): Fact['answer'] {
	return { status: 200, json: { processStatus: 2, resultParameterValues: { [name]: value } } };
}

const RUNS: readonly Fact[] = [
	{
		contract: '5.3',
		fact: 'a JSON number is read into the text of a parameter',
		ask: runWith('TextValue', 12),
		answer: result('TextValue', '12'),
	},
	{
		contract: '5.3',
		fact: 'a JSON boolean is read into the text of a parameter',
		ask: runWith('BooleanValue', true),
		answer: result('BooleanValue', true),
	},
	{
		contract: '5.3',
		fact: 'an empty list is read as an empty text',
		ask: runWith('TextValue', []),
		answer: result('TextValue', ''),
	},
	{
		contract: '5.3',
		fact: 'an empty object is read as an empty text',
		ask: runWith('TextValue', {}),
		answer: result('TextValue', ''),
	},
	...['410006E1CA4E4502A9ECE54D922D2C00', '{410006e1-ca4e-4502-a9ec-e54d922d2c00}'].map((id): Fact => ({
		contract: '5.3',
		fact: `a GUID is read as ${id}`,
		ask: runWith('GuidValue', id),
		answer: result('GuidValue', '410006e1-ca4e-4502-a9ec-e54d922d2c00'),
	})),
	{
		contract: '5.3',
		fact: 'an object with members is not read as a text',
		ask: runWith('TextValue', { a: 1 }),
		answer: { status: 400 },
	},
	{
		contract: '5.3',
		fact: 'a list with items is not read as a text',
		ask: runWith('ObjectListValue', [{ Name: 'x' }]),
		answer: { status: 400 },
	},
	{
		contract: '5.3',
		fact: 'an object for the list of values is silently no value',
		ask: {
			method: 'POST',
			path: `${ENGINE}/RunProcess`,
			body: { schemaName: 'UsrGreet', parameterValues: { Name: 'x' }, resultParameterNames: ['Greeting'] },
		},
		answer: result('Greeting', 'Hello'),
	},
	{
		contract: '5.3',
		fact: 'a member in another letter case is silently dropped',
		ask: { method: 'POST', path: `${ENGINE}/RunProcess`, body: { SchemaName: 'UsrGreet' } },
		answer: { status: 200, json: { success: false, processStatus: 0 } },
	},
	{
		contract: '5.3',
		fact: 'a parameter of type Date keeps its time in results',
		ask: runWith('DateValue', '2024-02-29T10:15:00'),
		answer: result('DateValue', '2024-02-29T10:15:00'),
	},
	{
		contract: '5.3',
		fact: 'a parameter of type Time keeps its date in results',
		ask: runWith('TimeValue', '2024-02-29T10:15:00'),
		answer: result('TimeValue', '2024-02-29T10:15:00'),
	},
	{
		contract: '5.3',
		fact: 'results may come as JSON text instead of an object',
		site: { switches: { processResults: 'text' } },
		ask: runWith('TextValue', 'x'),
		answer: { status: 200, json: { resultParameterValues: '{"TextValue":"x"}' } },
	},
	{
		contract: '5.3',
		fact: 'RunProcess without a body is refused',
		ask: { method: 'POST', path: `${ENGINE}/RunProcess` },
		answer: { status: 400 },
	},
	...(['GET', 'POST'] as const).map((method): Fact => ({
		contract: '5.1',
		fact: `Execute answers to ${method}`,
		ask: { method, path: `${ENGINE}/UsrSum/Execute?FirstNumber=41&ResultParameterName=Sum` },
		answer: {
			status: 200,
			text: '<string xmlns="http://schemas.microsoft.com/2003/10/Serialization/">42</string>',
		},
	})),
];

interface SchemaAnswer {
	success: boolean;
	schema: { name: string; metaData: string; resources: Record<string, unknown> };
}

interface Parameter {
	name: string;
	sourceValue?: { value?: string; source: number };
}

function schemaOf(code: string, uId = schemaUId(code)): Fact['ask'] {
	return { method: 'POST', path: SCHEMA, body: { uId, convertLocalizableStringToParameter: true } };
}

function hasCaption(key: string): Fact['answer'] {
	return {
		status: 200,
		check: (answer) => {
			expect(answer.json<SchemaAnswer>().schema.resources).toHaveProperty([key], { 'en-US': 'Title' });
		},
	};
}

const SCHEMAS: readonly Fact[] = [
	{
		contract: '5.5',
		fact: 'a process is found by the Id of its row in the library',
		ask: schemaOf('UsrSum', processRowId('UsrSum')),
		answer: { status: 200, json: { success: true, schema: { name: 'UsrSum' } } },
	},
	{
		contract: '5.5',
		fact: 'captions of items stand below their collection',
		ask: schemaOf('UsrPriceLines'),
		answer: hasCaption('Parameters.Lines.Title.Caption'),
	},
	{
		contract: '5.5',
		fact: 'captions of items may stand below ItemProperties',
		site: { switches: { itemCaptions: 'itemProperties' } },
		ask: schemaOf('UsrPriceLines'),
		answer: hasCaption('Parameters.Lines.ItemProperties.Title.Caption'),
	},
	{
		contract: '5.5',
		fact: 'every parameter has sourceValue, with or without a value in it',
		ask: schemaOf('UsrSum'),
		answer: {
			status: 200,
			check: (answer) => {
				const { metaData } = answer.json<SchemaAnswer>().schema;
				const { parameters } = (JSON.parse(metaData) as { metaData: { schema: { parameters: Parameter[] } } })
					.metaData.schema;
				expect(Object.fromEntries(parameters.map(({ name, sourceValue }) => [name, sourceValue]))).toEqual({
					FirstNumber: { source: 0 },
					SecondNumber: { value: '1', source: 1 },
					Sum: { source: 0 },
				});
			},
		},
	},
];

testFacts([...RUNS, ...SCHEMAS]);

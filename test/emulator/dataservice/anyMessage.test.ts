import fc from 'fast-check';

import { type Send, signedIn } from '../testSupport';
import { type Emulator, FIXED, startEmulator } from '..';
import { column, compare, group, parameter, type Result, TEXT } from './testSupport';

/* Whatever is sent, the answer is one of a site: JSON that says whether it is a success. */

let site: Emulator;
let call: Send;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
	call = await signedIn(site);
});
afterAll(() => site.stop());

const OPERATIONS = [
	...['SelectQuery', 'InsertQuery', 'UpdateQuery', 'BatchQuery', 'QuerySysSettings', 'PostSysSettingsValues'],
	...[
		'InsertSysSettingRequest',
		'UpdateSysSettingRequest',
		'RuntimeEntitySchemaRequest',
		'ProcessSchemaRequest',
	],
];

async function send(operation: string, raw: string): Promise<{ status: number; body: Result }> {
	const answer = await call('POST', `/0/DataService/json/SyncReply/${operation}`, { raw });
	return { status: answer.status, body: answer.json<Result>() };
}

async function errorOf(query: object): Promise<string> {
	const { status, body } = await send('SelectQuery', JSON.stringify({ rootSchemaName: 'Contact', ...query }));
	return `${status} ${body.responseStatus?.ErrorCode ?? ''}`;
}

describe('more than a database takes', () => {
	const leaf = compare('Name', 3, parameter(TEXT, 'x'));
	const nest = (levels: number, start: object, wrap: (inner: object) => object) =>
		Array.from({ length: levels }).reduce<object>(wrap, start);

	it.each<[string, object]>([
		['nested groups', { filters: nest(450, leaf, (inner) => ({ ...group(0, leaf, inner), isNot: true })) }],
		[
			'nested sub-queries',
			{
				filters: nest(300, group(0), (subFilters) => ({
					filterType: 5,
					comparisonType: 15,
					leftExpression: column('[Contact:Owner].Id'),
					subFilters,
				})),
			},
		],
		[
			'columns',
			{
				columns: {
					items: Object.fromEntries(
						Array.from({ length: 3000 }, (_, n) => [`c${n}`, { expression: column('Name') }]),
					),
				},
			},
		],
		[
			'joins',
			{
				columns: {
					items: { far: { expression: column(`${'Account.PrimaryContact.'.repeat(40)}Name`) } },
				},
			},
		],
		['values', { filters: group(1, ...Array.from({ length: 40_000 }, () => leaf)) }],
	])('%s', async (_what, query) => {
		expect(await errorOf(query)).toBe('500 DbOperationException');
	});
});

const WORDS = [
	...['City', 'Contact', 'Name', 'Account.Name', '[Activity:Contact].Id', 'CreatedOn', 'Age', 'Account', ''],
	...[FIXED.accom, '"2024-01-01T00:00:00"', 'Lookup', 'MaxFileSize', 'a\0b', '\ud800', '__proto__', 'Price'],
];

const rubbish = fc.constantFrom<unknown>('x', '', 5, -1, 1.5, 1e300, 2 ** 31, true, null, [], {}, [5], {
	items: 5,
});

/** The value in question, seldom something else. */
function mostly<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
	return fc.oneof({ weight: 12, arbitrary }, { weight: 1, arbitrary: rubbish });
}

const upTo = (max: number) => mostly(fc.integer({ min: 0, max }));
const word = mostly(fc.constantFrom(...WORDS));
const some = (members: Record<string, fc.Arbitrary<unknown>>) => fc.record(members, { requiredKeys: [] });
const collection = (one: fc.Arbitrary<unknown>) =>
	mostly(fc.record({ items: mostly(fc.dictionary(fc.constantFrom(...WORDS), one, { maxKeys: 3 })) }));

const { expression, filter } = fc.letrec<{ expression: unknown; filter: unknown }>((tie) => ({
	expression: fc.oneof(
		{ maxDepth: 4 },
		fc.record({ columnPath: word }),
		fc.record({
			expressionType: fc.constant(2),
			parameter: some({ dataValueType: upTo(14), value: word, arrayValue: fc.array(word, { maxLength: 2 }) }),
		}),
		some({
			expressionType: upTo(4),
			columnPath: word,
			functionType: upTo(4),
			macrosType: upTo(41),
			datePartType: upTo(8),
			aggregationType: upTo(6),
			functionArgument: tie('expression'),
			subFilters: tie('filter'),
			leftArithmeticOperand: tie('expression'),
			rightArithmeticOperand: tie('expression'),
		}),
	),
	filter: fc.oneof(
		{ maxDepth: 4 },
		some({
			filterType: upTo(6),
			comparisonType: upTo(17),
			isNot: mostly(fc.boolean()),
			isNull: mostly(fc.boolean()),
			trimDateTimeParameterToDate: mostly(fc.boolean()),
			leftExpression: tie('expression'),
			rightExpression: tie('expression'),
			rightExpressions: fc.array(tie('expression'), { maxLength: 2 }),
			rightLessExpression: tie('expression'),
			rightGreaterExpression: tie('expression'),
			subFilters: tie('filter'),
		}),
		fc.record({ filterType: fc.constant(6), logicalOperation: upTo(1), items: collection(tie('filter')) }),
	),
}));

const message = some({
	columns: collection(some({ expression, orderDirection: upTo(2), orderPosition: upTo(3) })),
	columnValues: collection(expression),
	filters: filter,
	conditionalValues: collection(expression),
	isPageable: mostly(fc.boolean()),
	isDistinct: mostly(fc.boolean()),
	isUpsert: mostly(fc.boolean()),
	rowCount: upTo(5),
	rowsOffset: upTo(3),
	code: word,
	name: word,
	uId: word,
	valueTypeName: word,
	sysSettingsValues: mostly(fc.dictionary(fc.constantFrom('MaxFileSize', 'UsrLogo', 'PrimaryCulture'), word)),
	sysSettingsNameCollection: mostly(fc.array(word)),
});

it('any message', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...OPERATIONS),
			message,
			mostly(fc.constantFrom('City', 'Contact', 'Product')),
			async (operation, given, rootSchemaName) => {
				const query = { ...given, rootSchemaName };
				const items = ['SelectQuery', 'InsertQuery', 'UpdateQuery', 'DeleteQuery'].map((name) => ({
					__type: `Terrasoft.Nui.ServiceModel.DataContract.${name}`,
					...query,
				}));
				const body = operation === 'BatchQuery' ? { items, continueIfError: true } : query;
				expect(typeof (await send(operation, JSON.stringify(body))).body.success).toBe('boolean');
			},
		),
		{ numRuns: 400 },
	);
});

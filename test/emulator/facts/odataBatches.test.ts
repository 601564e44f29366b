import type { Answer } from '../testSupport';
import {
	bad,
	batch,
	changeSet,
	create,
	get,
	message,
	multipart,
	rawBatch,
	type Request,
} from './batchRequests';
import { type Ask, type Fact, type FactBench, testFacts } from './facts';

/** The answer to a batch of which nothing was done, with the names of the cities that it would have made. */
function refusedAsAWhole(fact: string, ask: Ask): Fact[] {
	const answer = (text: string) => ({
		status: 500,
		text,
		check: (_: Answer, { emulator }: FactBench) =>
			expect(emulator.store.count('City', "Name LIKE 'never%'")).toBe(0),
	});
	const common = { contract: '2.14', fact: `${fact}: the whole batch fails`, ask };
	return [
		{ ...common, on: ['framework'], answer: answer('{"Message":"An error has occurred."}') },
		{ ...common, on: ['net'], answer: answer('') },
	];
}

const many = (count: number, more: Request = {}) =>
	Array.from({ length: count }, (_, index) => create(String(index), `never ${index}`, more));

const MEDIA_TYPE = "The batch request must have 'multipart/mixed' or 'application/json' as the media type.";

const WHOLE: readonly Fact[] = [
	{
		contract: '2.14',
		fact: 'another media type is 400, in bare text',
		on: ['net'],
		ask: rawBatch('{"requests":[]}', { 'Content-Type': 'text/plain' }),
		answer: { status: 400, text: MEDIA_TYPE },
	},
	{
		contract: '2.14',
		fact: 'another media type is 400, with the words of Web API',
		on: ['framework'],
		ask: rawBatch('{"requests":[]}', { 'Content-Type': 'text/plain' }),
		answer: { status: 400, text: JSON.stringify({ Message: MEDIA_TYPE }) },
	},
	{
		contract: '2.14',
		fact: 'an older site takes multipart only',
		on: ['net'],
		site: { switches: { batchJson: false } },
		ask: batch([create('1', 'x')]),
		answer: { status: 400, text: "The batch request must have 'multipart/mixed' as the media type." },
	},
	{
		contract: '2.14',
		fact: 'a batch without a body has no content type',
		on: ['net'],
		ask: { path: '/odata/$batch' },
		answer: { status: 400, text: 'The batch request must have a "Content-Type" header.' },
	},
	{
		contract: '2.14',
		fact: 'multipart needs a boundary',
		on: ['net'],
		ask: rawBatch('--b--', { 'Content-Type': 'multipart/mixed' }),
		answer: {
			status: 400,
			text: 'The batch request must have a boundary specification in the "Content-Type" header.',
		},
	},
	{
		contract: '2.14',
		fact: 'parameters of the content type do not matter',
		ask: { ...batch([create('1', 'x')]), headers: { 'Content-Type': 'application/json; odata=verbose' } },
		answer: { status: 200, headers: { 'content-type': 'application/json', 'odata-version': '4.0' } },
	},
	{
		contract: '2.14',
		fact: '100 parts pass',
		ask: batch(Array.from({ length: 100 }, (_, index) => get(String(index), 'City?$top=0'))),
		answer: { status: 200, text: /"id":"99"/ },
	},
	...refusedAsAWhole('101 parts', batch(many(101))),
	{
		contract: '2.14',
		fact: 'a group is one part, with up to 1,000 in it',
		ask: batch([...many(150, { atomicityGroup: 'g', body: { Name: 'in a group' } }), create('a', 'x')]),
		answer: { status: 200, text: /"id":"149".*"id":"a"/s },
	},
	...refusedAsAWhole('a group of 1,001', batch(many(1001, { atomicityGroup: 'g' }))),
	...refusedAsAWhole('an empty list', batch([])),
	...refusedAsAWhole('no list', { ...batch([]), body: {} }),
	...refusedAsAWhole('a member beside the list', {
		...batch([]),
		body: { requests: [create('1', 'never')], more: 1 },
	}),
	...refusedAsAWhole('no JSON', rawBatch('x')),
	...refusedAsAWhole('an unknown member', batch([create('1', 'never', { foo: 1 })])),
	...refusedAsAWhole('a member twice in two spellings', batch([create('1', 'never', { ID: '1' })])),
	...refusedAsAWhole('a numeric id', batch([create(1, 'never')])),
	...refusedAsAWhole('an id twice', batch([create('1', 'never'), create('1', 'never')])),
	...refusedAsAWhole('a request without a method', batch([create('1', 'never', { method: undefined })])),
	...refusedAsAWhole(
		'a request in a group without headers',
		batch([create('1', 'never', { atomicityGroup: 'g', headers: undefined })]),
	),
	...refusedAsAWhole(
		'a group in two places',
		batch([
			create('1', 'never', { atomicityGroup: 'g' }),
			create('2', 'never'),
			create('3', 'never', { atomicityGroup: 'g' }),
		]),
	),
	...refusedAsAWhole('a body that is a list', batch([create('1', 'never', { body: [] })])),
	...refusedAsAWhole(
		'a body that is a text of JSON',
		batch([create('1', 'never', { body: '{"Name":"never"}' })]),
	),
	...refusedAsAWhole('a batch in a batch', batch([create('1', 'never', { url: '$batch' })])),
	...refusedAsAWhole('$metadata in a batch', batch([create('1', 'never'), get('2', '$metadata')])),
	...refusedAsAWhole(
		'a reference to a part that is not named in dependsOn',
		batch([create('1', 'never'), { ...bad('2'), method: 'PATCH', url: '$1' }]),
	),
	...refusedAsAWhole(
		'a dependency that comes later',
		batch([create('1', 'never', { dependsOn: ['2'] }), create('2', 'never')]),
	),
	...refusedAsAWhole('a read in a change set', multipart([changeSet([message('GET City')])])),
	...refusedAsAWhole(
		'a part without a transfer encoding',
		multipart(['Content-Type: application/http\r\n\r\nGET City HTTP/1.1\r\n']),
	),
	{
		contract: '10.1',
		fact: 'a batch above 30,000,000 bytes fails without a body',
		on: ['net'],
		ask: rawBatch(`{"requests":[${JSON.stringify(create('1', 'x'.repeat(30_000_000)))}]}`),
		answer: { status: 500, text: '' },
	},
];

testFacts(WHOLE);

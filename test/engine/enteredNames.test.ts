import {
	ACCOM,
	ANDREW,
	failure,
	itemsOf,
	map,
	object,
	type Parameters,
	record,
	SITES,
	useBench,
} from './setup';
import { watch } from './triggerSetup';

/** What an agent or an expression gives for a name or an ID. */
const given = (text: string) => `={{ ${JSON.stringify(text)} }}`;

describe.each(SITES)('%s', (_, site) => {
	const bench = useBench(site);
	let caption: string;
	beforeAll(async () => {
		const found = await bench.creatio({ resource: 'object', operation: 'getAll', search: 'ContactType' });
		caption = String(itemsOf(found).find((one) => one.object === 'ContactType')?.caption);
		expect(caption).not.toBe('ContactType');
	});

	it.each<[string, string, Parameters]>([
		['Get Many', 'creatio', { operation: 'getAll', limit: 2 }],
		['Count', 'creatio', { operation: 'count' }],
		['Search', 'creatio', { operation: 'search', text: 'Customer' }],
		['Create', 'creatio', { operation: 'create', columns: map({ Name: 'New' }) }],
		['Describe', 'creatio', { resource: 'object', operation: 'describe' }],
		['Select', 'creatioDataService', { resource: 'row', operation: 'select', limit: 2 }],
		['Insert', 'creatioDataService', { resource: 'row', operation: 'insert', columns: map({ Name: 'New' }) }],
	])('%s takes the object in any letter case, and by its caption', async (_, node, parameters) => {
		const answers: unknown[] = [];
		for (const name of ['ContactType', 'contacttype', ` ${caption.toUpperCase()} `]) {
			const run = await bench.engine.run({
				node,
				parameters: {
					authentication: 'userPassword',
					resource: 'record',
					...parameters,
					object: object(given(name)),
					objects: given(name),
				},
				items: [{}],
				credentials: bench.credential(),
			});
			answers.push(
				itemsOf(run).map(({ Id, ...rest }) => ('Name' in rest && node ? { ...rest } : [Id, rest])),
			);
		}
		expect(answers[0]).not.toEqual([]);
		expect(answers[1]).toEqual(answers[0]);
		expect(answers[2]).toEqual(answers[0]);
	});

	it('the trigger, files and a batch take it too', async () => {
		const trigger = watch(bench, { event: 'created', object: object(given('CONTACT')) });
		await trigger.items();
		const id = bench.site.store.insert('Contact', { Name: 'New' });
		expect((await trigger.items()).map(({ Id }) => Id)).toEqual([id]);
		const files = {
			resource: 'file',
			operation: 'getAll',
			object: object('contact'),
			recordId: record(ANDREW),
		};
		expect((await bench.creatio(files)).error).toBeUndefined();
		const operation = [{ kind: 'delete', object: object('contact'), recordId: `{${id.toUpperCase()}}` }];
		const batch = { resource: 'row', operation: 'batch', operations: { operation } };
		expect(itemsOf(await bench.dataService(batch))).toEqual([
			{ operation: 'delete', object: 'Contact', deleted: true, Id: id },
		]);
	});

	it('a record may be given by its ID in braces, and by the address of its page', async () => {
		const folder = 'c4ed336c-0000-4000-8000-000000000001';
		for (const text of [
			`{${ANDREW.toUpperCase()}}`,
			` ${ANDREW} `,
			`https://site.example/0/Shell/#Section/${folder}/ContactPage/edit/${ANDREW}`,
			`https://site.example/0/Shell/?x=1#Card/ContactPage/edit/${ANDREW}?tab=${folder}`,
			`https://site.example/open?id=${ANDREW}#top`,
		]) {
			const get = { operation: 'get', object: object('Contact'), recordId: record(given(text)) };
			expect(itemsOf(await bench.creatio(get))).toMatchObject([{ Id: ANDREW }]);
		}
		const create = { operation: 'create', object: object('Contact') };
		const columns = map({ Name: 'Braces', Account: `{${ACCOM}}` });
		expect(itemsOf(await bench.creatio({ ...create, columns }))).toMatchObject([{ AccountId: ACCOM }]);
		const none = { operation: 'get', object: object('Contact'), recordId: record(given('{Andrew}')) };
		expect((await bench.creatio(none)).error).toMatchObject(failure('input', 'field Record'));
	});

	it.each(['"Andrew Baker"', '“Andrew Baker”', "'Andrew Baker'", '«Andrew Baker»'])(
		'a text to search for may be in quotes: %s',
		async (text) => {
			const [first = {}] = itemsOf(await bench.creatio({ operation: 'search', text }));
			expect(first.Id).toBe(ANDREW);
		},
	);
});

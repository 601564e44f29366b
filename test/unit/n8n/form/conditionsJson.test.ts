import { conditionsJson, readConditionsJson } from '../../../../nodes/shared/n8n/form/conditionsJson';
import { expectRefusal, fakeForm } from './fakeForm';

const read = (value: unknown, purpose: 'read' | 'change' = 'read') =>
	readConditionsJson(fakeForm({}, { conditionsJson: value }), 1, purpose);

const NAME = { column: 'Name', operator: 'contains', value: 'A' };

const nameRow = { kind: 'row', row: { path: 'Name', operator: 'contains', value: 'A' } };

const group = (combine: string, ...parts: readonly unknown[]) => ({ kind: 'group', combine, parts });

const RELATED = { related: '[Case:Account]', test: 'count', comparison: 'greater', value: 3 };

const relatedNode = {
	kind: 'related',
	path: '[Case:Account]',
	test: 'count',
	operator: 'greater',
	value: 3,
	where: undefined,
};

async function cureOf(value: unknown, purpose: 'read' | 'change' = 'read'): Promise<string | undefined> {
	return await Promise.resolve()
		.then(() => JSON.stringify(read(value, purpose)))
		.catch((error: { readonly cure: string }) => error.cure);
}

describe('conditions as JSON', () => {
	it.each<[string, unknown, unknown]>([
		['empty text', '  ', group('all')],
		['text', JSON.stringify({ any: [NAME] }), group('any', nameRow)],
		['a group', { none: [NAME, NAME] }, group('none', nameRow, nameRow)],
		['a list', [NAME], group('all', nameRow)],
		['one condition', NAME, group('all', nameRow)],
		[
			'groups in groups',
			{ all: [{ any: [NAME] }, [NAME]] },
			group('all', group('any', nameRow), group('all', nameRow)),
		],
		['a related one', RELATED, group('all', relatedNode)],
		[
			'a related one with conditions',
			{ ...RELATED, where: { any: [NAME] } },
			group('all', { ...relatedNode, where: group('any', nameRow) }),
		],
		[
			'a related one with one condition',
			{ ...RELATED, where: NAME },
			group('all', { ...relatedNode, where: group('all', nameRow) }),
		],
	])('may be %s', (_, value, node) => expect(read(value)).toEqual(node));

	it.each(['to', 'valueTo'])('may give the upper end as %s', (name) => {
		expect(read({ column: 'Age', operator: 'isBetween', value: 1, [name]: 2 })).toMatchObject({
			parts: [{ row: { path: 'Age', operator: 'isBetween', value: 1, valueTo: 2 } }],
		});
	});

	it('may name the column of related records', () => {
		const node = read({ ...RELATED, test: 'sum', relatedColumn: 'Amount' });
		expect(node.parts).toEqual([{ ...relatedNode, test: 'sum', path: '[Case:Account].Amount' }]);
	});

	it('have an example in the editor that can be read', () => {
		expect(conditionsJson.property).toMatchObject({ name: 'conditionsJson', type: 'json' });
		expect(read(conditionsJson.property.default)).toMatchObject({
			combine: 'all',
			parts: [{ kind: 'row', row: { path: 'Name', operator: 'contains' } }],
		});
		expect(readConditionsJson(fakeForm({}), 0, 'read').parts).toEqual([]);
	});
});

describe('what is refused', () => {
	it.each<[string, unknown, readonly string[]]>([
		['no JSON', '{all}', [`field ${conditionsJson.label}`]],
		['text in a list', ['Name'], ['(Conditions, all 1)', '"Name"']],
		['null in a list', { any: [NAME, null] }, ['(Conditions, any 2)', 'null']],
		['an object of something else', { all: [{ any: [{ name: 'A' }] }] }, ['(Conditions, all 1, any 1)']],
		['an empty inner group', { all: [NAME, { none: [] }] }, ['(Conditions, all 2)']],
		['a group that is no list', { any: NAME }, ['(Conditions)', '"any"']],
		['two groups in one object', { all: [NAME], any: [NAME] }, ['"any"', '"all"', '(Conditions)']],
		['a group beside a condition', { ...NAME, all: [NAME] }, ['"column"', '"all"']],
		['a misspelt member', { ...NAME, operater: 'x' }, ['"operater"', '"column"']],
		['a misspelt member of a related one', { ...RELATED, valeu: 1 }, ['"valeu"', '"related"']],
		['an unknown operator', { ...NAME, operator: 'sounds' }, ['(Conditions)', '"sounds"']],
		['an unknown test', { all: [{ ...RELATED, test: 'many' }] }, ['(Conditions, all 1)', '"many"']],
		[
			'a wrong condition on related ones',
			{ ...RELATED, where: { any: [7] } },
			['(Conditions, where, any 1)'],
		],
		['no result of the condition on related ones', { ...RELATED, where: undefined }, ['(Conditions, where)']],
		['an empty group on related ones', { ...RELATED, where: { any: [] } }, ['(Conditions, where)']],
	])('%s', async (_, value, places) => {
		await expectRefusal(() => read(value), ...places);
	});

	it.each([
		{ ...NAME, to: 'B' },
		{ ...NAME, valueTo: 5 },
		{ ...NAME, operator: 'isBetween', to: 'B', valueTo: 'C' },
	])('a second value that is not read: %j', async (condition) => {
		await expectRefusal(() => read({ all: [condition] }), 'Conditions', 'second value');
		expect(read({ ...NAME, to: '', valueTo: null })).toMatchObject({ kind: 'group' });
	});

	it('two groups of one name, of which the parser would keep the last', async () => {
		await expectRefusal(
			() => read('{"all": [{"column": "Name"}], "all": []}'),
			conditionsJson.label,
			'"all"',
		);
	});

	it.each([{}, { all: [] }, [], null, undefined, 'null', ' {} '])(
		'what says nothing, such as %j; only a read may be led to all records',
		async (value) => {
			for (const purpose of ['read', 'change'] as const) {
				await expectRefusal(() => read(value, purpose), `field ${conditionsJson.label}`);
			}
			expect(await cureOf(value)).toContain('For all records');
			expect(await cureOf(value, 'change')).toBeUndefined();
		},
	);

	it('comes with the likeliest member', async () => {
		expect(await cureOf({ ...NAME, operater: 'x' })).toContain('"operator"');
		expect(await cureOf({ ...NAME, xyzzy: 'x' })).toContain('column, operator, value, to');
		expect(await cureOf({ ...RELATED, xyzzy: 'x' })).toContain('related, relatedColumn, test');
	});

	it('comes with the way to write two groups', async () => {
		expect(await cureOf({ any: [NAME], none: [NAME] })).toContain('{"all": [{"any": …}, {"none": …}]}');
		expect(await cureOf({ any: NAME })).toContain('"any": [');
	});
});

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { bindConditions, type ConditionRow } from '../../../../nodes/shared/creatio/conditions/bindRow';
import { bindConditionTree } from '../../../../nodes/shared/creatio/conditions/bindTree';
import { createConditionCheck } from '../../../../nodes/shared/creatio/writing/conditionCheck';
import { fakeMetadata } from '../fakes';

const KNOWN = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';

const row = (path: string, operator: ConditionRow['operator'], value: unknown): ConditionRow => ({
	path,
	operator,
	value,
});

/** A site whose lookups know "Customer"; `fails` ends each question. */
function check(fails?: CreatioError) {
	const asked: string[] = [];
	const conditions = createConditionCheck(
		fakeMetadata(),
		{
			unknown: async (target, text) => {
				asked.push(`${target} ${text}`);
				if (fails) throw fails;
				return text === 'Customer' ? undefined : { text, caption: target, similar: ['Customer'] };
			},
		},
		async (target, id) => {
			asked.push(`${target} ${id}`);
			if (fails) throw fails;
			return id === KNOWN;
		},
	);
	const bound = async (...rows: readonly ConditionRow[]) =>
		await bindConditions(rows, 'all', { metadata: fakeMetadata(), object: 'Contact', zone: 'UTC' });
	return { conditions, asked, bound };
}

describe('the records that conditions name', () => {
	it.each([
		[
			'a text',
			row('Type', 'equals', 'Customr'),
			'No ContactType is named "Customr" (column Type). Similar records: "Customer".',
		],
		['a text that is excluded', row('Type', 'notEquals', 'Customr'), '"Customr"'],
		['a text in a list', row('Type', 'isAnyOf', ['Customer', 'Customr']), '"Customr"'],
		['a text behind lookups', row('Account.Type', 'equals', 'Customr'), 'No AccountType'],
		['a text of a display column behind a lookup', row('Type.Name', 'equals', 'Customr'), 'No ContactType'],
		['an ID', row('Type', 'equals', OTHER), OTHER],
	])('are reported where %s names none', async (_, condition, expected) => {
		const { conditions, bound } = check();
		const hints = await conditions.hints(await bound(condition), 'nothing');
		expect(hints).toHaveLength(1);
		expect(hints[0]).toContain(expected);
	});

	it.each([
		['a known text', row('Type', 'equals', 'Customer')],
		['a known ID', row('Type', 'equals', KNOWN)],
		['a part of a text', row('Type', 'contains', 'Customr')],
		['no value', row('Type', 'isEmpty', undefined)],
		['a text of the object itself', row('Name', 'equals', 'Customr')],
		['a text of another column behind a lookup', row('Account.Code', 'equals', 'Customr')],
	])('are not missed with %s', async (_, condition) => {
		const { conditions, bound } = check();
		expect(await conditions.hints(await bound(condition), 'nothing')).toEqual([]);
		await conditions.refuseUnknown(await bound(condition), 'field Conditions');
	});

	it('are found in groups', async () => {
		const { conditions } = check();
		const inner = { kind: 'row' as const, row: row('Type', 'equals', 'Customr') };
		const group = { kind: 'group' as const, combine: 'none' as const, parts: [inner] };
		const context = { metadata: fakeMetadata(), object: 'Contact', zone: 'UTC' };
		const tree = await bindConditionTree({ ...group, combine: 'any', parts: [group] }, context);
		expect(await conditions.hints(tree, 'nothing')).toHaveLength(1);
	});

	it('are refused by their texts alone', async () => {
		const { conditions, bound, asked } = check();
		const refusal = conditions.refuseUnknown(
			await bound(row('Type', 'isNoneOf', `Customer\nCustomr\n${OTHER}`)),
			'field Conditions',
		);
		await expect(refusal).rejects.toMatchObject({
			kind: 'input',
			message: 'No ContactType is named "Customr" for the column Type (field Conditions)',
			cure: expect.stringContaining('"Customer"'),
		});
		expect(asked).toEqual(['ContactType Customer', 'ContactType Customr']);
		await conditions.refuseUnknown(
			await bound(row('Type.Name', 'equals', 'Customr'), row('Type', 'equals', OTHER)),
			'field Conditions',
		);
	});

	it('are looked for once each, and in hints of a run only the first ones', async () => {
		const { conditions, bound, asked } = check();
		await conditions.hints(await bound(row('Type', 'isAnyOf', ['A', 'a ', 'A'])), 'nothing');
		expect(asked).toHaveLength(1);
		for (let item = 0; item < 100; item++)
			await conditions.hints(await bound(row('Type', 'equals', `Nobody ${item}`)), 'nothing');
		expect(asked).toHaveLength(10);
	});

	it('change nothing where the site does not say, unless the run is cancelled', async () => {
		for (const kind of ['network', 'forbidden'] as const) {
			const { conditions, bound } = check(new CreatioError(kind, 'No'));
			expect(await conditions.hints(await bound(row('Type', 'equals', 'A')), 'nothing')).toEqual([]);
		}
		const { conditions, bound } = check(new CreatioError('forbidden', 'No'));
		await conditions.refuseUnknown(await bound(row('Type', 'equals', 'A')), 'field Conditions');
		const stopped = check(new CreatioError('cancelled', 'Stopped'));
		const condition = await stopped.bound(row('Type', 'equals', 'A'));
		await expect(stopped.conditions.hints(condition, 'nothing')).rejects.toMatchObject({ kind: 'cancelled' });
	});
});

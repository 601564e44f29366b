import type { INodeProperties } from 'n8n-workflow';

import { bindConditionTree } from '../../../../nodes/shared/creatio/conditions/bindTree';
import { conditionTreeFields, readCondition } from '../../../../nodes/shared/n8n/form/conditionTree';
import { metadata } from '../../creatio/dataservice/fakes';
import { expectRefusal, fakeContext, innerProperties, propertyOf, shownWith, valuesOf } from './fakeForm';

const NAME = { column: 'Name', operator: 'equals', value: 'A' };

const AGE = { column: 'Age', operator: 'greater', value: 3 };

const WRONG = { column: 'Name', operator: 'sounds' };

const read = async (values: object, object = 'Contact') =>
	await readCondition(fakeContext([{}, { ...values }]), object, 1, 'read');

const ofRows = async (conditions: object) => await read({ conditions });

const ofJson = async (conditionsJson: unknown) => await read({ filterMode: 'json', conditionsJson });

describe('the condition', () => {
	it('without rows matches all records', async () => {
		expect(await read({})).toEqual({ kind: 'group', combine: 'all', parts: [] });
	});

	it('of rows is that of the bound rows', async () => {
		const rows = [
			{ path: 'Name', operator: 'equals', value: 'A' },
			{ path: 'Age', operator: 'greater', value: 3 },
		] as const;
		const parts = rows.map((row) => ({ kind: 'row', row }) as const);
		const bound = await bindConditionTree(
			{ kind: 'group', combine: 'any', parts },
			{ metadata, object: 'Contact', zone: 'UTC' },
		);
		const values = { combineConditions: 'any', conditions: { condition: [NAME, AGE] } };
		expect(await read(values)).toEqual(bound);
		expect(bound).toMatchObject({ combine: 'any', parts: [{ kind: 'compare' }, { kind: 'compare' }] });
	});

	it('of groups and related records is the same as that of JSON', async () => {
		const where = { condition: [{ column: 'Title', operator: 'isEmpty' }] };
		const related = { connection: '[Activity:Contact]', test: 'count', comparison: 'less', value: 2, where };
		const group = {
			combine: 'none',
			conditions: { condition: [AGE], group: [{ conditions: { related: [related] } }] },
		};
		const rows = await ofRows({
			condition: [NAME],
			group: [group],
			related: [{ ...related, test: 'exists' }],
		});
		const json = {
			related: '[Activity:Contact]',
			test: 'count',
			comparison: 'less',
			value: 2,
			where: { all: where.condition },
		};
		expect(rows).toEqual(
			await ofJson({ all: [NAME, { none: [AGE, { all: [json] }] }, { ...json, test: 'exists' }] }),
		);
		expect(rows).toMatchObject({
			combine: 'all',
			parts: [{ kind: 'compare' }, { kind: 'not' }, { kind: 'exists', negated: false }],
		});
	});

	it('reads dates in the zone of the workflow', async () => {
		const row = { column: 'CreatedOn', operator: 'less', value: '2026-01-31T10:00:00' };
		expect(await ofRows({ condition: [row] })).toMatchObject({
			parts: [{ value: { value: '2026-01-31T09:00:00.000Z' } }],
		});
	});

	it.each([
		['row 2', { condition: [NAME, WRONG] }],
		['group 1, row 2', { group: [{ conditions: { condition: [NAME, WRONG] } }] }],
		[
			'group 2, group 1, row 1',
			{ group: [{}, { conditions: { group: [{ conditions: { condition: [WRONG] } }] } }] },
		],
		['related records 2', { related: [{}, { test: 'many' }] }],
		['related records 1, row 1', { related: [{ where: { condition: [WRONG] } }] }],
		['group 1', { group: [{ combine: 'some' }] }],
	])('names what is wrong in %s', async (place, conditions) => {
		await expectRefusal(() => ofRows(conditions), `(Conditions, ${place})`);
	});

	it('is not that of an empty group', async () => {
		await expectRefusal(() => ofRows({ condition: [NAME], group: [{}] }), 'Conditions, group 1');
	});
});

describe('the form', () => {
	it('shows rows or JSON', () => {
		expect(shownWith({ filterMode: 'conditions' }, conditionTreeFields)).toEqual([
			'filterMode',
			'combineConditions',
			'conditions',
		]);
		expect(shownWith({ filterMode: 'json' }, conditionTreeFields)).toEqual(['filterMode', 'conditionsJson']);
		const mode = propertyOf(conditionTreeFields, 'filterMode');
		expect([mode.default, ...valuesOf(mode)]).toEqual(['conditions', 'conditions', 'json']);
	});

	it('has groups three deep, each with rows and related records', () => {
		const groupIn = ({ options = [] }: INodeProperties) =>
			options.find((kind) => 'values' in kind && kind.name === 'group');
		let level: INodeProperties | undefined = propertyOf(conditionTreeFields, 'conditions');
		const kinds: unknown[] = [];
		while (level) {
			kinds.push(level.options?.map(({ name }) => name));
			const group = groupIn(level);
			if (group && 'values' in group) {
				expect(group.values.map(({ name }) => name)).toEqual(['combine', 'conditions']);
			}
			level = group && 'values' in group ? group.values[1] : undefined;
		}
		const whole = ['condition', 'group', 'related'];
		expect(kinds).toEqual([whole, whole, whole, ['condition', 'related']]);
	});

	it('asks in all groups the same', () => {
		const outer = propertyOf(conditionTreeFields, 'conditions');
		const combine = innerProperties(outer).find(({ name }) => name === 'combine');
		expect(combine && valuesOf(combine)).toEqual(
			valuesOf(propertyOf(conditionTreeFields, 'combineConditions')),
		);
	});
});

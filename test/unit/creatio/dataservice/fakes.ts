import { bindConditions, type ConditionRow } from '../../../../nodes/shared/creatio/conditions/bindRow';
import type { Condition } from '../../../../nodes/shared/creatio/conditions/tree';
import { withExactTypes } from '../../../../nodes/shared/creatio/dataservice/exactTypes';
import type { FilterContext } from '../../../../nodes/shared/creatio/dataservice/filterGroup';
import type { ObjectModel } from '../../../../nodes/shared/creatio/model/objectModel';
import { resolvePath } from '../../../../nodes/shared/creatio/model/paths';
import { resolveReversePath } from '../../../../nodes/shared/creatio/model/reversePaths';
import { ACCOUNT, ACCOUNT_TYPE, CONTACT, CONTACT_TYPE, fakeMetadata, fakeModel } from '../fakes';

export const GUID = '405947d0-2ffb-4ded-8675-0475f19f5a81';

/** A model with a collection of OData for each of `child.column`. */
function withCollections(model: ObjectModel, ...collections: ReadonlyArray<readonly [string, string]>) {
	const entries = collections.map(([target, column]) => {
		const name = `${target}CollectionBy${column}`;
		return [name, { name, target, column }] as const;
	});
	return { ...model, collections: new Map(entries) };
}

const ACTIVITY = fakeModel('Activity', {
	Title: 'text',
	StartDate: 'dateTime',
	Duration: 'integer',
	Contact: 'lookup Contact',
	Account: 'lookup Account',
	EntityId: 'guid',
});

/** Contact, Account and Activity, connected, with dates distinguished from date-times. */
export const metadata = withExactTypes(
	fakeMetadata(
		[
			withCollections(CONTACT, ['Activity', 'Contact']),
			withCollections(ACCOUNT, ['Contact', 'Account']),
			ACTIVITY,
			ACCOUNT_TYPE,
			CONTACT_TYPE,
		],
		{ BirthDate: 'date', WorkStart: 'time' },
	),
);

export const context: FilterContext = {
	clock: { now: new Date('2026-05-13T15:30:00Z'), zone: 'UTC' },
	zone: 'Europe/Berlin',
};

export const pathOf = (path: string, object = 'Contact') => resolvePath(metadata, object, path, 'Column');

export const reverseOf = (path: string, object = 'Contact') =>
	resolveReversePath(metadata, object, path, 'Column');

export const bind = (
	rows: readonly ConditionRow[],
	combine: 'all' | 'any' = 'all',
	object = 'Contact',
): Promise<Condition> => bindConditions(rows, combine, { metadata, object, zone: 'Europe/Berlin' });

/** One condition as the form would give it. */
export async function test(
	path: string,
	operator: ConditionRow['operator'],
	value?: unknown,
	object = 'Contact',
): Promise<Condition> {
	const group = await bind([{ path, operator, value }], 'all', object);
	return (group.kind === 'group' && group.parts[0]) || group;
}

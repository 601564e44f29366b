import { inputError } from '../../../nodes/shared/basics/errors';
import type {
	Column,
	ColumnType,
	Metadata,
	ObjectModel,
} from '../../../nodes/shared/creatio/model/objectModel';

/** What decides about the version of OData, for paths. */
export const ODATA4 = { odataVersion: '4' } as const;

/** `Account: 'lookup Account'` is a lookup, anything else a type. */
export type FakeColumns = Readonly<Record<string, ColumnType | `lookup ${string}`>>;

export function fakeModel(name: string, columns: FakeColumns): ObjectModel {
	const entries = Object.entries({ Id: 'guid', ...columns } as FakeColumns).map(
		([column, type]): [string, Column] => {
			if (!type.startsWith('lookup '))
				return [column, { name: column, property: column, type: type as ColumnType }];
			return [column, { name: column, property: `${column}Id`, type: 'lookup', target: type.slice(7) }];
		},
	);
	return { name, columns: new Map(entries), collections: new Map() };
}

export const CONTACT = fakeModel('Contact', {
	Name: 'text',
	Email: 'text',
	Age: 'integer',
	Amount: 'decimal',
	Confirmed: 'boolean',
	BirthDate: 'dateTime',
	CreatedOn: 'dateTime',
	Account: 'lookup Account',
	Type: 'lookup ContactType',
	EntityId: 'guid',
	Photo: 'stream',
});
export const ACCOUNT = fakeModel('Account', {
	Name: 'text',
	Code: 'text',
	Type: 'lookup AccountType',
	Owner: 'lookup Contact',
});
export const ACCOUNT_TYPE = fakeModel('AccountType', { Name: 'text' });
export const CONTACT_TYPE = fakeModel('ContactType', { Name: 'text' });

/** Metadata of a site that has just these objects; `exact` distinguishes dates from date-times as the runtime schema does. */
export function fakeMetadata(
	models: readonly ObjectModel[] = [CONTACT, ACCOUNT, ACCOUNT_TYPE, CONTACT_TYPE],
	exact: Readonly<Record<string, ColumnType>> = { BirthDate: 'date' },
): Metadata {
	return {
		objects: async () => models.map(({ name }) => ({ name, caption: name })),
		object: async (name) => {
			const model = models.find((candidate) => candidate.name === name);
			if (!model) throw inputError(`There is no object "${name}"`);
			return model;
		},
		find: async (name) => models.find((candidate) => candidate.name === name),
		connectionsTo: async () => [],
		details: async (name) => ({
			name,
			caption: name,
			displayColumn: 'Name',
			columns: new Map(
				Object.entries(exact).map(([column, type]) => [
					column,
					{ name: column, caption: column, required: false, hasDefault: false, dataValueType: 8, type },
				]),
			),
		}),
		displayColumn: async () => 'Name',
	};
}

import { type CreatioError, inputError } from '../../basics/errors';
import type { Write } from '../odata/writeChannel';
import { bodyOf } from '../writing/columnValues';
import { newValues, severalMatches } from '../writing/matches';
import type { ImportRules } from './importRules';
import type { ReadyRow } from './preparedRows';

/** What a row leads to: writes, or why there are none. */
export type RowPlan =
	| { readonly kind: 'write'; readonly writes: readonly Write[] }
	| { readonly kind: 'skip'; readonly message: string }
	| { readonly kind: 'refuse'; readonly error: CreatioError };

type Rules = Pick<ImportRules, 'model' | 'mode' | 'severalMatches'>;

/** `found`: the Ids of the records that match. */
export function planRow(
	{ model, mode, severalMatches: several }: Rules,
	row: ReadyRow,
	found: readonly string[],
): RowPlan {
	const { match, rest } = row;
	if (several === 'fail' && found.length > 1)
		return { kind: 'refuse', error: severalMatches(model.name, match) };
	const ids = several === 'first' ? found.slice(0, 1) : found;
	if (ids.length > 0) {
		if (mode === 'delete')
			return { kind: 'write', writes: ids.map((id) => ({ kind: 'delete', id, isThere: true })) };
		// The key of a record that exists is not changed; it counts for new ones.
		const body = bodyOf(rest.filter(({ column }) => column.name !== 'Id'));
		if (Object.keys(body).length === 0) return { kind: 'skip', message: 'There is nothing to write' };
		return { kind: 'write', writes: ids.map((id) => ({ kind: 'update', id, body, isThere: true })) };
	}
	if (mode === 'delete') return { kind: 'skip', message: 'There is no such record' };
	if (mode === 'update') return { kind: 'refuse', error: noMatch(model.name, row) };
	const { Id: own, ...body } = bodyOf([...newValues(match), ...rest]);
	if (typeof own === 'string')
		return { kind: 'write', writes: [{ kind: 'create', id: own, hasOwnId: true, body }] };
	return Object.keys(body).length === 0
		? { kind: 'refuse', error: inputError('The row has no value for any column') }
		: { kind: 'write', writes: [{ kind: 'create', id: row.newId, body }] };
}

function noMatch(object: string, { match }: ReadyRow): CreatioError {
	const names = match.map(({ column }) => column.name).join(' and ');
	return inputError(
		`No record of ${object} has the ${names} of the row`,
		'It may have been deleted, or the user is not allowed to see it.',
	);
}

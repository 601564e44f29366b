import {
	type CreatioError,
	inputError,
	isCreatioError,
	isPerhapsDone,
	reworded,
	withCure,
	withPerhapsDone,
} from '../../basics/errors';
import type { Members } from '../../basics/json';
import type { FilterContext } from '../../creatio/dataservice/filterGroup';
import {
	deleteQuery,
	insertQuery,
	readInserted,
	recordsWithIds,
	updateQuery,
} from '../../creatio/dataservice/writeQuery';
import { findColumn, type ObjectModel } from '../../creatio/model/objectModel';

import type { Row } from '../../creatio/model/rows';
import type { ColumnValue } from '../../creatio/model/values';
import { readColumnValues } from '../../creatio/writing/columnValues';
import type { OperationContext } from '../context/operation';
import { readValueOptions } from '../form/columnsToWrite';
import { type MixedOperation, type MixedRow, mixedWritesField, readMixedRow } from '../form/mixedWriteRow';
import { type PlannedQuery, sentValues, shownChange, shownDelete, shownValues } from './dataServiceWrites';
import { outcomeOfItem, type RowsOutcome } from './itemOutcome';

/** A write among those of an item. */
interface PlannedStep extends PlannedQuery {
	/** Under which its outcome is remembered, since an item that failed may have done others. */
	readonly step: string;
}

/** The writes of an item. */
export interface MixedWrites {
	/** One for each row, in order. */
	readonly steps: readonly string[];
	/** Those that no earlier try has done. */
	readonly open: readonly PlannedStep[];
}

/** The writes of an item, checked and typed. Rejects with kind `input`, naming the operation. */
export async function readMixedWrites(
	context: OperationContext,
	filterContext: FilterContext,
	itemIndex: number,
): Promise<MixedWrites> {
	const rows = mixedWritesField.read(context.n8n, itemIndex).operation;
	if (rows.length === 0) {
		throw inputError(`The field ${mixedWritesField.label} is empty`, 'Add at least one operation.');
	}
	const steps = rows.map((_, rowIndex) => `${itemIndex}/${rowIndex}`);
	const open: PlannedStep[] = [];
	for (const [index, row] of rows.entries()) {
		const step = steps[index] ?? '';
		// What is done is not read again: the names in it may have been changed by the rows after it.
		if (!context.tries.outcome(step)?.done)
			open.push(await planOf(context, filterContext, row, index, itemIndex, step));
	}
	return { steps, open };
}

async function planOf(
	context: OperationContext,
	filterContext: FilterContext,
	row: Members,
	rowIndex: number,
	itemIndex: number,
	step: string,
): Promise<PlannedStep> {
	const field = `${mixedWritesField.label}, row ${rowIndex + 1}`;
	const { tries } = context;
	const asked = readMixedRow(row, field);
	const { kind, id: enteredId } = asked;
	const model = await context.client.metadata.object(asked.object);
	const given = kind === 'delete' ? [] : await readValues(context, model, asked, field, itemIndex);
	const { ownId, values } = splitOwnId(given);
	const chosenId = enteredId ?? ownId;
	// Whether the record is the one of an earlier try cannot be seen.
	if (kind === 'insert' && chosenId !== undefined) tries.refuseIfMayBeDone(step);
	const id = chosenId ?? context.newId(itemIndex, rowIndex);
	const isIdChosen = chosenId !== undefined;
	const mayBeDone = tries.mayBeDone(step);
	return { step, ...plan({ kind, model, id, isIdChosen, values, mayBeDone }, filterContext) };
}

/** The ID that values name for a new record, and the other columns. */
function splitOwnId(given: readonly ColumnValue[]) {
	const own = given.find(({ column }) => column.name === 'Id')?.value?.value;
	return {
		ownId: typeof own === 'string' ? own : undefined,
		values: given.filter(({ column }) => column.name !== 'Id'),
	};
}

async function readValues(
	context: OperationContext,
	model: ObjectModel,
	{ kind, id, inputs, source, field }: MixedRow,
	place: string,
	itemIndex: number,
): Promise<readonly ColumnValue[]> {
	const values = await readColumnValues(inputs, {
		...readValueOptions(context, itemIndex),
		object: model.name,
		field,
		source,
		ownId: id === undefined ? 'new' : { record: id },
		blankValues: kind === 'insert' ? 'skip' : 'clear',
	});
	if (values.length > 0) return values;
	throw inputError(`There is nothing to write (${place})`, 'Enter a value for at least one column.');
}

/** What a row asks for. */
interface MixedWrite {
	readonly kind: MixedOperation;
	readonly model: ObjectModel;
	readonly id: string;
	readonly isIdChosen: boolean;
	readonly values: readonly ColumnValue[];
	/** An earlier try may have done it. */
	readonly mayBeDone: boolean;
}

function plan(
	{ kind, model, id, isIdChosen, values, mayBeDone }: MixedWrite,
	filterContext: FilterContext,
): PlannedQuery {
	const condition = recordsWithIds(model, [id]);
	const record = { object: model.name, id };
	const named = (row: Row): Row => ({ operation: kind, object: model.name, ...row });
	switch (kind) {
		case 'insert': {
			const key = findColumn(model, 'Id');
			const withKey = key
				? [{ column: key, value: { type: 'guid', value: id } as const }, ...values]
				: values;
			return {
				write: {
					query: insertQuery(model.name, withKey, filterContext.zone),
					record,
					mayBeTaken: isIdChosen,
					repeat: 'once',
				},
				sent: sentValues(model, values, true),
				show: (answer) => named({ Id: readInserted(answer, model.name), ...shownValues(values) }),
			};
		}
		case 'update':
			return {
				write: {
					query: updateQuery(model.name, values, condition, filterContext),
					record,
					repeat: 'harmless',
				},
				sent: sentValues(model, values, false),
				show: (answer) =>
					named(shownChange(model, { id, count: undefined }, answer, 'updated', shownValues(values))),
			};
		case 'delete':
			return {
				write: { query: deleteQuery(model.name, condition, filterContext), record, repeat: 'once' },
				show: (answer) => named(shownDelete(model, { id, count: undefined }, answer, mayBeDone)),
			};
	}
}

/** The outcome of an item with several operations. Its error names the operation that failed and what others did. */
export function outcomeOfOperations(outcomes: readonly RowsOutcome[]): RowsOutcome {
	return outcomeOfItem(outcomes, (error, index) =>
		outcomes.length > 1 && isCreatioError(error) ? inRow(index, error, outcomes) : error,
	);
}

function inRow(index: number, error: CreatioError, outcomes: readonly RowsOutcome[]): CreatioError {
	const rowsThat = (test: (outcome: RowsOutcome) => boolean) =>
		outcomes.flatMap((outcome, row) => (test(outcome) ? [row + 1] : [])).join(', ');
	const done = rowsThat((outcome) => outcome?.done === true);
	const unknown = rowsThat((outcome) => outcome?.done === false && isPerhapsDone(outcome.error));
	const others = [
		done === ''
			? 'It is not certain whether any operation of this item was carried out.'
			: `Carried out: row ${done}.`,
		...(unknown === '' ? [] : [`Outcome unknown: row ${unknown}.`]),
	];
	const ofItem = withPerhapsDone(withCure(error, ...others), error.perhapsDone || unknown !== '');
	return reworded(ofItem, `${error.message} (Operations, row ${index + 1})`);
}

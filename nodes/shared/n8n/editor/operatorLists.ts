import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { exactColumnType } from '../../creatio/conditions/bindRow';
import { allOperatorsFor, type Operator, operatorsFor } from '../../creatio/conditions/operators';
import { type ColumnType, type Metadata, TYPE_WORDS } from '../../creatio/model/objectModel';
import type { ColumnPath } from '../../creatio/model/paths';
import { locatorText } from '../form/locatorField';
import { OPERATOR_NAMES } from '../form/operatorNames';
import { existing, listed } from './lists';
import { columnOfRow } from './relatedObject';

/** Operators that fit the column of the same row. */
export async function getOperators(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await operatorsOfRow(this, operatorsFor);
}

/** The same with the operators that DataService adds, also for a column of related records. */
export async function getPathOperators(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await operatorsOfRow(this, allOperatorsFor);
}

async function operatorsOfRow(
	n8n: ILoadOptionsFunctions,
	offered: typeof operatorsFor,
): Promise<INodePropertyOptions[]> {
	return await listed(n8n, async ({ metadata }) => {
		const path = locatorText(n8n.getCurrentNodeParameter('&column'));
		if (path === '') return operatorOptions(offered('text'));
		const end = await existing(columnOfRow(n8n, metadata, path));
		return operatorOptions(end ? offered(await exactTypeOf(metadata, end)) : everyOperator(offered));
	});
}

/** The type of a column as the runtime schema has it, which distinguishes dates from times. */
async function exactTypeOf(metadata: Metadata, { column, owner }: ColumnPath): Promise<ColumnType> {
	return column.type === 'dateTime' ? await exactColumnType(owner, column, { metadata }) : column.type;
}

function everyOperator(offered: typeof operatorsFor): Operator[] {
	const types = Object.keys(TYPE_WORDS) as ColumnType[];
	return [...new Set(types.flatMap((type) => offered(type)))];
}

function operatorOptions(operators: readonly Operator[]): INodePropertyOptions[] {
	return operators.map((operator) => ({ name: OPERATOR_NAMES[operator], value: operator }));
}

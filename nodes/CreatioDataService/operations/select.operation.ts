import { type INodeProperties, updateDisplayOptions } from 'n8n-workflow';

import { DEFAULT_PAGE, LARGEST_PAGE, selectRows } from '../../shared/creatio/dataservice/selectRows';
import type { Operation, OperationContext } from '../../shared/n8n/context/operation';
import { conditionTreeFields } from '../../shared/n8n/form/conditionTreeFields';
import { exact, keyPath, readCondition, readFilterContext } from '../../shared/n8n/form/dataServiceContext';
import { limitField, objectField, returnAllField, sortField } from '../../shared/n8n/form/fields';
import { optionsField } from '../../shared/n8n/form/optionFields';
import {
	readChoice,
	readFlag,
	readNumberOption,
	readObjectName,
	readPositive,
} from '../../shared/n8n/form/parameters';
import { selectColumnsField } from '../../shared/n8n/form/selectColumnFields';
import { readSelectColumns, readSelectOrder, withNames } from '../../shared/n8n/form/selectColumns';
import { selectOptions } from '../../shared/n8n/form/selectOptions';
import { readPaging } from '../../shared/n8n/form/selectPaging';
import { itemByItem } from '../../shared/n8n/run/itemWork';

const distinctField: INodeProperties = {
	displayName: 'Distinct',
	name: 'distinct',
	type: 'boolean',
	default: false,
	description: 'Whether to return equal rows once',
};

export const select: Operation = {
	option: {
		name: 'Select',
		value: 'select',
		action: 'Select rows',
		description: 'Read columns of an object and its related objects, counted and added up',
	},
	properties: [
		objectField,
		selectColumnsField,
		...conditionTreeFields,
		{ ...sortField, description: 'Output names of columns, or paths such as Account.Name' },
		returnAllField,
		...updateDisplayOptions({ show: { returnAll: [false] } }, [limitField]),
		distinctField,
		optionsField(...selectOptions),
	],
	begin(base) {
		const context = exact(base);
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const model = await client.metadata.object(readObjectName(n8n, itemIndex));
			const { plan, names } = await readSelectColumns(context, model, itemIndex);
			const filter = await readCondition(context, model.name, itemIndex);
			const order = await readSelectOrder(context, model, names, itemIndex);
			const distinct = readFlag(n8n, 'distinct', itemIndex);
			const rows = await selectRows(
				client.connection,
				{ object: model.name, ...plan, filter, order, distinct },
				{
					...(await readOptions(context, itemIndex)),
					paging: await readPaging(context, plan.columns, order, itemIndex),
					key: await keyPath(context, model),
				},
			);
			return rows.map(withNames(names));
		});
	},
};

async function readOptions(context: OperationContext, itemIndex: number) {
	const { n8n } = context;
	const { clock, zone } = await readFilterContext(context);
	const returnAll = readFlag(n8n, 'returnAll', itemIndex);
	const choice = <T extends string>(name: string, label: string, choices: readonly T[]) =>
		readChoice(n8n, `options.${name}`, label, choices, itemIndex);
	const pageSize = { least: 1, most: LARGEST_PAGE, fallback: DEFAULT_PAGE };
	return {
		limit: returnAll ? Infinity : readPositive(n8n, 'limit', 'Limit', itemIndex),
		pageSize: readNumberOption(n8n, 'options.pageSize', 'Page Size', itemIndex, pageSize),
		clock,
		shape: {
			lookups: choice('lookups', 'Lookups', ['both', 'id', 'text']),
			zone,
			addedColumns: readFlag(n8n, 'options.addedColumns', itemIndex) ? ('keep' as const) : ('drop' as const),
			missingColumns: choice('missingColumns', 'Missing Columns', ['refuse', 'ignore']),
		},
	};
}

import { allOf } from '../../shared/creatio/conditions/tree';
import { unmetAndMet } from '../../shared/creatio/dataservice/metConditions';
import { selectRows } from '../../shared/creatio/dataservice/selectRows';
import { keyPath } from '../../shared/creatio/model/paths';
import type { Operation } from '../../shared/n8n/context/operation';
import { hintUnknownRecords } from '../../shared/n8n/form/conditions';
import { conditionTreeFields, readCondition } from '../../shared/n8n/form/conditionTree';
import { allColumnsOption } from '../../shared/n8n/form/columnsToReturn';
import { optionsField } from '../../shared/n8n/form/connectionOptions';
import { option, outputOption } from '../../shared/n8n/form/field';
import { choiceField, flagField } from '../../shared/n8n/form/fieldKinds';
import { limitFields, readLimit, upToLimit } from '../../shared/n8n/form/limit';
import { lookupsOption, readLookups } from '../../shared/n8n/form/lookupOutput';
import { objectField } from '../../shared/n8n/form/object';
import { withNames } from '../../shared/n8n/form/outputNames';
import { readSelectPaging, selectPageOptions } from '../../shared/n8n/form/paging';
import { readSelectColumns, readSelectOrder, selectColumnsField } from '../../shared/n8n/form/selectColumns';
import { sortRowsField } from '../../shared/n8n/form/sort';
import { exact, readFilterContext, timeZoneOption } from '../../shared/n8n/form/timeZone';
import { itemByItem } from '../../shared/n8n/run/itemWork';

const distinctField = flagField({
	name: 'distinct',
	label: 'Distinct',
	description: 'Whether to remove duplicate rows',
});

const addedColumns = outputOption(
	flagField({
		name: 'addedColumns',
		label: 'Include System Columns',
		description: 'Whether to return the columns that Creatio adds to every answer, such as the ID',
	}),
);

const missingColumns = option(
	choiceField({
		name: 'missingColumns',
		label: 'Missing Columns',
		choices: [
			{ name: 'Ignore', value: 'ignore', description: 'Return an empty value' },
			{ name: 'Stop with an Error', value: 'refuse', description: 'The error names the column' },
		],
		default: 'refuse',
		description: 'What to do when the site does not have a column',
	}),
);

export const select: Operation = {
	option: {
		name: 'Select',
		value: 'select',
		action: 'Select rows',
		description: 'Read columns of an object and its related objects, with aggregates and groups',
	},
	fields: [
		objectField,
		selectColumnsField,
		...conditionTreeFields,
		sortRowsField,
		...limitFields,
		distinctField,
		optionsField(
			addedColumns,
			allColumnsOption,
			lookupsOption,
			missingColumns,
			...selectPageOptions,
			timeZoneOption,
		),
	],
	repeat: 'read',
	begin(base) {
		const context = exact(base);
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const model = await client.metadata.object(objectField.read(n8n, itemIndex));
			const { plan, names, kept } = await readSelectColumns(context, model, itemIndex);
			const filter = allOf([await readCondition(context, model.name, itemIndex, 'read'), ...kept]);
			const order = await readSelectOrder(context, model, names, itemIndex);
			const distinct = distinctField.read(n8n, itemIndex);
			const { clock, zone } = await readFilterContext(context);
			const limit = readLimit(context, itemIndex);
			const rows = await selectRows(
				client.connection,
				{ object: model.name, ...plan, filter, order, distinct },
				{
					limit,
					...(await readSelectPaging(context, plan.columns, order, itemIndex)),
					clock,
					shape: {
						lookups: readLookups(context, itemIndex),
						zone,
						addedColumns: addedColumns.read(n8n, itemIndex) ? 'keep' : 'drop',
						missingColumns: missingColumns.read(n8n, itemIndex),
					},
					key: keyPath(model),
				},
			);
			const { unmet, met } = unmetAndMet(plan.columns, filter, rows);
			await hintUnknownRecords(context, unmet, 'nothing');
			await hintUnknownRecords(context, met, 'rows');
			return upToLimit(context, rows, limit).map(withNames(names));
		});
	},
};

import { describedColumns, describeObject } from '../../../shared/creatio/model/objectDescription';
import type { Operation } from '../../../shared/n8n/context/operation';
import { lookupOptions } from '../../../shared/n8n/editor/lookupOptions';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { ofOutput } from '../../../shared/n8n/form/field';
import { flagField } from '../../../shared/n8n/form/fieldKinds';
import { objectField } from '../../../shared/n8n/form/object';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

/** A lookup with more records than this is not described by them. */
const MOST_VALUES = 30;

const allColumns = ofOutput(
	flagField({
		name: 'allColumns',
		label: 'All Columns',
		description:
			'Whether to describe all columns, and not only the main ones and those that a new record needs',
	}),
);

const lookupValues = ofOutput(
	flagField({
		name: 'lookupValues',
		label: 'Values of Short Lookups',
		description: `Whether to list the records of each lookup that has at most ${MOST_VALUES}, such as the stages of an opportunity`,
	}),
);

export const describe: Operation = {
	option: {
		name: 'Describe',
		value: 'describe',
		action: 'Describe an object',
		description:
			'Get the columns of an object: name, caption, type, what a lookup points to, and whether a new record needs it',
	},
	fields: [objectField, allColumns, lookupValues, optionsField()],
	repeat: 'read',
	begin(context) {
		const { n8n, client, hint } = context;
		return itemByItem(context, async (itemIndex) => {
			const model = await client.metadata.object(objectField.read(n8n, itemIndex));
			const all = allColumns.read(n8n, itemIndex);
			const wantsValues = lookupValues.read(n8n, itemIndex);
			const details = await client.metadata.details(model.name);
			if (!details) {
				hint(
					`The site does not show the user captions and required columns of ${model.name}, so they are missing.`,
				);
			}
			const targets = describedColumns(model, details, all).flatMap(({ target }) => target ?? []);
			const options = wantsValues ? await lookupOptions(client, targets, { most: MOST_VALUES }) : undefined;
			const valuesOf = (target: string) => options?.get(target)?.map(({ name }) => name);
			return [{ ...describeObject(model, details, { all, valuesOf }) }];
		});
	},
};

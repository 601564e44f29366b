import { writeRange } from '../../../shared/creatio/odata/keyRange';
import { splitRanges as splitIntoRanges } from '../../../shared/creatio/odata/splitRanges';
import type { Operation } from '../../../shared/n8n/context/operation';
import { filterFields, hintUnknownRecords, readFilter } from '../../../shared/n8n/form/conditions';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { numberField } from '../../../shared/n8n/form/fieldKinds';
import { objectField, WITH_OBJECT } from '../../../shared/n8n/form/object';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

const parts = numberField({
	name: 'parts',
	label: 'Number of Ranges',
	least: 1,
	most: 1_000,
	default: 4,
	displayOptions: WITH_OBJECT,
	description: 'How many ranges to make. Each is an item, with about as many records as the others.',
});

export const splitRanges: Operation = {
	option: {
		name: 'Split Into Ranges',
		value: 'splitRanges',
		action: 'Split records into ranges',
		description:
			'Divide the records that match conditions into ranges, for workflows that read them in parts',
	},
	fields: [objectField, parts, ...filterFields, optionsField()],
	repeat: 'read',
	begin(context) {
		const { n8n, client, hint } = context;
		return itemByItem(context, async (itemIndex) => {
			const { name } = await client.metadata.object(objectField.read(n8n, itemIndex));
			const filter = await readFilter(context, name, itemIndex);
			const ranges = await splitIntoRanges(client.connection, name, filter, parts.read(n8n, itemIndex));
			if (ranges.some(({ rows }) => rows === undefined)) {
				hint(
					'The conditions take more than one request, so the ranges are those of all records of the object, and those that match may be spread unevenly over them.',
				);
			}
			await hintUnknownRecords(context, filter.condition, ranges[0]?.rows === 0 ? 'nothing' : 'rows');
			return ranges.map(({ range, rows }, index) => ({
				...{ object: name, range: writeRange(range), number: index + 1, of: ranges.length },
				...(rows !== undefined && { rows }),
			}));
		});
	},
};

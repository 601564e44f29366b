import { searchProcesses } from '../../shared/creatio/process/processLibrary';
import type { Operation } from '../../shared/n8n/context/operation';
import { optionsField } from '../../shared/n8n/form/connectionOptions';
import { option } from '../../shared/n8n/form/field';
import { flagField, textField } from '../../shared/n8n/form/fieldKinds';
import { limitFields, readLimit, upToLimit } from '../../shared/n8n/form/limit';
import { itemByItem } from '../../shared/n8n/run/itemWork';

const searchField = textField({
	name: 'search',
	label: 'Search',
	description: 'Part of the caption or the code. If empty, all processes are returned.',
});

const disabledOption = option(
	flagField({
		name: 'includeDisabled',
		label: 'Include Disabled',
		description: 'Whether to include disabled processes',
	}),
);

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many processes',
		description: 'List the processes in the process library',
	},
	fields: [searchField, ...limitFields, optionsField(disabledOption)],
	repeat: 'read',
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const limit = readLimit(context, itemIndex);
			const found = await searchProcesses(client.connection, {
				text: searchField.read(n8n, itemIndex),
				limit,
				withDisabled: disabledOption.read(n8n, itemIndex),
			});
			return upToLimit(context, found, limit).map(({ name, caption, uId, enabled }) => ({
				code: name,
				caption,
				uId,
				enabled,
			}));
		});
	},
};

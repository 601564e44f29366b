import { matchingObjects } from '../../../shared/creatio/model/objectSearch';
import type { Operation } from '../../../shared/n8n/context/operation';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { textField } from '../../../shared/n8n/form/fieldKinds';
import { limitFields, readLimit, upToLimit } from '../../../shared/n8n/form/limit';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

const searchField = textField({
	name: 'search',
	label: 'Search',
	placeholder: 'e.g. contact',
	description:
		'Text in the name or the caption of the object, or in that of its section. If empty, all objects.',
});

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many objects',
		description:
			'List the objects (kinds of records) of the site by name and caption, those with a section first',
	},
	fields: [searchField, ...limitFields, optionsField()],
	repeat: 'read',
	begin(context) {
		const { n8n, client, hint } = context;
		return itemByItem(context, async (itemIndex) => {
			const search = searchField.read(n8n, itemIndex);
			const limit = readLimit(context, itemIndex);
			const objects = await client.metadata.objects();
			if (objects.every(({ section }) => section === undefined)) {
				hint('The site does not show the user which objects have a section, so the usual ones come first.');
			}
			const found = matchingObjects(objects, search).slice(0, limit);
			return upToLimit(context, found, limit).map(({ name, caption, section }) => ({
				object: name,
				caption,
				section: section ?? null,
			}));
		});
	},
};

import { inputError } from '../../../shared/basics/errors';
import { unquoted } from '../../../shared/basics/keyText';
import { MOST_OBJECTS, searchRecords, TEXT_LENGTH } from '../../../shared/creatio/search/searchRecords';
import type { Operation } from '../../../shared/n8n/context/operation';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { checked, ofOutput } from '../../../shared/n8n/form/field';
import { numberField, textField } from '../../../shared/n8n/form/fieldKinds';
import { namesField } from '../../../shared/n8n/form/namesField';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

const textToFind = checked(
	textField({
		name: 'text',
		label: 'Text',
		required: true,
		placeholder: 'e.g. Andrew Baker, baker@example.com or 617 221 5187',
		description: 'A name, or a part of one, an e-mail address or a phone number, however it is written',
	}),
	(typed, place) => {
		const text = unquoted(typed);
		const { length } = text;
		if (length >= TEXT_LENGTH.least && length <= TEXT_LENGTH.most) return text;
		throw inputError(
			`The ${place} takes ${TEXT_LENGTH.least} to ${TEXT_LENGTH.most} characters, but got ${length}`,
			'Write a name or a part of one, an e-mail address or a phone number.',
		);
	},
);

const objectsToSearch = checked(
	namesField({
		name: 'objects',
		label: 'Objects to Search',
		list: 'getSearchableObjects',
		dependsOn: [],
		default: ['Contact', 'Account'],
	}),
	(names, place) => {
		const objects = [...new Set(names)];
		if (objects.length > 0 && objects.length <= MOST_OBJECTS) return objects;
		throw inputError(
			`The ${place} takes 1 to ${MOST_OBJECTS} objects, but got ${objects.length}`,
			'Choose the objects that may have the record, such as Contact and Account.',
		);
	},
);

const mostFound = ofOutput(
	numberField({
		name: 'mostFound',
		label: 'Limit',
		least: 1,
		most: 100,
		default: 10,
		description: 'Max number of results to return',
	}),
);

export const search: Operation = {
	option: {
		name: 'Search',
		value: 'search',
		action: 'Search records',
		description: 'Find records of one or several objects by a name, an e-mail address or a phone number',
	},
	fields: [textToFind, objectsToSearch, mostFound, optionsField()],
	repeat: 'read',
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const text = textToFind.read(n8n, itemIndex);
			const objects = objectsToSearch.read(n8n, itemIndex);
			const limit = mostFound.read(n8n, itemIndex);
			const found = await searchRecords(client.connection, client.metadata, objects, text, limit);
			return found.map((record) => ({ ...record }));
		});
	},
};

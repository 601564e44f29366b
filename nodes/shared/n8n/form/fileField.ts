import { inputError } from '../../basics/errors';
import { bareId, isEmptyGuid, isGuid } from '../../basics/guid';
import { LABELS } from '../../basics/labels';
import { describe } from '../../creatio/model/values';
import { checked } from './field';
import { locatorField } from './locatorField';
import { emptyId, GUID } from './record';

/** The last GUID of the path: another form of the address has that of the object before it. */
const ADDRESS = `^(?:[^?#]*|.*)(${GUID})`;

const locator = locatorField({
	name: 'fileId',
	label: LABELS.file,
	description: 'The file to work on, by its ID: Id in the output of Get Many and Upload',
	list: 'searchFiles',
	listPlaceholder: 'Select a file...',
	modes: [
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 8f4b1c2e-0a53-4f0e-9b1d-6f8f0c1d2e3f',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: `^\\s*(?:\\{?${GUID}\\}?|https?://.*${GUID}.*)\\s*$`,
						errorMessage: 'An ID has 32 digits 0-9 and a-f in groups of 8-4-4-4-12',
					},
				},
			],
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder:
				'e.g. https://mysite.creatio.com/0/rest/FileService/Download/ContactFile/8f4b1c2e-0a53-4f0e-9b1d-6f8f0c1d2e3f',
			hint: 'The address by which Creatio downloads the file',
			extractValue: { type: 'regex', regex: ADDRESS },
			validation: [
				{
					type: 'regex',
					properties: {
						regex: `^.*${GUID}.*$`,
						errorMessage: 'The address contains no ID. Copy the address of the file in Creatio.',
					},
				},
			],
		},
	],
});

/** The ID of the chosen file, in lower case. */
export const fileField = checked(locator, (entered, place) => {
	const id = /^https?:/i.test(entered)
		? (new RegExp(ADDRESS).exec(entered)?.[1] ?? entered)
		: bareId(entered);
	if (isEmptyGuid(id)) throw emptyId(place);
	if (isGuid(id)) return id.toLowerCase();
	throw inputError(
		id === '' ? `The ${place} is empty` : `The ${place} takes an ID (GUID), but got ${describe(id)}`,
		'Its ID, or the address by which Creatio downloads it, will do as well.',
		'file',
	);
});

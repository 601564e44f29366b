import { CreatioError, inputError } from '../../basics/errors';
import { EMPTY_GUID, isEmptyGuid, isGuid, recordIdIn } from '../../basics/guid';
import { LABELS } from '../../basics/labels';
import { describe } from '../../creatio/model/values';
import { checked, type Field } from './field';
import { locatorField } from './locatorField';

/** Of a regular expression. */
export const GUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

/** `orNothing` with `?`: n8n takes an empty field as well. */
const locatorOf = (description: string, orNothing: '' | '?') =>
	locatorField({
		name: 'recordId',
		label: LABELS.record,
		description,
		required: orNothing === '',
		list: 'searchRecords',
		listPlaceholder: 'Select a record...',
		modes: [
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. c4ed336c-3e9b-40fe-8b82-5632476472b4',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: `^\\s*(?:\\{?${GUID}\\}?|https?://.*${GUID}.*)${orNothing}\\s*$`,
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
					'e.g. https://mysite.creatio.com/0/Shell/#Card/Contacts_FormPage/edit/c4ed336c-3e9b-40fe-8b82-5632476472b4',
				hint: 'The address in the browser while the record is open',
				// The last GUID of the address: pages of a section put the folder or the process before the record.
				extractValue: { type: 'regex', regex: `^.*(${GUID})` },
				validation: [
					{
						type: 'regex',
						properties: {
							regex: `^(?:.*${GUID}.*)${orNothing}$`,
							errorMessage:
								'The address contains no ID. Open the record in Creatio and copy the address of its page.',
						},
					},
				],
			},
		],
	});

const locator = locatorOf('The record to work on', '');

/** The ID of the chosen record, in lower case. */
export const recordField = checked(locator, (entered, place) => {
	const id = recordIdIn(entered);
	if (isEmptyGuid(id)) throw emptyId(place);
	if (isGuid(id)) return id.toLowerCase();
	if (id === '') throw emptyRecord(place);
	throw inputError(`The ${place} takes an ID (GUID), but got ${describe(id)}`, KINDS_OF_ID, 'record');
});

const KINDS_OF_ID =
	'An ID looks like c4ed336c-3e9b-40fe-8b82-5632476472b4. The address of the page of the record has it too.';

export function emptyRecord(place: string): CreatioError {
	return inputError(`The ${place} is empty`, KINDS_OF_ID, 'record');
}

/** The same where an operation does without a record: `undefined` where it is left empty. `description` says when. */
export function optionalRecordField(description: string): Field<string | undefined> {
	const optional = locatorOf(description, '?');
	return checked(optional, (id, place) => (id === '' ? undefined : recordField.parse(id, place)));
}

/** The zero GUID, by which Creatio shows an empty lookup. */
export function emptyId(place: string): CreatioError {
	return inputError(
		`The ${place} got the ID ${EMPTY_GUID}, by which Creatio says that there is no record`,
		'The lookup that the ID comes from is empty. Leave such items out with a Filter node, or take the ID from elsewhere.',
	);
}

export function noSuchRecord(object: string, id: string): CreatioError {
	return new CreatioError('notFound', `${object} has no record with the ID ${id} (field ${LABELS.record})`, {
		status: 404,
		cure: 'It may have been deleted, or the user is not allowed to see it.',
		asksFor: 'record',
	});
}

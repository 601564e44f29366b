import { imageColumn, IMAGE_OBJECT } from '../../../shared/creatio/files/imageColumn';
import { refuseOtherThanImage } from '../../../shared/creatio/files/imageCheck';
import { setImage as setImageOf } from '../../../shared/creatio/files/setImage';
import type { Operation } from '../../../shared/n8n/context/operation';
import { inputDataField, readInputFile, startOf } from '../../../shared/n8n/files/binaryInput';
import {
	fileNameOption,
	mimeTypeOption,
	namesOf,
	readGivenNames,
} from '../../../shared/n8n/files/fileOptions';
import { imageColumnField } from '../../../shared/n8n/form/column';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { objectField } from '../../../shared/n8n/form/object';
import { noSuchRecord, recordField } from '../../../shared/n8n/form/record';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

const column = imageColumnField(
	'The column that shows the image, such as Photo of Contact or AccountLogo of Account',
);

export const setImage: Operation = {
	option: {
		name: 'Set Image',
		value: 'setImage',
		action: 'Set an image',
		description: 'Set the photo, the logo or another image of a record',
	},
	fields: [objectField, recordField, column, inputDataField, optionsField(fileNameOption, mimeTypeOption)],
	repeat: 'harmless',
	begin(context) {
		const { n8n, client, newId } = context;
		return itemByItem(context, async (itemIndex) => {
			const object = objectField.read(n8n, itemIndex);
			const recordId = recordField.read(n8n, itemIndex);
			const typed = column.read(n8n, itemIndex);
			const field = inputDataField.read(n8n, itemIndex);
			const given = readGivenNames(n8n, itemIndex);
			const model = await client.metadata.object(object);
			const lookup = imageColumn(model, typed);
			const file = await readInputFile(n8n, field, itemIndex);
			const { name, mimeType } = await namesOf(client, IMAGE_OBJECT, file, given);
			refuseOtherThanImage(mimeType, await startOf(file));
			if (!(await client.exists(model.name, recordId))) throw noSuchRecord(model.name, recordId);
			const id = newId(itemIndex);
			const { content } = file;
			await setImageOf(client.connection, { id, name, mimeType, content, model, column: lookup, recordId });
			return [{ Id: recordId, [lookup.property]: id }];
		});
	},
};

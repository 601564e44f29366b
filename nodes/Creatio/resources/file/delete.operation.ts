import { attempt } from '../../../shared/basics/attempt';
import { fileObjectOf } from '../../../shared/creatio/files/fileObject';
import { fileFinder } from '../../../shared/creatio/files/fileRow';
import type { Operation } from '../../../shared/n8n/context/operation';
import { bulkOptions, readBulkLimits } from '../../../shared/n8n/form/batching';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { fileField } from '../../../shared/n8n/form/fileField';
import { objectField } from '../../../shared/n8n/form/object';
import { optionalRecordField } from '../../../shared/n8n/form/record';
import { inBulk } from '../../../shared/n8n/run/itemWork';
import { type PlannedWrite, writePlanned } from '../../../shared/n8n/run/odataWrites';

const recordField = optionalRecordField(
	'The record that the file must belong to. Leave empty to delete a file by its ID, whichever record it belongs to.',
);

/** Of a file that is gone. */
const NOTHING = { simplify: true, whole: false, lookups: 'id' } as const;

export const deleteFile: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete a file',
		description: 'Delete a file or a link of a record',
	},
	fields: [objectField, recordField, fileField, optionsField(...bulkOptions)],
	repeat: 'harmless',
	begin(context) {
		const { n8n, client, tries } = context;
		// Before anything is sent, although they count only for the writes.
		readBulkLimits(context);
		const find = fileFinder(client.connection);
		return inBulk(context, {
			async prepare(itemIndex): Promise<PlannedWrite> {
				const object = objectField.read(n8n, itemIndex);
				const recordId = recordField.read(n8n, itemIndex);
				const id = fileField.read(n8n, itemIndex);
				const files = await fileObjectOf(client.metadata, object);
				const found = await attempt(find(files, id, recordId));
				// An earlier try may have deleted it, and its answer was lost.
				if (!found.done && !tries.mayBeDone(itemIndex)) throw found.error;
				const write = { kind: 'delete', id, isThere: found.done } as const;
				return { itemIndex, model: files.model, write, shown: {}, returned: NOTHING };
			},
			write: async (plans) => await writePlanned(context, plans),
		});
	},
};

import type { INodeProperties } from 'n8n-workflow';

import { sessionZone } from '../../../shared/creatio/dataservice/sessionZone';
import { readSettings, writeSettings } from '../../../shared/creatio/systemSettings';
import type { Operation } from '../../../shared/n8n/context/operation';
import { optionsField } from '../../../shared/n8n/form/optionFields';
import { readFlag, readLocator } from '../../../shared/n8n/form/parameters';
import { settingField } from '../../../shared/n8n/form/settingField';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

const valueField: INodeProperties = {
	displayName: 'Value',
	name: 'value',
	type: 'string',
	default: '',
	description:
		'Text, number, true or false, a date, or the ID of a record. Left empty, the setting is emptied.',
};

const personalField: INodeProperties = {
	displayName: 'Personal',
	name: 'isPersonal',
	type: 'boolean',
	default: false,
	description: 'Whether the value is for the user of the credential alone',
};

export const update: Operation = {
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update a system setting',
		description: 'Change the value of a system setting',
	},
	properties: [settingField, valueField, personalField, optionsField()],
	begin(context) {
		const { n8n, client, zone } = context;
		return itemByItem(context, async (itemIndex) => {
			const code = readLocator(n8n, 'setting', itemIndex);
			const write = {
				values: { [code]: n8n.getNodeParameter('value', itemIndex, '') },
				isPersonal: readFlag(n8n, 'isPersonal', itemIndex),
				zone,
				sessionZone: await sessionZone(client.connection),
			};
			await writeSettings(client.connection, write);
			const [setting] = await readSettings(client.connection, [code], write.sessionZone);
			return setting ? [{ ...setting, displayValue: setting.displayValue ?? null }] : [];
		});
	},
};

import { sessionZone } from '../../../shared/creatio/dataservice/sessionZone';
import { readSetting } from '../../../shared/creatio/systemSettings/readSetting';
import type { Operation } from '../../../shared/n8n/context/operation';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { settingField } from '../../../shared/n8n/form/settingField';
import { itemByItem } from '../../../shared/n8n/run/itemWork';
import { shownSetting } from './shownSetting';

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a system setting',
		description: 'Read the value of a system setting',
	},
	fields: [settingField, optionsField()],
	repeat: 'read',
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const code = settingField.read(n8n, itemIndex);
			const zone = await sessionZone(client.connection);
			return [shownSetting(await readSetting(client.connection, code, zone))];
		});
	},
};

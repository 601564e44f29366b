import { LABELS } from '../../../shared/basics/labels';
import { sessionZone } from '../../../shared/creatio/dataservice/sessionZone';
import { writeSetting } from '../../../shared/creatio/systemSettings/writeSetting';
import type { Operation } from '../../../shared/n8n/context/operation';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { flagField, givenValue, valueField } from '../../../shared/n8n/form/fieldKinds';
import { settingField } from '../../../shared/n8n/form/settingField';
import { itemByItem } from '../../../shared/n8n/run/itemWork';
import { shownSetting } from './shownSetting';

const newValue = givenValue(
	valueField({
		name: 'value',
		label: LABELS.value,
		description:
			'Text, number, true or false, a date, the ID of a record, or a file as Base64. If empty, the setting is cleared.',
	}),
);

const isPersonal = flagField({
	name: 'isPersonal',
	label: "Only for the Credential's User",
	description: 'Whether to set the value only for the user of the credential',
});

export const update: Operation = {
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update a system setting',
		description: 'Change the value of a system setting',
	},
	fields: [settingField, newValue, isPersonal, optionsField()],
	repeat: 'harmless',
	begin(context) {
		const { n8n, client, zone } = context;
		return itemByItem(context, async (itemIndex) => {
			const write = {
				code: settingField.read(n8n, itemIndex),
				value: newValue.read(n8n, itemIndex),
				isPersonal: isPersonal.read(n8n, itemIndex),
				zone,
				sessionZone: await sessionZone(client.connection),
			};
			return [shownSetting(await writeSetting(client.connection, write))];
		});
	},
};

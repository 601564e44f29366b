import { checkSite } from '../../../shared/creatio/siteCheck/checkSite';
import type { Operation } from '../../../shared/n8n/context/operation';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

export const check: Operation = {
	option: {
		name: 'Check',
		value: 'check',
		action: 'Check the site',
		description: 'Find out what works on the site for the user of the credential, without writing anything',
	},
	fields: [optionsField()],
	repeat: 'read',
	begin(context) {
		const { client } = context;
		return itemByItem(context, async () => await checkSite(client.connection, client.metadata));
	},
};

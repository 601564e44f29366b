import { ignoreOption } from '../../shared/n8n/trigger/ignoredChanges';
import { startFromOption } from '../../shared/n8n/trigger/startFrom';
import { triggerEvent } from '../../shared/n8n/trigger/watch';
import { watchChanges } from './watchChanges';

export const updated = triggerEvent({
	option: {
		name: 'Record Updated',
		value: 'updated',
		description: 'A record is updated. Changes within two seconds of creation count as part of it.',
	},
	fields: [],
	options: [ignoreOption, startFromOption],
	watch: (context) =>
		watchChanges(context, { time: 'ModifiedOn', event: 'Record Updated', counts: 'updates' }),
});

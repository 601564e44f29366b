import { ignoreOption } from '../../shared/n8n/trigger/ignoredChanges';
import { startFromOption } from '../../shared/n8n/trigger/startFrom';
import { triggerEvent } from '../../shared/n8n/trigger/watch';
import { watchChanges } from './watchChanges';

export const created = triggerEvent({
	option: {
		name: 'Record Created',
		value: 'created',
		description: 'A record is created',
	},
	fields: [],
	options: [ignoreOption, startFromOption],
	watch: (context) =>
		watchChanges(context, { time: 'CreatedOn', event: 'Record Created', counts: 'creations' }),
});

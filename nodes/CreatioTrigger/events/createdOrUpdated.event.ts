import { ignoreOption } from '../../shared/n8n/trigger/ignoredChanges';
import { startFromOption } from '../../shared/n8n/trigger/startFrom';
import { triggerEvent } from '../../shared/n8n/trigger/watch';
import { watchChanges } from './watchChanges';

export const createdOrUpdated = triggerEvent({
	option: {
		name: 'Record Created or Updated',
		value: 'createdOrUpdated',
		description: 'A record is created or updated',
	},
	fields: [],
	options: [ignoreOption, startFromOption],
	watch: (context) =>
		watchChanges(context, { time: 'ModifiedOn', event: 'Record Created or Updated', counts: 'both' }),
});

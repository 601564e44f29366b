import { startFromOption } from '../../shared/n8n/trigger/startFrom';
import { triggerEvent } from '../../shared/n8n/trigger/watch';
import { watchChanges } from './watchChanges';

export const updated = triggerEvent({
	option: {
		name: 'Record Updated',
		value: 'updated',
		description:
			'A record is changed. What happens within two seconds after it was added belongs to the adding.',
	},
	fields: [],
	options: [startFromOption],
	watch: (context) =>
		watchChanges(context, { time: 'ModifiedOn', event: 'Record Updated', onlyUpdates: true }),
});

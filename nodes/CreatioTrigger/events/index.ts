import type { TriggerEvent } from '../../shared/n8n/trigger/watch';
import { columnsChanged } from './columnsChanged.event';
import { created } from './created.event';
import { createdOrUpdated } from './createdOrUpdated.event';
import { deleted } from './deleted.event';
import { enteredValue } from './enteredValue.event';
import { updated } from './updated.event';

/** In the alphabetical order of the names shown. */
export const events: readonly TriggerEvent[] = [
	enteredValue,
	columnsChanged,
	created,
	createdOrUpdated,
	deleted,
	updated,
];

import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { isMembers, type Members } from '../../basics/json';

/** Another field of the row around the edited field, or of the form: `&name` of n8n is for rows alone. */
export function besideField(n8n: ILoadOptionsFunctions, name: string): unknown {
	const row = stepsTo(n8n).slice(0, -1);
	return n8n.getCurrentNodeParameter([...row, name].join('.'));
}

/** The rows around the edited field, the innermost first. */
export function rowsAround(n8n: ILoadOptionsFunctions): Members[] {
	const steps = stepsTo(n8n);
	const ends = steps
		.map((_, index) => index)
		.slice(1)
		.reverse();
	return ends
		.map((end): unknown => n8n.getCurrentNodeParameter(steps.slice(0, end).join('.')))
		.filter(isMembers);
}

/**
 * Such as `conditions`, `related[0]`, `where`, `condition[0]`, `column`. n8n knows the place of the field, but does not declare it.
 */
function stepsTo(n8n: ILoadOptionsFunctions): string[] {
	return 'path' in n8n && typeof n8n.path === 'string' ? n8n.path.split('.').slice(1) : [];
}

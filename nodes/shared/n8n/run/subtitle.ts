import type { INodePropertyOptions } from 'n8n-workflow';

interface Choice {
	readonly option: Pick<INodePropertyOptions, 'name' | 'value'>;
}

/**
 * What the canvas shows under the name of a node: what is chosen in a list, and what it works with, such as "Get Many: Contact".
 * `subjects`: names of parameters; the first one with a value is shown.
 */
export function subtitleOf(
	list: 'operation' | 'event',
	choices: readonly Choice[],
	subjects: readonly string[],
): string {
	const names = Object.fromEntries(choices.map(({ option }) => [option.value, option.name]));
	const chosen = `(${JSON.stringify(names)})[$parameter["${list}"]]`;
	return `={{ [${chosen}, ${subjects.map(subjectOf).join(' || ')}].filter(Boolean).join(": ") }}`;
}

/** A resource locator contains the name that its list showed, and its value. */
function subjectOf(name: string): string {
	const parameter = `$parameter["${name}"]`;
	return `${parameter}?.cachedResultName || ${parameter}?.value`;
}

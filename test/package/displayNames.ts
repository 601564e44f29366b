import type { INodeProperties } from 'n8n-workflow';

import { builtPackage } from './builtPackage';

/** What the editor calls the fields of the nodes and credentials. */
export function displayNames(): Set<string> {
	const { nodes, credentials } = builtPackage();
	const names = new Set<string>();
	for (const { description } of nodes) addNames(names, description.properties);
	for (const { properties } of credentials) addNames(names, properties);
	return names;
}

function addNames(names: Set<string>, properties: readonly INodeProperties[]): void {
	for (const { displayName, type, typeOptions, options = [] } of properties) {
		if (type !== 'notice' && type !== 'hidden') names.add(displayName);
		const title = typeOptions?.resourceMapper?.matchingFieldsLabels?.title;
		if (title !== undefined) names.add(title);
		for (const option of options) {
			if ('values' in option) {
				names.add(option.displayName);
				addNames(names, option.values);
			} else if ('type' in option) addNames(names, [option as INodeProperties]);
		}
	}
}

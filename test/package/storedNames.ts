import type { INodeProperties, INodeType } from 'n8n-workflow';

import { builtPackage } from './builtPackage';

/**
 * Everything of the built package that n8n stores in a user's workflow, a line each: names of nodes, credentials,
 * parameters, choices and methods. Defaults belong to it, because n8n leaves out a parameter that has its default.
 */
export function storedNames(): string[] {
	const { nodes, credentials } = builtPackage();
	const lines = new Set<string>();
	for (const node of nodes) addNode(lines, node);
	for (const credential of credentials) {
		lines.add(`credential ${credential.name}`);
		addProperties(lines, `credential ${credential.name}`, credential.properties);
	}
	return [...lines].sort();
}

function addNode(lines: Set<string>, { description, methods, webhook }: INodeType): void {
	const at = `node ${description.name}`;
	for (const version of [description.version].flat()) lines.add(`${at} version ${version}`);
	for (const credential of description.credentials ?? []) lines.add(`${at} credential ${credential.name}`);
	for (const [kind, ofKind] of Object.entries(methods ?? {})) {
		for (const name of Object.keys(ofKind ?? {})) lines.add(`${at} method ${kind}.${name}`);
	}
	for (const hook of description.webhooks ?? []) lines.add(`${at} webhook ${hook.name} ${hook.path}`);
	if (webhook) lines.add(`${at} receives webhooks`);
	addProperties(lines, at, description.properties);
}

function addProperties(lines: Set<string>, at: string, properties: readonly INodeProperties[]): void {
	for (const property of properties) {
		const here = `${at} ${property.name}`;
		lines.add(`${here}: ${property.type} = ${JSON.stringify(property.default)}`);
		for (const mode of property.modes ?? []) lines.add(`${here} mode ${mode.name}`);
		for (const option of property.options ?? []) {
			if ('values' in option) addProperties(lines, `${here} ${option.name}`, option.values);
			else if ('type' in option) addProperties(lines, here, [option as INodeProperties]);
			else lines.add(`${here} choice ${JSON.stringify(option.value)}`);
		}
	}
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';

const ROOT = path.resolve(__dirname, '../..');
const load = createRequire(__filename);

/**
 * Everything of the built package that n8n stores in a user's workflow, a line each: names of nodes, credentials,
 * parameters, choices and methods. Defaults belong to it, because n8n leaves out a parameter that has its default.
 */
export function storedNames(): string[] {
	const { n8n } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const lines = new Set<string>();
	for (const file of n8n.nodes) addNode(lines, create<INodeType>(file));
	for (const file of n8n.credentials) {
		const credential = create<ICredentialType>(file);
		lines.add(`credential ${credential.name}`);
		addProperties(lines, `credential ${credential.name}`, credential.properties);
	}
	return [...lines].sort();
}

/** Makes what a built file exports; n8n takes the class that is called like the file. */
function create<T>(file: string): T {
	const name = path.basename(file).split('.')[0] ?? '';
	const exported = load(path.join(ROOT, file)) as Record<string, new () => T>;
	const Type = exported[name];
	if (!Type) throw new Error(`${file} exports no class ${name}`);
	return new Type();
}

function addNode(lines: Set<string>, { description, methods, webhook }: INodeType): void {
	const at = `node ${description.name}`;
	lines.add(`${at} version ${JSON.stringify(description.version)}`);
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

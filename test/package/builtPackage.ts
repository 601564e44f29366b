import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import type { ICredentialType, INodeType } from 'n8n-workflow';

import { TESTED } from '../support/packageFolders';

const load = createRequire(__filename);

/** The nodes and credentials of the tested package as it was built, as n8n makes them. */
export function builtPackage(): { readonly nodes: INodeType[]; readonly credentials: ICredentialType[] } {
	const { n8n } = JSON.parse(readFileSync(path.join(TESTED, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	return {
		nodes: n8n.nodes.map((file) => create<INodeType>(file)),
		credentials: n8n.credentials.map((file) => create<ICredentialType>(file)),
	};
}

/** Makes what a built file exports; n8n takes the class that is called like the file. */
function create<T>(file: string): T {
	const name = path.basename(file).split('.')[0] ?? '';
	const exported = load(path.join(TESTED, file)) as Record<string, new () => T>;
	const Type = exported[name];
	if (!Type) throw new Error(`${file} exports no class ${name}`);
	return new Type();
}

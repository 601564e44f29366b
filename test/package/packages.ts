import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../support/packageFolders';

interface Manifest {
	readonly [member: string]: unknown;
	readonly name: string;
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly devDependencies: Readonly<Record<string, string>>;
	readonly n8n: { readonly nodes: readonly string[]; readonly credentials: readonly string[] };
}

/** A package of this repository as it is published. */
export interface PublishedPackage {
	readonly manifest: Manifest;
	/** Bytes of the tarball. */
	readonly size: number;
	/** Paths in the tarball. */
	readonly files: readonly string[];
	read(file: string): string;
}

/** What `npm pack` puts into the tarball of the package in a folder of the repository. */
export function published(folder: string): PublishedPackage {
	const cwd = path.join(ROOT, folder);
	const read = (file: string) => readFileSync(path.join(cwd, file), 'utf8');
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--silent'], {
		cwd,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [{ size, files }] = JSON.parse(output) as [{ size: number; files: Array<{ path: string }> }];
	return {
		manifest: JSON.parse(read('package.json')) as Manifest,
		size,
		files: files.map((file) => file.path).sort(),
		read,
	};
}

/** `npm run docs`: renews the tables of parameters in the documentation. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../../support/packageFolders';
import { pages, withTables } from './pages';
import { parameterTables } from './parameterTables';

const tables = parameterTables();
const changed = pages()
	.map((page) => ({ ...page, now: withTables(page, tables) }))
	.filter(({ text, now }) => text !== now);
for (const { name, now } of changed) writeFileSync(path.join(ROOT, name), now);
console.log(
	changed.length > 0 ? `Renewed ${changed.map(({ name }) => name).join(', ')}` : 'Nothing to renew',
);

/** `npm run stored-names`: adds new names of the built package to the list. It never takes one off. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { storedNames } from './storedNames';
import recorded from './storedNames.json';

const all = [...new Set([...recorded, ...storedNames()])].sort();
writeFileSync(path.join(__dirname, 'storedNames.json'), `${JSON.stringify(all, null, '\t')}\n`);
console.log(`${all.length - recorded.length} names added, ${all.length} in all`);

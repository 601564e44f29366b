import { creates } from './creates.mjs';
import { inserts } from './inserts.mjs';
import { reads, texts } from './reads.mjs';
import { selects } from './selects.mjs';
import { updates } from './updates.mjs';
import { upserts } from './upserts.mjs';

/** @typedef {import('../people.mjs').Person} Person */
/** @typedef {import('../contenders/engine.mjs').Engine} Engine */
/** @typedef {import('../contenders/bare.mjs').BareClient} BareClient */
/** @typedef {import('../contenders/packageClient.mjs').PackageClient} PackageClient */

/**
 * @typedef {object} Work
 * @property {readonly Person[]} people Whom a case writes.
 * @property {number} [limit] How many rows a case reads; without it all that there are.
 */

/**
 * Something that people do with a Creatio site, in the way of each contender. All of them return what n8n would call
 * items, one for each record. A new case is a file beside this one and a line in the list below.
 *
 * @typedef {object} BenchCase
 * @property {string} name
 * @property {'records' | 'rows'} unit What it is counted in; each has an option of the command for how many.
 * @property {(people: readonly Person[]) => readonly Person[]} before Contacts that the site has before.
 * @property {number} requestsPerItem How many the HTTP Request node sends for each; 0 where it is far less than one.
 * @property {(engine: Engine, work: Work) => Promise<readonly unknown[]>} node
 * @property {(engine: Engine, work: Work, site: string) => Promise<readonly unknown[]>} [httpRequest]
 * @property {(engine: Engine, work: Work, site: string) => Promise<readonly unknown[]>} [httpRequestAtOnce]
 * @property {(client: BareClient, work: Work) => Promise<readonly unknown[]>} bare
 * @property {(client: PackageClient, work: Work) => Promise<readonly unknown[]>} [client]
 */

/** @type {readonly BenchCase[]} */
export const cases = [creates, updates, upserts, reads, texts, inserts, selects];

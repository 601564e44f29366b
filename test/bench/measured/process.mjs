/**
 * A process that does one piece of work for one contender, and nothing else: it makes the contender ready, lets it
 * warm up, measures, and writes the result into a file. Started by measure.mjs.
 */
import { writeFileSync } from 'node:fs';
import { cases } from '../cases/index.mjs';
import { openContender } from '../contenders/index.mjs';
import { endWarmUp } from '../control.mjs';
import { people, warmUpCount } from '../people.mjs';
import { measureMemory, measureTime, stayAlive } from './meter.mjs';

/**
 * @typedef {import('../contenders/index.mjs').Access & {
 *   caseName: string,
 *   contender: import('../contenders/index.mjs').Contender,
 *   count: number,
 *   what: 'time' | 'memory',
 *   resultFile: string,
 * }} Order
 */

/**
 * @template Cost
 * @typedef {object} Outcome
 * @property {Cost} cost
 * @property {number} items
 * @property {number} signInRequests What the warm-up sent beside its records: sign-in and metadata.
 */

stayAlive();
/** @type {Order} */
const order = JSON.parse(process.argv[2] ?? '');
const benchCase = cases.find(({ name }) => name === order.caseName);
if (!benchCase) throw new Error(`There is no case ${order.caseName}`);

const everybody = people(warmUpCount + order.count);
const { work, close } = await openContender(order.contender, benchCase, order);
await work({ people: everybody.slice(0, warmUpCount), limit: warmUpCount });

const signInRequests = await endWarmUp(order.site);
const task = { people: everybody.slice(warmUpCount) };
const measure = order.what === 'time' ? measureTime : measureMemory;
const { cost, result } = await measure(() => work(task));
/** @type {Outcome<typeof cost>} */
const outcome = { cost, items: result.length, signInRequests };
writeFileSync(order.resultFile, JSON.stringify(outcome));
await close();
process.exit(0);

import type { Mutant } from '../mutant';

const CALL_MEMORY = 'nodes/shared/n8n/webhook/callMemory.ts';
const OF_CALL_MEMORY = ['unit/n8n/webhook/callMemory.test.ts'];

/** Calls that a webhook receives: once each, within a window of time. */
export const CALLS: readonly Mutant[] = [
	{
		fault: 'a signed call with a time of the future is accepted for good',
		file: 'nodes/shared/creatio/webhookCall.ts',
		before: `return Math.abs(now.getTime() - sent) <= windowMs`,
		after: `return now.getTime() - sent <= windowMs`,
		tests: ['unit/creatio/webhookCall.test.ts'],
	},
	{
		fault: 'a signed call with an old time is accepted for good',
		file: 'nodes/shared/creatio/webhookCall.ts',
		before: `return Math.abs(now.getTime() - sent) <= windowMs`,
		after: `return sent - now.getTime() <= windowMs`,
		tests: ['unit/creatio/webhookCall.test.ts'],
	},
	{
		fault: 'a call whose time is ahead can be replayed',
		file: 'nodes/shared/creatio/webhookCall.ts',
		before: `? 2 * windowMs : windowMs`,
		after: `? windowMs : windowMs`,
		tests: ['unit/creatio/webhookCall.test.ts'],
	},
	{
		fault: 'a body of any size is read',
		file: 'nodes/shared/creatio/webhookCall.ts',
		before: `if (call.body.length > mostBytes) {`,
		after: `if (call.body.length > Infinity * mostBytes) {`,
		tests: ['unit/creatio/webhookCall.test.ts'],
	},
	{
		fault: 'a repeated call starts the workflow again',
		file: CALL_MEMORY,
		before: `if (isRecent(this.known.get(print) ?? NaN)) return undefined;`,
		after: ``,
		tests: OF_CALL_MEMORY,
	},
	{
		fault: 'a call is refused for good',
		file: CALL_MEMORY,
		before: `(isRecent(this.known.get(print) ?? NaN))`,
		after: `(this.known.has(print))`,
		tests: OF_CALL_MEMORY,
	},
	{
		fault: 'after a restart of n8n a repeated call starts the workflow again',
		file: CALL_MEMORY,
		before: `of callsIn(stored)) {`,
		after: `of callsIn([])) {`,
		tests: OF_CALL_MEMORY,
	},
	{
		fault: 'a call whose run did not start is not accepted again',
		file: CALL_MEMORY,
		before: `if (isOpen) this.known.delete(print);`,
		after: ``,
		tests: OF_CALL_MEMORY,
	},
	{
		fault: 'of many calls the last ones are forgotten',
		file: CALL_MEMORY,
		before: `const [first] = calls.keys();`,
		after: `const first = [...calls.keys()].at(-1);`,
		tests: OF_CALL_MEMORY,
	},
	{
		fault: 'calls of the same moment overwrite what the others have stored',
		file: CALL_MEMORY,
		before: `return [...this.started].filter(([, startedAt]) => isRecent(startedAt));`,
		after: `return [[print, time] as const];`,
		tests: OF_CALL_MEMORY,
	},
];

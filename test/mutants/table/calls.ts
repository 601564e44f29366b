import type { Mutant } from '../mutant';

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
		file: 'nodes/shared/creatio/webhookCall.ts',
		before: `if (recent.some(([known]) => known === print)) return undefined;`,
		after: ``,
		tests: ['unit/creatio/webhookCall.test.ts'],
	},
	{
		fault: 'calls are remembered for good',
		file: 'nodes/shared/creatio/webhookCall.ts',
		before: `now.getTime() - time <= windowMs);`,
		after: `now.getTime() - time <= Infinity * windowMs);`,
		tests: ['unit/creatio/webhookCall.test.ts'],
	},
	{
		fault: 'of many calls the last ones are forgotten',
		file: 'nodes/shared/creatio/webhookCall.ts',
		before: `.slice(-most)`,
		after: `.slice(0, most)`,
		tests: ['unit/creatio/webhookCall.test.ts'],
	},
];

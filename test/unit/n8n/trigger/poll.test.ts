import type { IPollFunctions } from 'n8n-workflow';

import { attempt } from '../../../../nodes/shared/basics/attempt';
import type { LookOptions } from '../../../../nodes/shared/creatio/changes/changeSource';
import { runPoll } from '../../../../nodes/shared/n8n/trigger/poll';
import type {
	TriggerEvent,
	Watch,
	WatchContext,
	WatchMemory,
} from '../../../../nodes/shared/n8n/trigger/watch';

let workflows = 0;

/** An event that does this with each poll after the first one, and what its polls were given. */
function triggerThat(
	poll: (context: WatchContext) => Promise<unknown>,
	budgetMs?: number,
	parameters: Readonly<Record<string, unknown>> = { event: 'event' },
) {
	const seen: { options?: LookOptions; polls: number; checks: boolean[] } = { polls: 0, checks: [] };
	const event: TriggerEvent = {
		option: { name: 'Event', value: 'event' },
		fields: [],
		options: [],
		watch: async (context): Promise<Watch<WatchMemory>> => {
			seen.options = context.options;
			seen.checks.push(context.checksTexts);
			return {
				begin: async () => ({}),
				isMemory: (value): value is WatchMemory => typeof value === 'object',
				poll: async () => {
					seen.polls++;
					await poll(context);
					return { rows: [{ Id: seen.polls }], memory: {} };
				},
				sample: async () => undefined,
			};
		},
	};
	const id = `poll ${++workflows}`;
	const stored = {};
	const n8n = {
		getMode: () => 'trigger',
		getActivationMode: () => 'activate',
		getTimezone: () => 'Europe/Berlin',
		getWorkflow: () => ({ id }),
		getNode: () => ({ id, name: 'Trigger', type: 'creatioTrigger', parameters }),
		getNodeParameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
		getCredentials: async () => ({ baseUrl: 'https://polls.example', username: 'me', password: 'pw' }),
		getWorkflowStaticData: () => stored,
		...(budgetMs !== undefined && { getPollBudgetMs: () => budgetMs }),
		helpers: {},
	} as unknown as IPollFunctions;
	return { seen, stored, poll: () => runPoll(n8n, [event]) };
}

const MINUTE = 60_000;

describe('the time of a poll', () => {
	afterEach(() => jest.restoreAllMocks());

	it('is what n8n gives: then it ends, and the next one begins where the last complete one ended', async () => {
		let isSlow = true;
		const trigger = triggerThat(async ({ client }) => {
			if (isSlow) await client.connection.wait(10 * MINUTE);
		}, 100);
		await trigger.poll();
		const before = JSON.stringify(trigger.stored);
		const outcome = await attempt(trigger.poll());
		expect(outcome).toMatchObject({ done: false, error: { message: expect.stringContaining('within 1 s') } });
		expect(JSON.stringify(trigger.stored)).toBe(before);
		isSlow = false;
		expect(await trigger.poll()).toEqual([[{ json: { Id: 2 } }]]);
	});

	it.each([
		[8 * MINUTE, 8 * MINUTE],
		[undefined, 5 * MINUTE],
	])('is limited by a budget of %s ms, half of which is for reading pages', async (budgetMs, expected) => {
		const timeout = jest.spyOn(AbortSignal, 'timeout');
		const trigger = triggerThat(async () => undefined, budgetMs);
		await trigger.poll();
		expect(timeout.mock.calls).toEqual([[expected]]);
		expect(trigger.seen.options?.timeLimitMs).toBe(expected / 2);
	});
});

it('how far a poll looks back, and how much it reads, is what the options say', async () => {
	const options = { overlap: 30, maxRecords: 7, pageSize: 70 };
	const named = Object.entries(options).map(([name, value]) => [`options.${name}`, value]);
	const parameters = { event: 'event', ...Object.fromEntries(named) };
	const trigger = triggerThat(async () => undefined, undefined, parameters);
	await trigger.poll();
	expect(trigger.seen.options).toMatchObject({ overlapMs: 30_000, most: 7, pageSize: 70 });
});

describe('texts of lookups', () => {
	afterEach(() => jest.restoreAllMocks());

	it('are looked for when a trigger begins, and once an hour while it runs', async () => {
		const trigger = triggerThat(async () => undefined);
		const start = Date.now();
		const now = jest.spyOn(Date, 'now');
		for (const minutes of [0, 1, 2, 30, 62, 63, 121, 123]) {
			now.mockReturnValue(start + minutes * MINUTE);
			await trigger.poll();
		}
		expect(trigger.seen.checks).toEqual([true, false, false, false, true, false, false, true]);
	});
});

describe('polls of one trigger', () => {
	it('do not run at the same time', async () => {
		let finish = () => {};
		const trigger = triggerThat(async () => await new Promise<void>((resolve) => (finish = resolve)));
		await trigger.poll();
		const first = trigger.poll();
		await new Promise(setImmediate);
		expect(await trigger.poll()).toBeNull();
		expect(trigger.seen.polls).toBe(1);
		finish();
		expect(await first).toEqual([[{ json: { Id: 1 } }]]);
	});

	it('go on after one that failed', async () => {
		let isDown = true;
		const trigger = triggerThat(async () => {
			if (isDown) throw new Error('down');
		});
		await trigger.poll();
		await expect(trigger.poll()).rejects.toThrow();
		isDown = false;
		expect(await trigger.poll()).toEqual([[{ json: { Id: 2 } }]]);
	});
});

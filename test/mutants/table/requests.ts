import type { Mutant } from '../mutant';

const RETRY = 'nodes/shared/connection/retry.ts';
const OF_RETRY = ['unit/connection/retry.test.ts'];

/** Retries, pauses and what a failure means for them. */
export const REQUESTS: readonly Mutant[] = [
	{
		fault: 'the pauses between retries do not grow',
		file: RETRY,
		before: `first * 2 ** round`,
		after: `first`,
		tests: OF_RETRY,
	},
	{
		fault: 'the pauses between retries grow without a limit',
		file: RETRY,
		before: `Math.min(LONGEST_PAUSE_MS, first * 2 ** round)`,
		after: `first * 2 ** round`,
		tests: OF_RETRY,
	},
	{
		fault: 'retries do not wait',
		file: RETRY,
		before: `await policy.wait(pause);`,
		after: ``,
		tests: OF_RETRY,
	},
	{
		fault: 'all requests that failed together come back together',
		file: RETRY,
		before: `* (0.75 + random / 4)`,
		after: `* (1 + 0 * random)`,
		tests: OF_RETRY,
	},
	{
		fault: 'the pauses are those of an outage for every failure',
		file: RETRY,
		before: `const first = kind === 'unavailable' ? FIRST_PAUSE_OF_OUTAGE_MS : FIRST_PAUSE_MS;`,
		after: `const first = kind === 'unavailable' ? FIRST_PAUSE_MS : FIRST_PAUSE_OF_OUTAGE_MS;`,
		tests: OF_RETRY,
	},
	{
		fault: 'Retry-After as a date has the wrong sign',
		file: RETRY,
		before: `Math.max(0, date - now)`,
		after: `Math.max(0, now - date)`,
		tests: OF_RETRY,
	},
	{
		fault: 'Retry-After is read as milliseconds',
		file: RETRY,
		before: `return Number(text) * 1_000;`,
		after: `return Number(text);`,
		tests: OF_RETRY,
	},
	{
		fault: 'a run waits for hours because a server says so',
		file: RETRY,
		before: `return advice <= LONGEST_ADVICE_MS ? advice : undefined;`,
		after: `return advice;`,
		tests: OF_RETRY,
	},
	{
		fault: 'a write that may have been done is sent again',
		file: RETRY,
		before: `return mayPass && (repeat !== 'once' || !perhapsDone);`,
		after: `return mayPass;`,
		tests: OF_RETRY,
	},
	{
		fault: 'writes that are settled are sent again without a pause',
		file: RETRY,
		before: `await wait(pause ?? pauseBefore(round, { kind, retryAfterMs: undefined }) ?? 0);`,
		after: `await wait(0 * (pause ?? 0));`,
		tests: OF_RETRY,
	},
	{
		fault: 'the pauses of settled writes do not grow',
		file: RETRY,
		before: `const pause = pauseBefore(round, { kind, retryAfterMs: advice });`,
		after: `const pause = pauseBefore(0 * round, { kind, retryAfterMs: advice });`,
		tests: OF_RETRY,
	},
	{
		fault: 'the advice of a server is ignored where writes are settled',
		file: RETRY,
		before: `const pause = pauseBefore(round, { kind, retryAfterMs: advice });`,
		after: `const pause = pauseBefore(round, { kind, retryAfterMs: advice && undefined });`,
		tests: OF_RETRY,
	},
	{
		fault: 'a name that cannot be looked up now counts as a broken connection',
		file: 'nodes/shared/http/networkFailure.ts',
		before: `	EAI_AGAIN: 'its name cannot be looked up now',\n`,
		after: ``,
		tests: ['unit/http/networkFailure.test.ts'],
	},
	{
		fault: 'a connection that never opened counts as one that broke',
		file: 'nodes/shared/http/networkFailure.ts',
		before: `return code === 'ETIMEDOUT' && syscall === 'connect';`,
		after: `return code === 'ETIMEDOUT' && syscall === 'read';`,
		tests: ['unit/http/networkFailure.test.ts'],
	},
	{
		fault: 'a timeout of a write counts as not done',
		file: 'nodes/shared/http/networkFailure.ts',
		before: `			perhapsDone: true,
			cause: error,
		});
	}
	return (`,
		after: `			cause: error,
		});
	}
	return (`,
		tests: ['unit/http/networkFailure.test.ts'],
	},
	{
		fault: 'the timeout of a request does not cover its body',
		file: 'nodes/shared/http/withinTimeout.ts',
		before: `timedOut = true;
			stop();`,
		after: `timedOut = true;`,
		tests: ['contract/undici.test.ts'],
	},
	{
		fault: 'a large body that arrives without a pause runs into the timeout',
		file: 'nodes/shared/http/withinTimeout.ts',
		before: `const onProgress = () => {
		quietSince = performance.now();`,
		after: `const onProgress = () => {`,
		tests: ['contract/undici.test.ts'],
	},
	{
		fault: 'a body that breaks off counts as whole where what takes it ignores the error',
		file: 'nodes/shared/http/streaming.ts',
		before: `if (breach !== undefined) throw`,
		after: `if (breach !== undefined && !outcome.done) throw`,
		tests: ['contract/undici.test.ts'],
	},
	{
		fault: 'an answer that is not read to its end keeps its connection',
		file: 'nodes/shared/http/streaming.ts',
		before: `closeStream(stream);
	closeStream(counting);`,
		after: ``,
		tests: ['contract/undici.test.ts'],
	},
	{
		fault: 'an answer has no limit of size',
		file: 'nodes/shared/http/readBody.ts',
		before: `else reject(tooLarge(most, host));`,
		after: `else chunks.push(chunk);`,
		tests: ['contract/undici.test.ts'],
	},
	{
		fault: 'a wait does not end with the run',
		file: 'nodes/shared/basics/wait.ts',
		before: `await orCancelled(passed, signal).finally(stop);`,
		after: `await passed.finally(stop);`,
		tests: ['unit/basics/wait.test.ts'],
	},
	{
		fault: 'a wait that is cancelled leaves its timer',
		file: 'nodes/shared/basics/wait.ts',
		before: `await orCancelled(passed, signal).finally(stop);`,
		after: `await orCancelled(passed, signal);`,
		tests: ['contract/timers.test.ts'],
	},
	{
		fault: 'a request that is answered leaves its timer',
		file: 'nodes/shared/http/withinTimeout.ts',
		before: `stopTimer();`,
		after: ``,
		tests: ['contract/timers.test.ts'],
	},
	{
		fault: 'the option Timeout is ignored',
		file: 'nodes/shared/connection/exchange.ts',
		before: `timeoutMs: request.timeoutMs ?? context.timeoutMs,`,
		after: `timeoutMs: request.timeoutMs ?? 60_000 + 0 * context.timeoutMs,`,
		tests: ['unit/connection/connection.test.ts'],
	},
	{
		fault: 'the option Retries is ignored',
		file: 'nodes/shared/connection/connection.ts',
		before: `						retries: settings.retries,`,
		after: `						retries: 3 + 0 * settings.retries,`,
		tests: ['unit/connection/connection.test.ts'],
	},
	{
		fault: 'the option Timeout is read as milliseconds',
		file: 'nodes/shared/n8n/connect/connect.ts',
		before: `timeoutMs: 1_000 * timeoutOption`,
		after: `timeoutMs: timeoutOption`,
		tests: ['unit/n8n/connect/connect.test.ts'],
	},
	{
		fault: 'the option Maximum Response Size is read as bytes',
		file: 'nodes/shared/n8n/connect/connect.ts',
		before: `largestAnswer: 1_000_000 * maxResponseSizeOption`,
		after: `largestAnswer: maxResponseSizeOption`,
		tests: ['unit/n8n/connect/connect.test.ts'],
	},
	{
		fault: 'a run that is cancelled goes on',
		file: 'nodes/shared/n8n/connect/connect.ts',
		before: `signal: cancel,`,
		after: `signal: undefined,`,
		tests: ['unit/n8n/connect/connect.test.ts'],
	},
];

import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import type { TimersReport } from './timersProgram';

it('every wait and every limit ends, also while memory is cleaned up, and leaves neither a timer nor a listener', async () => {
	const program = fork(path.join(__dirname, 'timersProgram.ts'), {
		execArgv: ['--expose-gc', '--import', 'tsx'],
		cwd: path.resolve(__dirname, '../..'),
		env: { PATH: process.env.PATH, HOME: process.env.HOME },
	});
	const kill = setTimeout(() => program.kill('SIGKILL'), 25_000);
	const ends = await Promise.race([once(program, 'message'), once(program, 'exit')]);
	clearTimeout(kill);
	const report = ends[0] as TimersReport;
	expect(report).toMatchObject({ ended: 20 * 102, left: 0, listeners: 0, warnings: [] });
	expect(report.timers).toBeGreaterThanOrEqual(20 * 102);
});

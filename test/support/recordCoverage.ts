import { mkdirSync, writeFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Counts from now on how often each part of the built package runs. The function that it gives writes the counts to a
 * file of that folder. Node's own NODE_V8_COVERAGE would count all of n8n as well, for five seconds a process.
 */
export function recordCoverage(folder: string): () => void {
	const session = new Session();
	session.connect();
	session.post('Profiler.enable');
	session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
	const built = `${pathToFileURL(path.resolve('dist')).href}/`;
	return () => {
		// The answer comes before `post` returns.
		session.post('Profiler.takePreciseCoverage', (_error, answer: Profiler.TakePreciseCoverageReturnType) => {
			const scripts = answer.result.filter(({ url }) => url.startsWith(built));
			mkdirSync(folder, { recursive: true });
			writeFileSync(path.join(folder, `${process.pid}.json`), JSON.stringify(scripts));
		});
	};
}

import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { someOf } from '../../support/nightly';
import recorded from './n8nWorkflowExports.json';

const ROOT = path.resolve(__dirname, '../../..');
const packages = ['.', 'cloud'].map((folder, place) => ({ folder, place }));

interface Answer {
	readonly icons: readonly unknown[];
	readonly messages: Readonly<Record<string, string>>;
}

function ask(folder: string, version: string): Answer {
	const program = path.join(__dirname, 'askOldHost.cjs');
	return JSON.parse(
		execFileSync(process.execPath, [program, path.join(ROOT, folder), version], { encoding: 'utf8' }),
	) as Answer;
}

const SUPPORTED = '1.120.0';
const OLD = Object.keys(recorded).filter((version) => version !== SUPPORTED);

const NEEDED = 'This node needs n8n 1.123 or newer, and Node.js 20.18.1 or newer.';

/**
 * n8nWorkflowExports.json has `Object.keys(require('n8n-workflow'))` of these versions as the registry has them: 0.157 belongs to the
 * last n8n 0.x, 1.82 to n8n 1.84, and 1.120 to n8n 1.123. `npm test` does the same on Node.js 18 (scripts/lib/older-nodes.mjs).
 */
describe.each(packages)('the package in the folder $folder', ({ folder, place }) => {
	it.each(someOf(OLD, { every: 2, offset: place }))(
		'is loaded by an n8n that is too old, with icons that it knows, and says what it needs (n8n-workflow %s)',
		(version) => {
			const { icons, messages } = ask(folder, version);
			expect(icons.filter((icon) => typeof icon !== 'string')).toEqual([]);
			expect(Object.keys(messages).length).toBeGreaterThan(20);
			expect(new Set(Object.values(messages))).toEqual(new Set([`${NEEDED} This n8n is older`]));
		},
	);

	it('is at home in the oldest n8n that it supports', () => {
		const { icons, messages } = ask(folder, SUPPORTED);
		expect(icons.filter((icon) => typeof icon !== 'object')).toEqual([]);
		expect(Object.values(messages).filter((message) => message.includes('needs n8n'))).toEqual([]);
		expect(messages['creatio creatioApiTest']).toContain('Site Address is empty');
	});
});

import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { request } from './testSupport';

const ROOT = join(__dirname, '..', '..');

function run(...args: string[]) {
	const child = spawn(process.execPath, [require.resolve('tsx/cli'), 'test/emulator/main.ts', ...args], {
		cwd: ROOT,
	});
	const seen = { out: '', err: '' };
	child.stdout.on('data', (text: Buffer) => (seen.out += text.toString()));
	child.stderr.on('data', (text: Buffer) => (seen.err += text.toString()));
	const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
	const address = new Promise<string>((resolve, reject) => {
		child.stdout.on('data', () => {
			const match = /http:\/\/[\d.:]+\S*/.exec(seen.out);
			if (match && seen.out.includes('Ctrl+C')) resolve(match[0]);
		});
		child.on('close', () => reject(new Error(seen.err)));
	});
	address.catch(() => undefined);
	return { child, seen, ended, address };
}

it('runs, prints what is needed, can be controlled and stops on SIGTERM', async () => {
	const site = run('--port', '0', '--host', 'net', '--path-base', '/app', '--no-sample-data');
	const url = await site.address;
	expect(url).toMatch(/\/app$/);
	expect(site.seen.out).toContain('Supervisor / Supervisor');
	expect((await request(`${url}/Login/Login.html`, 'GET')).status).toBe(200);
	const control = new URL('/__emulator/stats', url).toString();
	expect((await request(control, 'GET')).json<{ requests: unknown[] }>().requests).toHaveLength(1);

	const second = run('--port', new URL(url).port);
	expect(await second.ended).toBe(1);
	expect(second.seen.err).toBe(
		`Port ${new URL(url).port} is in use. Stop the other program or choose another port with --port.\n`,
	);

	site.child.kill('SIGTERM');
	expect(await site.ended).toBe(0);
});

it.each([
	[['--host', 'iis'], '--host must be one of framework, net, not "iis".'],
	[['--odata', '2'], '--odata must be one of 3, 4, both, not "2".'],
	[['--made', 'Contact'], '--made must be like Contact=1000000, not "Contact".'],
	[['--made', 'Contact=x'], 'The number of --made must be a whole number from 0 to 100000000, not "x".'],
	[['--made', 'Kontakt=1'], 'The emulator knows no object Kontakt.'],
	[['--port', 'x'], '--port must be a whole number from 0 to 65535, not "x".'],
])('explains %j', async (args, message) => {
	const site = run(...args);
	expect(await site.ended).toBe(1);
	expect(site.seen.err).toBe(`${message}\n`);
});

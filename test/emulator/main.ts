import { isBuiltin } from 'node:module';
import { parseArgs } from 'node:util';

import type { User } from './auth/users';
import type { Database, EmulatorOptions, Version } from './index';
import { HOSTINGS } from './options';
import type { MadeRows } from './store/madeRows';

const USAGE = `Usage: npm run emulator -- [options]

  --port 8099              port of the site (default 8099; 0 = any free one)
  --address 127.0.0.1      where it listens
  --host framework|net     .NET Framework behind IIS, or .NET on Kestrel (default framework)
  --version 8.3.2          7.18, 8.1, 8.2.3 or 8.3.2
  --database postgres|mssql
  --odata 3                only OData 3, or only 4; without it both
  --latency 20             pause before every answer, in milliseconds
  --page-cap 20000         most rows of one answer
  --path-base /app         path under which the site lives
  --no-sample-data         lookups and users only
  --made Contact=1000000   an object with so many rows, which cannot be changed, instead of the sample data;
                           may be given several times
  --without SysFile        an object that the site lacks; may be given several times
  --help
`;

async function main(): Promise<void> {
	const options = readOptions();
	if (!options) {
		process.stdout.write(USAGE);
		return;
	}
	if (!isBuiltin('node:sqlite')) {
		throw new Error(
			`The emulator needs the module node:sqlite, which Node ${process.versions.node} lacks. Start it with npm run emulator, which brings Node 24.`,
		);
	}
	const { OAUTH_CLIENTS, startEmulator, USERS } = await import('./index.js');
	const emulator = await startEmulator(options);
	const users = Object.values<User>(USERS)
		.filter((user) => user !== USERS.technical)
		.map(
			(user) =>
				`  ${user.name} / ${user.password}${user.code === 0 ? '' : `   (sign-in answers Code ${user.code})`}`,
		);
	const { server, web } = OAUTH_CLIENTS;
	process.stdout.write(
		[
			`The Creatio emulator runs at ${emulator.url} (${options.hosting}, ${options.version}).`,
			'',
			'Users (name / password):',
			...users,
			'',
			`OAuth token address: ${emulator.tokenUrl}`,
			`  client credentials: ${server.clientId} / ${server.clientSecret}`,
			`  authorization code: ${web.clientId} / ${web.clientSecret}`,
			'',
			'Press Ctrl+C to stop.',
			'',
		].join('\n'),
	);
	const stop = () => {
		emulator.stop().then(
			() => process.exit(0),
			() => process.exit(1),
		);
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

function readOptions(): (EmulatorOptions & { port: number }) | undefined {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '8099' },
			address: { type: 'string', default: '127.0.0.1' },
			host: { type: 'string', default: 'framework' },
			version: { type: 'string', default: '8.3.2' },
			database: { type: 'string', default: 'postgres' },
			odata: { type: 'string', default: 'both' },
			latency: { type: 'string', default: '0' },
			'page-cap': { type: 'string', default: '20000' },
			'path-base': { type: 'string', default: '' },
			'no-sample-data': { type: 'boolean', default: false },
			made: { type: 'string', multiple: true, default: [] },
			without: { type: 'string', multiple: true, default: [] },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	const odata = oneOf('--odata', values.odata, ['3', '4', 'both'] as const);
	return {
		port: wholeNumber('--port', values.port, 65_535),
		address: values.address,
		hosting: oneOf('--host', values.host, HOSTINGS),
		version: oneOf<Version>('--version', values.version, ['7.18', '8.1', '8.2.3', '8.3.2']),
		database: oneOf<Database>('--database', values.database, ['postgres', 'mssql']),
		latencyMs: wholeNumber('--latency', values.latency, 600_000),
		pageCap: wholeNumber('--page-cap', values['page-cap'], 1_000_000),
		pathBase: values['path-base'],
		sampleData: !values['no-sample-data'] && values.made.length === 0,
		made: Object.fromEntries(values.made.map(madeRows)),
		without: values.without,
		switches: { odata3: odata !== '4', odata4: odata !== '3' },
	};
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
	const found = allowed.find((one) => one === value);
	if (found === undefined) throw new Error(`${name} must be one of ${allowed.join(', ')}, not "${value}".`);
	return found;
}

function madeRows(text: string): [string, MadeRows] {
	const [object = '', count = '', ...more] = text.split('=');
	if (more.length > 0 || count === '') throw new Error(`--made must be like Contact=1000000, not "${text}".`);
	return [object, { count: wholeNumber('The number of --made', count, 100_000_000) }];
}

function wholeNumber(name: string, value: string, most: number): number {
	if (!/^\d+$/.test(value) || Number(value) > most) {
		throw new Error(`${name} must be a whole number from 0 to ${most}, not "${value}".`);
	}
	return Number(value);
}

function explain(cause: unknown): string {
	if (!(cause instanceof Error)) return String(cause);
	const { code, port } = cause as NodeJS.ErrnoException & { port?: number };
	if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
		return `${cause.message}. npm run emulator -- --help lists the options.`;
	}
	if (code === 'EADDRINUSE')
		return `Port ${port ?? ''} is in use. Stop the other program or choose another port with --port.`;
	if (code === 'EACCES') return `Port ${port ?? ''} needs more rights. Choose one above 1024 with --port.`;
	return cause.message;
}

main().catch((cause: unknown) => {
	process.stderr.write(`${explain(cause)}\n`);
	process.exitCode = 1;
});

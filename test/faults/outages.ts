import { type Emulator, type Fault, startEmulator } from '../emulator';
import type { SiteRequest } from '../emulator/http';
import type { Engine } from '../support/engine';
import { autoMap, object, record } from '../support/parameters';
import { credentialsOf } from './cell';

/** How a site is away. */
export const OUTAGES = ['HTML 503', 'nginx 502', 'refused connections'] as const;
type OutageForm = (typeof OUTAGES)[number];

export const WORKS = ['create', 'update', 'delete', 'read'] as const;
type OutageWork = (typeof WORKS)[number];

export interface OutageOptions {
	readonly form: OutageForm;
	readonly work: OutageWork;
	/** Records that are written, or read. */
	readonly records: number;
	readonly batchSize: number;
	/** How long the site is away, milliseconds; 0 for a run without an outage. */
	readonly outageMs: number;
}

export interface OutageResult {
	readonly items: number;
	/** Records, or rows of the read, that are there twice. */
	readonly doubled: number;
	/** Records that were not written, or rows that were not read. */
	readonly missing: number;
	readonly error: string | undefined;
	/** Requests that met the outage and were answered. Those that were refused have no trace at the site. */
	readonly metRequests: number;
	readonly durationMs: number;
}

/** Runs an operation over many records while the site is away in the middle of it. */
export async function runOutage(engine: Engine, options: OutageOptions): Promise<OutageResult> {
	const { work, outageMs } = options;
	const site = await startEmulator({ sampleData: false });
	try {
		const { parameters, items, outcome } = WORK[work](site, options);
		if (outageMs > 0) beginInTheMiddle(site, options);
		const started = performance.now();
		const run = await engine.run({
			node: 'creatio',
			parameters: {
				authentication: 'userPassword',
				resource: 'record',
				object: object('Contact'),
				...parameters,
			},
			items,
			credentials: credentialsOf(site),
		});
		const durationMs = performance.now() - started;
		const ids = run.items.map(({ json }) => String(json.Id));
		return {
			items: run.items.length,
			...outcome(ids),
			error: run.error && `${run.error.kind}: ${run.error.message}`,
			metRequests: site.stats.requests.filter(({ fault }) => fault !== undefined).length,
			durationMs,
		};
	} finally {
		await site.stop();
	}
}

interface Work {
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly items: ReadonlyArray<Readonly<Record<string, unknown>>>;
	/** Compares the site, or the IDs of the items, with what was to be done. */
	outcome(ids: readonly string[]): Pick<OutageResult, 'doubled' | 'missing'>;
}

const WORK: Record<OutageWork, (site: Emulator, options: OutageOptions) => Work> = {
	create(site, { records, batchSize }) {
		const items = Array.from({ length: records }, (_, index) => ({ Name: `Outage ${index}` }));
		return {
			parameters: { operation: 'create', columns: autoMap(), options: { batchSize } },
			items,
			outcome: () => distinct(namesOf(site), records),
		};
	},
	update(site, { records, batchSize }) {
		const items = stored(site, records).map((id) => ({ id, JobTitle: 'Changed' }));
		return {
			parameters: {
				operation: 'update',
				recordId: record('={{ $json.id }}'),
				columns: autoMap(),
				options: { batchSize, unknownColumns: 'ignore' },
			},
			items,
			outcome: () => distinct(namesOf(site, `"JobTitle" = 'Changed'`), records),
		};
	},
	delete(site, { records, batchSize }) {
		const items = stored(site, records).map((id) => ({ id }));
		return {
			parameters: { operation: 'delete', recordId: record('={{ $json.id }}'), options: { batchSize } },
			items,
			outcome: () => ({ doubled: 0, missing: namesOf(site).length }),
		};
	},
	read(site, { records, batchSize }) {
		stored(site, records);
		return {
			parameters: {
				operation: 'getAll',
				returnAll: true,
				options: { pageSize: batchSize, outputColumns: ['Id', 'Name'] },
			},
			items: [{}],
			outcome: (ids) => distinct(ids, site.store.count('Contact')),
		};
	},
};

function stored(site: Emulator, count: number): string[] {
	return Array.from({ length: count }, (_, index) =>
		site.store.insert('Contact', { Name: `Outage ${index}` }),
	);
}

function namesOf(site: Emulator, where = '1'): string[] {
	return site.store.rows('Contact', `"Name" like 'Outage %' and ${where}`).map(({ Name }) => String(Name));
}

function distinct(values: readonly string[], expected: number): Pick<OutageResult, 'doubled' | 'missing'> {
	const { size } = new Set(values);
	return { doubled: values.length - size, missing: expected - size };
}

/** The site goes away with this request for records, whatever it is for: the run sends at least ten. */
const FIRST_TO_SUFFER = 5;

function beginInTheMiddle(site: Emulator, { form, outageMs }: OutageOptions): void {
	let seen = 0;
	let end = 0;
	const isAway = ({ path }: SiteRequest) => {
		if (/\/odata\/(\$batch|Contact)/.test(path) && ++seen === FIRST_TO_SUFFER) end = Date.now() + outageMs;
		return Date.now() < end;
	};
	const pages: Record<Exclude<OutageForm, 'refused connections'>, Fault> = {
		'HTML 503': { kind: 'outage', by: 'iis', status: 503 },
		'nginx 502': { kind: 'outage', by: 'nginx', status: 502 },
	};
	if (form === 'refused connections') {
		const restart: Fault = { kind: 'restart', ms: outageMs };
		site.faults.add({ match: { where: isAway, times: 1 }, fault: restart });
	} else {
		site.faults.add({ match: { where: isAway, times: Infinity }, fault: pages[form] });
	}
}

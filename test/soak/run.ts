import { type Emulator, startEmulator } from '../emulator';
import { startEngine } from '../support/engine';
import { type Disturbance, makePlan, OVERLAP_MS, type Plan, type PlanSize, randomFrom } from './plan';
import { SimulatedSite } from './site';
import { judge, type Verdict } from './verdict';
import { Watcher } from './watcher';

export interface SoakOptions extends PlanSize {
	/** Contacts that are there at the start; all of them are watched for changed columns. */
	readonly contacts: number;
	/** Told now and then, with the part that is done. */
	readonly onProgress?: (done: number) => void;
}

const MINUTE = 60_000;
/** After the last change, so that all of them are due. */
const CLOSING_POLLS = 20;

/** Runs a simulated time at the site, with a poll of each trigger every minute, and judges what was told. */
export async function runSoak(options: SoakOptions): Promise<Verdict[]> {
	const plan = makePlan(options);
	let now = plan.start;
	const [site, engine] = await Promise.all([
		startEmulator({ clock: () => new Date(now), sampleData: false }),
		startEngine(),
	]);
	try {
		const simulated = new SimulatedSite(site, randomFrom(options.seed + 1), options.contacts);
		simulated.begin(options.contacts, plan.start);
		const watchers = watchersFor(site, engine);
		let requests = 0;
		const requestsSoFar = () => {
			requests += site.stats.requests.length;
			site.resetStats();
			return requests;
		};
		for (const watcher of watchers) await watcher.poll(now, requestsSoFar);

		let next = 0;
		for (let minute = 1; now < plan.end + CLOSING_POLLS * MINUTE; minute++) {
			now = plan.start + minute * MINUTE;
			for (; (plan.changes[next]?.visibleAt ?? Infinity) <= now; next++) {
				const change = plan.changes[next];
				if (change) simulated.apply(change);
			}
			const disturbances = plan.disturbances.filter((one) => isAt(one, now));
			for (const watcher of watchers) {
				disturb(site, watcher, disturbances);
				await watcher.poll(now, requestsSoFar);
				site.faults.clear();
			}
			if (minute % 100 === 0) options.onProgress?.((now - plan.start) / (plan.end - plan.start));
		}
		const [created, updated, columnsChanged] = watchers;
		return [
			judge('created', created, simulated.records, plan.start),
			judge('updated', updated, simulated.records, plan.start),
			judge('columnsChanged', columnsChanged, simulated.records, plan.start),
		];
	} finally {
		await Promise.all([engine.stop(), site.stop()]);
	}
}

function watchersFor(
	site: Emulator,
	engine: Awaited<ReturnType<typeof startEngine>>,
): [Watcher, Watcher, Watcher] {
	const credentials = {
		creatioPlatformApi: {
			baseUrl: site.url,
			username: 'Supervisor',
			password: 'Supervisor',
			hosting: 'framework',
			allowUnauthorizedCerts: false,
		},
	};
	const watcher = (name: string, parameters: object) =>
		new Watcher(
			name,
			engine,
			{
				authentication: 'userPassword',
				object: { __rl: true, mode: 'name', value: 'Contact' },
				options: {
					outputColumns: ['ModifiedOn', 'JobTitle'],
					overlap: OVERLAP_MS / 1_000,
					// A failed poll is a failed poll: the next one comes in a minute.
					retries: 0,
				},
				...parameters,
			},
			credentials,
		);
	const isWatched = {
		condition: [
			{ column: { __rl: true, mode: 'name', value: 'Name' }, operator: 'equals', value: 'Watched' },
		],
	};
	return [
		watcher('Record Created', { event: 'created' }),
		watcher('Record Updated', { event: 'updated' }),
		watcher('Columns Changed', {
			event: 'columnsChanged',
			watchedColumns: ['JobTitle'],
			conditions: isWatched,
		}),
	];
}

function isAt(disturbance: Disturbance, now: Plan['start']): boolean {
	if (disturbance.kind === 'outage') return disturbance.from <= now && now < disturbance.to;
	return now - MINUTE < disturbance.at && disturbance.at <= now;
}

function disturb(site: Emulator, watcher: Watcher, disturbances: readonly Disturbance[]): void {
	for (const disturbance of disturbances) {
		switch (disturbance.kind) {
			case 'outage': {
				const faults = {
					resetBefore: { kind: 'resetBefore' },
					resetAfter: { kind: 'resetAfter' },
					unavailable: { kind: 'status', status: 503 },
					loginPage: { kind: 'htmlLogin' },
				} as const;
				site.faults.add({ match: { path: /\/odata\//, times: 99 }, fault: faults[disturbance.fault] });
				break;
			}
			case 'sessionEnds':
				site.expireSessions();
				break;
			case 'pageFault':
				site.faults.add({
					match: { path: /\/odata\//, nth: disturbance.page, times: 1 },
					fault: { kind: 'cutBody' },
				});
				break;
			case 'restart':
				watcher.restart(disturbance.hasStored);
				break;
		}
	}
}

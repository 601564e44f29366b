import { setTimeout as pause } from 'node:timers/promises';

import type { Answer } from '../testSupport';
import { type Ask, type Fact, type FactBench, testFacts } from './facts';

const SERVICE: Ask = {
	method: 'POST',
	path: '/rest/FeatureService/GetFeatureState',
	body: { code: 'UseODataV4' },
};
const READ_ONLY_SERVICE: Ask = {
	method: 'POST',
	path: '/rest/RightsService/GetCanExecuteOperation',
	body: { operation: 'CanManageSolution' },
};
const ODATA: Ask = { path: '/odata/City?$top=1' };
const DATA_SERVICE: Ask = {
	method: 'POST',
	path: '/DataService/json/SyncReply/SelectQuery',
	body: { rootSchemaName: 'City', columns: { items: {} }, rowCount: 1 },
};

/** Two requests of one session at the same time; `text` says whether the second waited for the first. */
function atOnce(ask: Ask): (bench: FactBench) => Promise<Answer> {
	return async (bench) => {
		const { faults, stats } = bench.emulator;
		let firstStatus: number | undefined;
		stats.reset();
		faults.clear();
		faults.add({ match: { nth: 1 }, fault: { kind: 'delay', ms: 250 } });
		const happens = () => (firstStatus = stats.requests[0]?.status);
		faults.add({ match: { nth: 2 }, fault: { kind: 'meanwhile', happens } });
		const first = bench.ask(ask);
		while (stats.requests.length === 0) await pause(1);
		const [, second] = await Promise.all([first, bench.ask(ask)]);
		return { ...second, text: firstStatus === undefined ? 'side by side' : 'one after another' };
	};
}

const FACTS: Array<Omit<Fact, 'contract'>> = [
	{
		fact: 'calls of services take the session for themselves',
		ask: atOnce(SERVICE),
		answer: { text: 'one after another' },
	},
	{
		fact: 'calls of services that only read the session run side by side',
		ask: atOnce(READ_ONLY_SERVICE),
		answer: { text: 'side by side' },
	},
	{
		fact: 'calls of DataService run side by side',
		ask: atOnce(DATA_SERVICE),
		answer: { text: 'side by side' },
	},
	{
		fact: 'calls of DataService run side by side, whatever OData does',
		site: { switches: { sessionLock: 'servicesAndOData' } },
		ask: atOnce(DATA_SERVICE),
		answer: { text: 'side by side' },
	},
	{ fact: 'calls of OData run side by side', ask: atOnce(ODATA), answer: { text: 'side by side' } },
	{
		fact: 'calls of OData may take the session for themselves',
		site: { switches: { sessionLock: 'servicesAndOData' } },
		ask: atOnce(ODATA),
		answer: { text: 'one after another' },
	},
	{
		fact: 'in the other mode of a site nothing waits',
		site: { switches: { sessionLock: 'none' } },
		ask: atOnce(SERVICE),
		answer: { text: 'side by side' },
	},
	{
		fact: 'calls that wait for a session are never refused',
		ask: async (bench: FactBench) => {
			const answers = await Promise.all(Array.from({ length: 60 }, () => bench.ask(SERVICE)));
			const [last] = answers.filter(({ status }) => status !== 200);
			return last ?? (answers[0] as Answer);
		},
		answer: { status: 200 },
	},
];

testFacts(FACTS.map((one) => ({ ...one, contract: '10.2' })));

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { sectionsOf } from '../../package/contractCitations';
import {
	type Emulator,
	type EmulatorOptions,
	type Hosting,
	HOSTINGS,
	startEmulator,
	type Switches,
} from '..';
import { type Answer, request, type RequestOptions, type Send, signedIn } from '../testSupport';

/** One thing that a site is known to do: a request and its answer. */
export interface Fact {
	/** Section of docs/creatio-api.md that says so, such as `2.14`. */
	contract: string;
	/** The fact as a sentence, the name of its test. */
	fact: string;
	/** The hosts that do so; both when left out. */
	on?: readonly Hosting[];
	/** How the site is set up, where the default is another. Each setup has a site of its own. */
	site?: Omit<EmulatorOptions, 'hosting' | 'switches'> & { switches?: Partial<Switches> };
	/** A request, or what is done with the site until the answer in question is there. */
	ask: Ask | ((bench: FactBench) => Promise<Answer>);
	answer: Expected;
}

export interface Ask extends RequestOptions {
	method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'MERGE' | 'DELETE';
	/** Below the workspace: `/odata/Contact` is `/0/odata/Contact` on .NET Framework. */
	path: string;
	/** Without session and token. */
	signedOut?: boolean;
}

export interface FactBench {
	emulator: Emulator;
	hosting: Hosting;
	/** Sends a request of a signed-in user, as `ask` does. */
	ask(ask: Ask): Promise<Answer>;
}

/** What is asserted of an answer. What is left out may be anything. */
export interface Expected {
	status?: number;
	/** Names in lower case; `null` where the header is missing. */
	headers?: Readonly<Record<string, string | RegExp | null>>;
	/** The whole body, or a pattern in it. */
	text?: string | RegExp;
	/** Matched with `toMatchObject`. */
	json?: unknown;
	/** For what no other member can say. */
	check?: (answer: Answer, bench: FactBench) => void | Promise<void>;
}

const PAGE = path.resolve(__dirname, '../../../docs/creatio-api.md');

/** Makes a test of each fact on each of its hosts, and of each cited section. */
export function testFacts(facts: readonly Fact[]): void {
	const known = new Set(sectionsOf(readFileSync(PAGE, 'utf8')).map(({ number }) => number));
	it('every fact cites a section of docs/creatio-api.md', () => {
		expect(facts.filter(({ contract }) => !known.has(contract)).map(({ fact }) => fact)).toEqual([]);
	});
	it('every fact asserts something of its answer', () => {
		expect(facts.filter(({ answer }) => Object.keys(answer).length === 0)).toEqual([]);
	});
	const benches = new Benches();
	afterAll(() => benches.stop());
	describe.each(HOSTINGS)('%s', (hosting) => {
		for (const one of facts.filter(({ on }) => on?.includes(hosting) ?? true)) {
			it(`${one.fact} (${one.contract})`, async () => {
				const bench = await benches.of(hosting, one.site ?? {});
				const answer = typeof one.ask === 'function' ? await one.ask(bench) : await bench.ask(one.ask);
				await assertAnswer(answer, one.answer, bench);
			});
		}
	});
}

async function assertAnswer(answer: Answer, expected: Expected, bench: FactBench): Promise<void> {
	const { status, headers = {}, text, json, check } = expected;
	if (status !== undefined) expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
	for (const [name, value] of Object.entries(headers)) {
		const seen = { [name]: answer.headers.get(name) };
		expect(seen).toEqual({ [name]: value instanceof RegExp ? expect.stringMatching(value) : value });
	}
	if (typeof text === 'string') expect(answer.text).toBe(text);
	if (text instanceof RegExp) expect(answer.text).toMatch(text);
	if (json !== undefined) expect(answer.json()).toMatchObject(json as object);
	await check?.(answer, bench);
}

/** One site for each setup, started when its first fact is asked. */
class Benches {
	private readonly open = new Map<string, Promise<FactBench>>();

	of(hosting: Hosting, site: NonNullable<Fact['site']>): Promise<FactBench> {
		const key = JSON.stringify([hosting, site]);
		const found = this.open.get(key) ?? openFactBench(hosting, site);
		this.open.set(key, found);
		return found;
	}

	async stop(): Promise<void> {
		const benches = await Promise.all(this.open.values());
		await Promise.all(benches.map(({ emulator }) => emulator.stop()));
	}
}

async function openFactBench(hosting: Hosting, site: NonNullable<Fact['site']>): Promise<FactBench> {
	const emulator = await startEmulator({ sampleData: false, ...site, hosting });
	const send: Send = await signedIn(emulator);
	const prefix = hosting === 'framework' ? '/0' : '';
	const ask = ({ method = 'GET', path: below, signedOut = false, ...options }: Ask) =>
		signedOut
			? request(`${emulator.url}${prefix}${below}`, method, options)
			: send(method, `${prefix}${below}`, options);
	return { emulator, hosting, ask };
}

import { type Hosting, HOSTINGS } from '..';
import { DIFFERENCES } from './differences';
import { agrees, expectedSentence, formOf, sentenceOf } from './form';
import { RECORDED, type Recorded } from './recorded';
import { openRecordedSite, type RawAnswer } from './site';

/** How an answer of the emulator differs from the library's. */
type Kind = 'accepted' | 'refused' | 'status' | 'sentence' | 'form';

interface Difference {
	name: string;
	kind: Kind;
	seen: string;
	wanted: string;
}

/** What the host decided was decided by that of .NET. */
function bindingOn(hosting: Hosting): Recorded[] {
	return RECORDED.filter(
		({ decidedBy }) => decidedBy === 'library' || (decidedBy === 'host' && hosting === 'net'),
	);
}

function compare(recorded: Recorded, seen: RawAnswer, hosting: Hosting): Difference | undefined {
	const { name, response } = recorded;
	const wanted: RawAnswer = response;
	const differs = (kind: Kind, a: unknown = brief(seen), b: unknown = brief(wanted)): Difference => ({
		name,
		kind,
		seen: JSON.stringify(a),
		wanted: JSON.stringify(b),
	});
	if (wanted.status >= 400) {
		if (seen.status < 400) return differs('accepted');
		if (seen.status !== wanted.status) return differs('status');
		// A .NET host sends an empty body where .NET Framework sends its own envelope.
		if (wanted.body === '' && hosting === 'framework') return undefined;
		const sentence = expectedSentence(recorded, hosting);
		if (sentenceOf(seen) !== sentence) return differs('sentence', sentenceOf(seen), sentence);
		return undefined;
	}
	if (seen.status >= 400) return differs('refused');
	const [form, wantedForm] = [formOf(seen, hosting), formOf(wanted, hosting)];
	const same =
		agrees(form.headers, wantedForm.headers) &&
		form.status === wantedForm.status &&
		agrees(form.body, wantedForm.body);
	if (same) return undefined;
	const { headers, status } = seen;
	const kept = Object.fromEntries(Object.keys(form.headers).map((name) => [name, headers[name]]));
	return differs('form', { status, headers: kept, body: seen.body.slice(0, 600) }, wanted);
}

function brief({ status, body }: RawAnswer): string {
	return `${status} ${body.slice(0, 300)}`;
}

describe.each(HOSTINGS)('what the library answered, on %s', (hosting) => {
	const binding = bindingOn(hosting);
	const found: Difference[] = [];

	beforeAll(async () => {
		const site = await openRecordedSite(hosting);
		for (const recorded of binding) {
			const difference = compare(recorded, await site.ask(recorded), hosting);
			if (difference) found.push(difference);
		}
		await site.stop();
	}, 120_000);

	const reasonOf = ({ name, kind }: Difference) =>
		DIFFERENCES.find(
			(one) =>
				(one.on ?? hosting) === hosting && one.kind === kind && one.names.some((each) => matches(each, name)),
		);

	it('every difference is listed with its reason', () => {
		expect(found.filter((difference) => reasonOf(difference) === undefined)).toEqual([]);
	});

	it('what is listed differs', () => {
		const idle = DIFFERENCES.filter(({ on }) => (on ?? hosting) === hosting).flatMap(({ names, kind }) =>
			names.filter((each) => !found.some((one) => one.kind === kind && matches(each, one.name))),
		);
		expect(idle).toEqual([]);
	});

	it("refusals and forms are the library's", () => {
		const refused = binding.filter(({ response }) => response.status >= 400);
		const taken = binding.filter(({ response }) => response.status < 400);
		const count = (...kinds: Kind[]) => found.filter(({ kind }) => kinds.includes(kind)).length;
		expect(count('accepted')).toBe(0);
		expect(1 - count('status') / refused.length).toBeGreaterThanOrEqual(0.98);
		expect(1 - count('status', 'sentence') / refused.length).toBeGreaterThanOrEqual(0.9);
		expect(1 - count('form') / (taken.length - count('refused'))).toBeGreaterThanOrEqual(0.95);
	});
});

function matches(pattern: string | RegExp, name: string): boolean {
	return typeof pattern === 'string' ? pattern === name : pattern.test(name);
}

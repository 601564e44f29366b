import { mayRepeat } from '../../../nodes/shared/connection/retry';
import { judge } from '../../../nodes/shared/connection/verdict';
import { sampleLines } from '../../emulator/testSupport';
import { asked } from './answers';

interface Recorded {
	readonly gateway: string;
	readonly name: string;
	readonly status: string;
	readonly headers: readonly string[];
	readonly body: string;
}

const url = 'https://my.example/0/odata/Contact';

function errorOf({ status, headers, body }: Recorded, isWrite: boolean) {
	const named = headers.map((line) => [
		line.split(': ', 1)[0]?.toLowerCase(),
		line.slice(line.indexOf(': ') + 2),
	]);
	const response = {
		status: Number(status.split(' ')[1]),
		headers: Object.fromEntries(named) as Record<string, string>,
		setCookies: [],
		body: Buffer.from(body),
	};
	const verdict = judge(response, asked(isWrite, { url, service: 'odata' }), 'odata');
	if (verdict.kind === 'ok') throw new Error('It is a success');
	return verdict.error;
}

/** What a recorded answer means, by the name of its record. */
const MEANT: ReadonlyArray<readonly [name: RegExp, meant: object]> = [
	[/upstream is down|too slow|dies before|40 kB of headers|maintenance/, { kind: 'unavailable' }],
	[/too many requests$/, { kind: expect.stringMatching(/unavailable|throttled/) }],
	[/too many requests \(429\)/, { kind: 'throttled' }],
	[/body of 2\.5 MB/, { kind: 'tooLarge' }],
	[/address of/, { kind: 'invalid' }],
	[/header of 40 kB|not HTTP|no host/, { kind: 'invalid' }],
	[/address is not allowed|\(403\)/, { kind: 'forbidden' }],
	[/\(405\)/, { kind: 'invalid', reason: 'verbRefused' }],
	[/own sign-in/, { kind: 'forbidden' }],
	[/sent on to https/, { kind: 'address' }],
	[/no such page/, { kind: 'notFound', reason: 'noObject' }],
];

const refused = sampleLines<Recorded>('gateways/gateways.jsonl').filter(
	({ status }) => !status.includes(' 200 '),
);

describe('what gateways answered instead of a site', () => {
	it.each(refused)('$gateway: $name', (recorded) => {
		const meant = MEANT.find(([name]) => name.test(recorded.name))?.[1];
		expect(meant).toBeDefined();
		const [read, write] = [errorOf(recorded, false), errorOf(recorded, true)];
		expect(read).toMatchObject({ ...meant, perhapsDone: false });
		expect(write).toMatchObject({ ...meant, perhapsDone: read.kind === 'unavailable' });
		const passes = ['unavailable', 'throttled'].includes(read.kind);
		expect([mayRepeat(read, 'read'), mayRepeat(write, 'harmless')]).toEqual([passes, passes]);
		expect(mayRepeat(write, 'once')).toBe(read.kind === 'throttled');
	});
});

import { type Outage, outageAnswer } from './outages';
import { sampleLines } from './testSupport';

interface Recorded {
	gateway: string;
	name: string;
	status: string;
	headers: string[];
	body: string;
}

const recorded = sampleLines<Recorded>('gateways/gateways.jsonl');

const NAMES: Array<[Outage['by'], RegExp]> = [
	['nginx', /^nginx/],
	['apache', /^Apache/],
	['haproxy', /^HAProxy/],
];

/** Answers that are pages of the gateway itself, one for each status. Others with the status say more. */
const PAGES = NAMES.flatMap(([by, gateway]) =>
	recorded
		.filter(
			(one) =>
				gateway.test(one.gateway) &&
				!/^header of|^fine|in the middle|^sent on|^no host$|40 kB/.test(one.name),
		)
		.filter((one) => !(by === 'apache' && one.name === 'not HTTP'))
		.filter((one) => !one.status.includes(' 200 '))
		.map((one) => ({ by, ...one, status: Number(one.status.split(' ')[1]) })),
);

it('there are recorded pages', () => expect(PAGES.length).toBeGreaterThan(25));

it.each(PAGES)('$by: $name ($status) is the recorded page', ({ by, status, headers, body }) => {
	const answer = outageAnswer({ by, status } as Outage);
	expect(answer.status).toBe(status);
	expect(answer.body).toBe(body);
	const type = headers.find((line) => /^content-type:/i.test(line))?.split(': ')[1];
	expect(answer.headers.find(([name]) => name === 'Content-Type')?.[1]).toBe(type);
});

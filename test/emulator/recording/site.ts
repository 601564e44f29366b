import { request as httpRequest } from 'node:http';

import { type Emulator, type Hosting, startEmulator, USERS } from '..';
import { cookieJar, login } from '../testSupport';
import { bodyOf, expandLetters, type Recorded } from './recorded';

/** An answer as it came, before anything is decoded. */
export interface RawAnswer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

/** A site with the records that the recorded requests are about. */
export interface RecordedSite {
	ask(recorded: Recorded): Promise<RawAnswer>;
	stop(): Promise<void>;
}

const key = (group: number, number: number) =>
	`0000000${group}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

export async function openRecordedSite(hosting: Hosting): Promise<RecordedSite> {
	const emulator = await startEmulator({ hosting, sampleData: false });
	fill(emulator);
	const jar = cookieJar(await login(emulator.url, USERS.supervisor.name, USERS.supervisor.password));
	const session = {
		cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
		bpmcsrf: jar.get('BPMCSRF') ?? '',
	};
	return {
		async ask(recorded) {
			const { method, path, headers } = recorded.request;
			if (method !== 'GET') restore(emulator);
			const answer = await send(emulator.url + expandLetters(path), method, {
				headers: {
					...session,
					accept: 'application/json',
					...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, expandLetters(value)])),
				},
				body: bodyOf(recorded)?.replaceAll('https://site', emulator.url),
			});
			return JSON.parse(JSON.stringify(answer).replaceAll(emulator.url, 'https://site')) as RawAnswer;
		},
		stop: () => emulator.stop(),
	};
}

function fill({ store }: Emulator): void {
	store.db.transaction(() => {
		for (const number of [1, 2]) store.insert('ContactType', { Id: key(1, number), Name: `Type ${number}` });
		for (let number = 1; number <= 10; number += 1)
			store.insert('Account', { Id: key(2, number), Name: `Account ${number}`, Code: `A${number}` });
		for (let number = 1; number <= 500; number += 1) {
			// Nothing points to the first two contacts, which are deleted.
			const other = (number % 498) + 3;
			store.insert('Contact', contact(number));
			store.insert('Activity', {
				Id: key(4, number),
				Title: `Activity ${number}`,
				ContactId: key(3, other),
			});
			store.insert('Case', {
				Id: key(5, number),
				Subject: `case ${number}`,
				SolutionRemains: number / 2,
				ContactId: key(3, other),
				AccountId: key(2, (number % 10) + 1),
			});
		}
	});
}

function contact(number: number) {
	return {
		Id: key(3, number),
		Name: `Contact ${number}`,
		Email: `contact${number}@example.com`,
		Age: number % 100,
		AccountId: key(2, (number % 10) + 1),
		CreatedOn: new Date(Date.UTC(2026, 0, 1, 0, number)),
	};
}

/** Each recorded write met the same records. */
function restore({ store }: Emulator): void {
	for (const object of ['Contact', 'Case'])
		store.db.run(`DELETE FROM "${object}" WHERE "Id" >= ? AND "Id" < ?`, [key(6, 0), '0000000a']);
	for (const number of [1, 2]) {
		store.remove('Contact', key(3, number));
		store.insert('Contact', contact(number));
	}
}

/** Sends exactly these headers; an empty one is left out. */
function send(
	url: string,
	method: string,
	{ headers, body }: { headers: Record<string, string>; body?: string },
): Promise<RawAnswer> {
	const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
	const bytes = body === undefined ? undefined : Buffer.from(body, 'utf8');
	return new Promise((resolve, reject) => {
		const sent = httpRequest(
			url,
			{
				method,
				headers: { ...given, ...(bytes === undefined ? {} : { 'content-length': bytes.length }) },
				agent: false,
			},
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () => {
					const entries = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
					resolve({
						status: response.statusCode ?? 0,
						headers: Object.fromEntries(entries) as Record<string, string>,
						body: Buffer.concat(chunks).toString('utf8'),
					});
				});
			},
		);
		sent.on('error', reject);
		sent.end(bytes);
	});
}

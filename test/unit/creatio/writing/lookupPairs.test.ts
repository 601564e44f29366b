import { createPairResolver } from '../../../../nodes/shared/creatio/writing/lookupPairs';
import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { Metadata } from '../../../../nodes/shared/creatio/model/objectModel';
import { fakeMetadata, fakeModel } from '../fakes';
import { type Answer, fakeSite, pageOf } from '../fakeSite';

const ACCOM = '405947d0-2ffb-4ded-8675-0475f19f5a81';
const ALPHA = 'e308b781-3c5b-4ecb-89ef-5c1ed4da488e';
const NOBODY = '11111111-1111-4111-8111-111111111111';

const MODELS = [fakeModel('Account', { Name: 'text' }), fakeModel('SysImage', { Name: 'text' })];

const RECORDS: Readonly<Record<string, ReadonlyArray<{ readonly Id: string; readonly Name: string }>>> = {
	Account: [
		{ Id: ACCOM, Name: 'Accom' },
		{ Id: ALPHA, Name: 'Alpha' },
	],
	SysImage: [{ Id: ACCOM, Name: 'me.png' }],
};

interface Part {
	readonly id: string;
	readonly url: string;
}

function answerTo(path: string): Answer {
	const [object = '', query = ''] = path.split('?');
	const wanted = new URLSearchParams(query).get('$filter') ?? '';
	return pageOf(
		(RECORDS[object] ?? []).filter(({ Id }) => wanted.includes(Id)),
		new URLSearchParams(),
	);
}

let sites = 0;

function pairs(answer: (path: string) => Answer = answerTo, metadata: Metadata = fakeMetadata(MODELS)) {
	const { connection, requests } = fakeSite(({ path, json }) => {
		if (path !== '$batch') return answer(path);
		const responses = (json as { requests: Part[] }).requests.map(({ id, url }) => {
			const result = answer(url);
			if (result instanceof CreatioError) return { id, status: result.status, headers: {} };
			return { id, status: 200, headers: {}, body: result.json };
		});
		return { json: { responses } };
	});
	const asked: string[] = [];
	const texts = {
		resolve: async ({ text }: { readonly text: string }) => {
			asked.push(text);
			return `the record named ${text}`;
		},
		named: async (_: string, text: string) =>
			(RECORDS.Account ?? [])
				.filter(({ Name }) => Name === text)
				.map(({ Id, Name }) => ({ id: Id, text: Name })),
	};
	const resolver = createPairResolver(
		{ ...connection, site: `https://pairs${++sites}.example` },
		metadata,
		texts,
	);
	const resolve = async (id: string, text: unknown, target = 'Account') =>
		await resolver.resolve({ target, id, text, label: 'column Account' }, { createIfMissing: false });
	return { resolve, requests, asked };
}

describe('a lookup with an ID and a text', () => {
	it.each([
		['the same record', 'Accom'],
		['another letter case, and blanks', ' ACCOM\u00a0'],
		['a name that the record had before, or has in another language', 'Accom (old)'],
		['the expanded record', { Name: 'Accom' }],
		['its ID once more', ACCOM.toUpperCase()],
		['its ID as an object', { value: ACCOM, displayValue: 'Accom' }],
		['nothing that names a record', { Code: 7 }],
		['blanks', ' '],
	])('means the record of the ID where the text is %s', async (_, text) => {
		const { resolve, asked } = pairs();
		expect(await resolve(ACCOM, text)).toBe(ACCOM);
		expect(asked).toEqual([]);
	});

	it.each([
		['a record of the site', 'Accom', 'the record named Accom'],
		['an expanded record', { Name: 'Accom' }, 'the record named Accom'],
	])('means the record of the text on another site: %s', async (_, text, expected) => {
		expect(await pairs().resolve(NOBODY, text)).toBe(expected);
	});

	it('means no record where a picture is not there', async () => {
		const { resolve, asked } = pairs();
		expect(await resolve(ACCOM, 'me.png', 'SysImage')).toBe(ACCOM);
		expect(await resolve(NOBODY, 'me.png', 'SysImage')).toBeUndefined();
		expect(asked).toEqual([]);
	});

	it.each([
		['names another record', ACCOM, 'Alpha'],
		['is another ID', ACCOM, ALPHA],
		['is another ID beside one that is not there', NOBODY, ALPHA],
		['is an object with another ID', ACCOM, { Id: ALPHA, Name: 'Accom' }],
	])('is refused where the text %s', async (_, id, text) => {
		await expect(pairs().resolve(id, text)).rejects.toMatchObject({
			kind: 'input',
			message: expect.stringMatching(new RegExp(`column Account.*${id}`)),
		});
	});

	it.each([
		['the site does not have', 'Nothing', answerTo],
		['the user may not read', 'Account', () => new CreatioError('forbidden', 'No right', { status: 403 })],
	])('means the record of the ID for an object that %s', async (_, target, answer) => {
		expect(await pairs(answer).resolve(ACCOM, 'Accom', target)).toBe(ACCOM);
	});

	it('is not decided by a failure that passes', async () => {
		const busy = () => new CreatioError('network', 'The connection broke', { mayPass: true });
		await expect(pairs(busy).resolve(ACCOM, 'Accom')).rejects.toMatchObject({ kind: 'network' });
	});
});

it('lookups of many items and of several objects share one batch, and are asked for once', async () => {
	const { resolve, requests } = pairs();
	const ids = Array.from(
		{ length: 200 },
		(_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
	);
	const ask = async () =>
		await Promise.all(
			ids.flatMap((id) => [resolve(id, 'x'), resolve(id, 'y', 'SysImage'), resolve(ACCOM, 'Accom')]),
		);
	await ask();
	expect(requests.map(({ path }) => path)).toEqual(['$batch']);
	await ask();
	expect(requests).toHaveLength(1);
});

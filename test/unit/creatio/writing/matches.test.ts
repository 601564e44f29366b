import { CreatioError } from '../../../../nodes/shared/basics/errors';
import {
	findMatches,
	type Match,
	matchKey,
	newValues,
} from '../../../../nodes/shared/creatio/writing/matches';
import { CONTACT } from '../fakes';
import { siteOf, inJson, keyOf } from '../odata/batchSite';

describe('matches of many items', () => {
	const email = CONTACT.columns.get('Email')!;
	const matchOf = (value: string): Match => [{ column: email, value: { type: 'text', value } }];
	const wantedBy = (url: string) =>
		[...decodeURIComponent(url).matchAll(/'([^']*)'/g)].map(([, value]) => value);

	it('are found beside a value that fills an answer up to the cap of the site', async () => {
		const rows = Array.from({ length: 130 }, (_, index) => ({
			Id: keyOf(index),
			Email: index < 129 ? 'many@x.example' : 'one@x.example',
		}));
		const CAP = 50;
		const read = (url: string) => {
			const after = /Id gt (\S+)/.exec(decodeURIComponent(url))?.[1] ?? '';
			return rows.filter(({ Id, Email }) => Id > after && wantedBy(url).includes(Email)).slice(0, CAP);
		};
		const { connection } = siteOf((request) => {
			if (request.path !== '$batch') return { json: { value: read(request.path) } };
			return inJson(({ url }) => ({ status: 200, body: { value: read(url) } }))(request);
		});
		const matches = ['one@x.example', 'many@x.example'].map(matchOf);
		const found = await findMatches(connection, 'Contact', matches);
		expect(matches.map((match) => found.get(matchKey('Contact', match))?.length)).toEqual([1, 129]);
	});

	it('are looked up together where a site has its own idea of equality', async () => {
		const rows = [{ Id: keyOf(0), Email: 'zoe@x.example' }];
		const read = (url: string) =>
			rows.filter(({ Email }) => wantedBy(url).some((value) => value?.replace('\u00eb', 'e') === Email));
		const { connection, requests } = siteOf((request) => {
			if (request.path !== '$batch') return { json: { value: read(request.path) } };
			return inJson(({ url }) => ({ status: 200, body: { value: read(url) } }))(request);
		});
		const typed = ['zo\u00eb@x.example', ...Array.from({ length: 50 }, (_, index) => `${index}@x.example`)];
		const found = await findMatches(connection, 'Contact', typed.map(matchOf));
		expect(typed.map((value) => found.get(matchKey('Contact', matchOf(value)))?.length)).toEqual([
			1,
			...Array<number>(50).fill(0),
		]);
		expect(requests).toHaveLength(2);
	});

	it('are keys: what is around a text does not count, and a new record gets the text without it', () => {
		expect(matchKey('Contact', matchOf(' A@x.example\u00a0'))).toBe(
			matchKey('Contact', matchOf('a@x.example')),
		);
		expect(newValues(matchOf('\ufeffA@x.example '))).toEqual(matchOf('A@x.example'));
	});

	it('that have no value in a column are the records without one', async () => {
		const account = CONTACT.columns.get('Account')!;
		const match: Match = [...matchOf('a@x.example'), { column: account, value: null }];
		const seen: string[] = [];
		const { connection } = siteOf(({ path }) => {
			seen.push(decodeURIComponent(path));
			if (seen.at(-1)?.includes('Account eq null')) return new CreatioError('server', 'no', { status: 500 });
			const AccountId = '00000000-0000-0000-0000-000000000000';
			return { json: { value: [{ Id: keyOf(1), Email: 'A@x.example', AccountId }] } };
		});
		const found = await findMatches(connection, 'Contact', [match]);
		expect(found.get(matchKey('Contact', match))).toEqual([keyOf(1)]);
		expect(seen.at(-1)).toContain("(Email eq 'a@x.example' and Account/Id eq null)");
	});
});

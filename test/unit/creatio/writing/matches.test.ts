import { findMatches, type Match, matchKey } from '../../../../nodes/shared/creatio/writing/matches';
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
});

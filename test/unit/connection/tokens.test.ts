import { CreatioError } from '../../../nodes/shared/basics/errors';
import { givenToken } from '../../../nodes/shared/connection/tokens';

const refused = new CreatioError('session', 'refused', { status: 401 });

/** Somebody who gives tokens T1, T2 and so on, and counts the renewals. */
function giver() {
	let number = 1;
	return {
		kind: 'accessToken' as const,
		owner: 'somebody',
		renewals: () => number - 1,
		current: async () => `T${number}`,
		renew: async () => {
			await new Promise((resolve) => setTimeout(resolve, 5));
			return `T${++number}`;
		},
	};
}

describe('a token that n8n renews', () => {
	it('is renewed once for all requests that were refused with it', async () => {
		const from = giver();
		const authorizer = givenToken(from);
		const passes = await Promise.all([1, 2, 3].map(() => authorizer.pass()));
		expect(passes.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer T1'));

		const renewed = await Promise.all(passes.map((pass) => authorizer.renew(pass, refused)));
		expect(renewed.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer T2'));
		expect(from.renewals()).toBe(1);
	});

	it('is not renewed again for a request that was refused with the token of before', async () => {
		const from = giver();
		const authorizer = givenToken(from);
		const [early, late] = [await authorizer.pass(), await authorizer.pass()];
		await authorizer.renew(early, refused);
		expect((await authorizer.renew(late, refused)).headers.authorization).toBe('Bearer T2');
		expect(from.renewals()).toBe(1);
	});

	it('is used from then on, and renewed again when it is refused itself', async () => {
		const from = giver();
		const authorizer = givenToken(from);
		await authorizer.renew(await authorizer.pass(), refused);
		const second = await authorizer.pass();
		expect(second.headers.authorization).toBe('Bearer T2');
		expect((await authorizer.renew(second, refused)).headers.authorization).toBe('Bearer T3');
		expect(from.renewals()).toBe(2);
	});

	it('is not renewed for a 403, which is about rights', async () => {
		const from = giver();
		const authorizer = givenToken(from);
		const forbidden = new CreatioError('forbidden', 'no', { status: 403 });
		await expect(authorizer.renew(await authorizer.pass(), forbidden)).rejects.toBe(forbidden);
		expect(from.renewals()).toBe(0);
	});
});

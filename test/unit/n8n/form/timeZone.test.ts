import { exact, readFilterContext } from '../../../../nodes/shared/n8n/form/timeZone';
import { fakeMetadata } from '../../creatio/fakes';
import { fakeSite } from '../../creatio/fakeSite';
import { expectRefusal, fakeContext } from './fakeForm';

let users = 0;

/** A site whose user is at an offset from UTC, for a user of its own, since zones are kept by user. */
function siteAt(userTimezoneOffset: number) {
	const { connection, requests } = fakeSite(() => ({
		json: { applicationInfo: { sysValues: { userTimezoneOffset } } },
	}));
	return { connection: { ...connection, identity: `zone of the form ${users++}` }, requests };
}

it('the zone of the option is taken without a question', async () => {
	const { connection, requests } = siteAt(180);
	const items = [{ options: { timeZone: ' America/New_York ' } }, { options: { timeZone: 'nowhere' } }];
	const context = await readFilterContext(fakeContext(items, { client: { connection }, zone: 'Asia/Tokyo' }));
	expect(context).toMatchObject({ zone: 'America/New_York', clock: { zone: 'Asia/Tokyo' } });
	expect(Math.abs(context.clock.now.getTime() - Date.now())).toBeLessThan(10_000);
	expect(requests).toEqual([]);
});

it.each(['', '  '])('without one the site is asked', async (timeZone) => {
	const { connection } = siteAt(180);
	const context = await readFilterContext(fakeContext({ options: { timeZone } }, { client: { connection } }));
	expect(context.zone).toBe(180);
});

it.each(['nowhere', 'Europe/Atlantis', '+99:00'])('%s is not a zone', async (timeZone) => {
	await expectRefusal(() => readFilterContext(fakeContext({ options: { timeZone } })), timeZone, 'option ');
});

it('an exact context tells dates from times, and is the same otherwise', async () => {
	const context = fakeContext({}, { client: { metadata: fakeMetadata() } });
	const { client, ...rest } = exact(context);
	const typeIn = async ({ metadata }: typeof client) =>
		(await metadata.object('Contact')).columns.get('BirthDate')?.type;
	expect(await typeIn(context.client)).toBe('dateTime');
	expect(await typeIn(client)).toBe('date');
	expect(rest).toEqual({ ...context, client: undefined });
	expect(client.connection).toBe(context.client.connection);
});

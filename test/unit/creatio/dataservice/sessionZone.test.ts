import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { sessionZone } from '../../../../nodes/shared/creatio/dataservice/sessionZone';
import { type Answer, fakeSite, lostAnswer, notFound } from '../fakeSite';

const reporting = (userTimezoneOffset: unknown): Answer => ({
	json: { applicationInfo: { sysValues: { userTimezoneOffset } } },
});
let users = 0;
/** Of a user of its own, since zones are kept by user. */
function siteThatSays(answer: Answer) {
	const { connection, requests } = fakeSite(() => answer);
	return { connection: { ...connection, identity: `zone ${users++}` }, requests };
}

it('the zone of the session is asked for once', async () => {
	const { connection, requests } = siteThatSays(reporting(180));
	expect([await sessionZone(connection), await sessionZone(connection)]).toEqual([180, 180]);
	expect(requests).toHaveLength(1);
	expect([...connection.notes]).toEqual([]);
});

it('the zone is asked for again after a while, since summer time begins and ends', async () => {
	let offset = 60;
	const { connection, requests } = fakeSite(() => reporting(offset));
	const user = { ...connection, identity: `zone ${users++}` };
	const clock = jest.spyOn(Date, 'now');
	const start = Date.now();
	const zoneAfter = async (minutes: number) => {
		clock.mockReturnValue(start + minutes * 60_000);
		return await sessionZone(user);
	};
	try {
		expect(await zoneAfter(0)).toBe(60);
		offset = 120;
		expect(await zoneAfter(9)).toBe(60);
		expect(await zoneAfter(11)).toBe(120);
		expect(await zoneAfter(20)).toBe(120);
		expect(requests).toHaveLength(2);
	} finally {
		clock.mockRestore();
	}
});

it.each<[string, Answer]>([
	['has no such service', notFound()],
	['does not let the user ask', new CreatioError('forbidden', 'No')],
	['breaks over it', new CreatioError('server', 'An error has occurred.', { status: 500 })],
	['answers with something else', new CreatioError('unreadable', 'A web page')],
	['says nothing', { json: {} }],
	['says nonsense', reporting('soon')],
])('a site that %s is read as UTC, and the run says so', async (_, answer) => {
	const { connection, requests } = siteThatSays(answer);
	expect([await sessionZone(connection), await sessionZone(connection)]).toEqual([0, 0]);
	expect(requests).toHaveLength(1);
	expect([...connection.notes].join()).toContain('option Time Zone');
});

it.each<[string, Answer]>([
	['broke over it', new CreatioError('server', 'An error has occurred.')],
	['refused it', new CreatioError('forbidden', 'No')],
	['did not have it', notFound()],
	['said nothing', { json: {} }],
])('a site that %s is asked again in the next run', async (_, failure) => {
	let answer = failure;
	const { connection } = fakeSite(() => answer);
	const user = { ...connection, identity: `zone ${users++}` };
	expect(await sessionZone(user)).toBe(0);
	answer = reporting(120);
	expect(await sessionZone(user)).toBe(0);
	expect(await sessionZone({ ...user, meter: { ...user.meter } })).toBe(120);
});

it('a lost answer says nothing about the zone: guessing would shift dates', async () => {
	const { connection } = siteThatSays(lostAnswer());
	await expect(sessionZone(connection)).rejects.toThrow('The connection broke');
});

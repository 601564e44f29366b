import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { checkSaved, writeSetting } from '../../../../nodes/shared/creatio/systemSettings/writeSetting';
import { type Answer, fakeSite, lostAnswer, notFound, pageOf } from '../fakeSite';

const write = { code: 'rate', value: '7', isPersonal: false, zone: 'UTC', sessionZone: 'UTC' };

interface Behaviour {
	/** The answer to the write. */
	readonly saved?: Answer;
	/** The value that each read returns; the last one from then on. */
	readonly values?: readonly unknown[];
	readonly dataValueType?: number;
	readonly isPersonal?: boolean | 'hidden';
	/** The answer to reads after the write. */
	readonly look?: CreatioError;
}

function site({ saved = { json: { saveResult: { Rate: true } } }, ...more }: Behaviour = {}) {
	const { values = [5, 7], dataValueType = 5, isPersonal = false, look } = more;
	let reads = 0;
	const { connection, requests } = fakeSite(({ path }, query) => {
		if (path === 'PostSysSettingsValues') return saved;
		if (path !== 'QuerySysSettings')
			return isPersonal === 'hidden' ? notFound() : pageOf([{ IsPersonal: isPersonal }], query);
		if (look && reads > 0) return look;
		const value = values[Math.min(reads++, values.length - 1)];
		return { json: { values: { Rate: { code: 'Rate', dataValueType, value } } } };
	});
	return { connection: { ...connection, wait: async () => {} }, requests };
}

const lasting = () => new CreatioError('server', 'Boom.', { status: 500, perhapsDone: true });

describe('a write of a setting', () => {
	it('sends the value in the type that the setting has, and returns what the site has afterwards', async () => {
		const { connection, requests } = site();
		expect(await writeSetting(connection, write)).toMatchObject({ code: 'Rate', value: 7 });
		expect(requests.map(({ path, repeat, json }) => [path, repeat, json])).toEqual([
			['QuerySysSettings', 'read', { sysSettingsNameCollection: ['rate'] }],
			['PostSysSettingsValues', 'harmless', { isPersonal: false, sysSettingsValues: { Rate: 7 } }],
			['QuerySysSettings', 'read', { sysSettingsNameCollection: ['Rate'] }],
		]);
	});

	it('checks the value before anything is sent', async () => {
		const { connection, requests } = site();
		await expect(writeSetting(connection, { ...write, value: 'large' })).rejects.toMatchObject({
			kind: 'input',
			message: 'The system setting Rate (field Value) takes a number, but got "large"',
		});
		expect(requests).toHaveLength(1);
	});

	it('names the setting and what it takes where the site refuses the value without a reason', async () => {
		const saved = new CreatioError('server', 'Status 500', { reason: 'unexplained' });
		const { connection } = site({ saved, dataValueType: 27 });
		await expect(writeSetting(connection, { ...write, value: 'secret' })).rejects.toMatchObject({
			kind: 'server',
			message: 'Status 500. The system setting Rate takes text, and got a text of 6 characters',
		});
	});

	it('does not blame the value where the session was refused', async () => {
		const saved = new CreatioError('session', 'Refused', { reason: 'unexplained' });
		await expect(writeSetting(site({ saved }).connection, write)).rejects.toMatchObject({
			kind: 'session',
			message: 'Refused',
		});
	});

	it('is seen on a second look where a server still has the old value in its cache', async () => {
		expect(await writeSetting(site({ values: [5, 5, 7] }).connection, write)).toMatchObject({ value: 7 });
	});

	it.each<[string, Behaviour, object]>([
		['keeps its old value', { values: [5] }, { perhapsDone: false }],
		['has another value', { values: [5, 6] }, { perhapsDone: true }],
		[
			'keeps its old value, and cannot be looked up over OData',
			{ values: [5], isPersonal: 'hidden' },
			{ cure: expect.stringContaining('a value of their own') },
		],
	])('that is reported as saved is not a success where the setting %s', async (_, behaviour, expected) => {
		await expect(writeSetting(site(behaviour).connection, write)).rejects.toMatchObject({
			kind: 'invalid',
			message: expect.stringContaining('reported the system setting Rate as saved'),
			...expected,
		});
	});

	it('for everybody is not judged by the value that the user has for themselves', async () => {
		const { connection } = site({ values: [5], isPersonal: true });
		expect(await writeSetting(connection, write)).toMatchObject({ value: 5 });
		await expect(writeSetting(connection, { ...write, isPersonal: true })).rejects.toMatchObject({
			kind: 'invalid',
		});
	});

	it.each([13, 22, 24])(
		'of the type %d, which the site does not return, is what it reports',
		async (type) => {
			const hidden = { dataValueType: type, values: [''] };
			const value = { ...write, value: 'AQL/' };
			expect(await writeSetting(site(hidden).connection, value)).toMatchObject({ value: '' });
			await expect(
				writeSetting(site({ ...hidden, saved: lostAnswer() }).connection, value),
			).rejects.toMatchObject({ perhapsDone: true, message: expect.stringContaining('may have been saved') });
		},
	);

	it.each<[string, Answer]>([
		['a lost answer', lostAnswer()],
		['an error of the application', lasting()],
		['an answer without a verdict', { json: {} }],
		['an empty answer', {}],
	])('is settled by a look after %s', async (_, saved) => {
		expect(await writeSetting(site({ saved }).connection, write)).toMatchObject({ value: 7 });
		await expect(writeSetting(site({ saved, values: [5] }).connection, write)).rejects.toMatchObject({
			message: expect.stringContaining('Rate was not saved: it has its old value'),
		});
	});

	it('is open where the site may still work on it, and where no look succeeds', async () => {
		const outcome = (behaviour: Behaviour) =>
			writeSetting(site(behaviour).connection, write).catch((error: unknown) => error);
		expect(await outcome({ saved: lostAnswer(), values: [5] })).toMatchObject({ perhapsDone: true });
		expect(await outcome({ saved: lasting(), values: [5] })).toMatchObject({ perhapsDone: false });
		const look = new CreatioError('network', 'The connection broke');
		expect(await outcome({ look })).toMatchObject({
			perhapsDone: true,
			message: expect.stringContaining('as saved, but its value could not be read'),
		});
		expect(await outcome({ look, saved: lostAnswer() })).toMatchObject({
			perhapsDone: true,
			message: expect.stringContaining('may have been saved'),
		});
	});

	it('that is empty and refused comes with what to write', async () => {
		const { connection } = site({ saved: { json: { saveResult: { Rate: false } } } });
		await expect(writeSetting(connection, { ...write, value: '' })).rejects.toMatchObject({
			kind: 'invalid',
			cure: expect.stringContaining('empty value'),
		});
	});

	it('that the site refuses is not looked up', async () => {
		const { connection, requests } = site({ saved: { json: { saveResult: { Rate: false } } } });
		await expect(writeSetting(connection, write)).rejects.toMatchObject({
			kind: 'invalid',
			message: 'Creatio did not save Rate',
			perhapsDone: false,
		});
		expect(requests).toHaveLength(2);
	});

	it('is what saveResult says', () => {
		expect(() => checkSaved({ saveResult: { A: true }, success: false }, 'A', 7)).not.toThrow();
		expect(() => checkSaved({ success: true }, 'A', 7)).toThrow(
			expect.objectContaining({ kind: 'unreadable', perhapsDone: true }),
		);
	});
});

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { readShaped, shapeOptions } from '../../../../nodes/shared/creatio/odata/shapedRead';
import { CONTACT } from '../fakes';
import { fakeSite } from '../fakeSite';
import { ODATA4 } from '../fakes';

const column = (name: string) => CONTACT.columns.get(name)!;

const nameOf = (lookup: string, owner: string) => ({
	lookup: column(lookup),
	path: { text: `${lookup}.Name`, steps: [column(lookup)], column: column('Name'), owner },
});

const shape = { columns: [column('Name'), column('Account')], labels: [], related: [] };

const labelled = { ...shape, labels: [nameOf('Account', 'Account'), nameOf('Type', 'ContactType')] };

it('asks for the columns, and the related ones by their paths', () => {
	const step = column('Account');
	const name = { text: 'Account.Name', steps: [step], column: column('Name'), owner: 'Account' };
	const code = { text: 'Account.Email', steps: [step], column: column('Email'), owner: 'Account' };
	const wide = { columns: [column('Age')], labels: [{ lookup: step, path: name }], related: [code] };
	expect(shapeOptions(ODATA4, wide, new Set())).toEqual({
		select: 'Id,Age',
		expand: 'Account($select=Name,Email)',
	});
	expect(shapeOptions(ODATA4, shape, new Set(['Age']))).toEqual({
		select: 'Id,Name,AccountId',
		expand: undefined,
	});
});

describe('texts of lookups that a site refuses', () => {
	const run = async (refusal: CreatioError, isRefused = (expand: string) => expand !== '') => {
		const { connection } = fakeSite(() => ({}));
		const asked: string[] = [];
		const read = async ({ expand = '' }: { readonly expand?: string }) => {
			asked.push(expand.replaceAll('($select=Name)', ''));
			if (isRefused(expand)) throw refusal;
			return 'answer';
		};
		const ask = async () => await readShaped(connection, 'Contact', labelled, new Set(), read);
		return { connection, asked, ask };
	};
	const forbidden = (message: string) => new CreatioError('forbidden', message, { status: 403 });

	it.each([
		forbidden('No rights.'),
		new CreatioError('invalid', 'Too many', { status: 400 }),
		new CreatioError('notFound', 'None', { status: 404, reason: 'noObject' }),
		new CreatioError('server', 'Not implemented', { status: 501 }),
	])('are left out: $kind', async (refusal) => {
		const { connection, asked, ask } = await run(refusal);
		expect(await ask()).toBe('answer');
		expect(asked).toEqual(['Account,Type', '']);
		expect([...connection.notes]).toEqual([expect.stringContaining('texts of Account, Type of Contact')]);
	});

	it('are left out alone where the refusal names their object, and not asked for again in the run', async () => {
		const { asked, ask } = await run(forbidden('No rights to read ContactType'), (expand) =>
			expand.includes('Type'),
		);
		await ask();
		await ask();
		expect(asked).toEqual(['Account,Type', 'Account', 'Account']);
		const other = await run(forbidden('No rights to read ContactType'));
		await other.ask();
		expect(other.asked).toEqual(['Account,Type', 'Account', '']);
	});

	it.each([
		new CreatioError('notFound', 'There is no such record', { status: 404 }),
		new CreatioError('unavailable', 'Down', { mayPass: true }),
		new CreatioError('server', 'Memory', { reason: 'outOfMemory' }),
		new CreatioError('session', 'Signed out'),
		new CreatioError('forbidden', 'No right to Contact', { status: 401 }),
	])('are not the reason of other failures: $message', async (refusal) => {
		const { asked, ask, connection } = await run(refusal);
		await expect(ask()).rejects.toBe(refusal);
		expect(asked).toEqual(['Account,Type']);
		expect([...connection.notes]).toEqual([]);
	});

	it('do not hide a failure of the read itself', async () => {
		const { asked, ask, connection } = await run(forbidden('No rights.'), () => true);
		await expect(ask()).rejects.toMatchObject({ kind: 'forbidden' });
		expect(asked).toEqual(['Account,Type', '']);
		expect([...connection.notes]).toEqual([]);
	});
});

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import { findProcess, searchProcesses } from '../../../../nodes/shared/creatio/process/processLibrary';
import { fakeSite, notFound, pageOf } from '../fakeSite';

const ROWS = [
	{ Id: '1', UId: 'u1', Name: 'UsrOrder', Caption: 'Place an order', Enabled: true },
	{ Id: '2', UId: 'u2', Name: 'UsrRefund', Caption: '', Enabled: false },
];

describe('the library of processes', () => {
	it('is searched on the site by caption and code', async () => {
		const { connection, requests } = fakeSite((_request, query) => pageOf(ROWS, query));
		expect(await searchProcesses(connection, { text: " O'r ", limit: 20 })).toEqual([
			{ name: 'UsrOrder', caption: 'Place an order', uId: 'u1', enabled: true },
			{ name: 'UsrRefund', caption: 'UsrRefund', uId: 'u2', enabled: false },
		]);
		const query = new URLSearchParams(requests[0]?.path.split('?')[1]);
		expect(requests[0]?.path).toMatch(/^VwProcessLib\?/);
		expect(query.get('$filter')).toBe(
			"(contains(Caption,'O''r') or contains(Name,'O''r')) and IsActiveVersion eq true and Enabled eq true",
		);
		expect(query.get('$select')).toBe('Id,UId,Name,Caption,Enabled');
		expect(query.get('$orderby')).toBe('Caption asc,Id asc');
	});

	it('is taken from another list where the site does not show it', async () => {
		const { connection, requests } = fakeSite(({ path }, query) =>
			path.startsWith('VwProcessLib') ? notFound() : pageOf([{ ...ROWS[0], Enabled: undefined }], query),
		);
		expect(await searchProcesses(connection, { limit: 20 })).toMatchObject([
			{ name: 'UsrOrder', enabled: undefined },
		]);
		expect(new URLSearchParams(requests[1]?.path.split('?')[1]).get('$filter')).toBeNull();
	});

	it('finds a process by its code, letter case included', async () => {
		const { connection } = fakeSite((_request, query) => pageOf(ROWS, query));
		expect(await findProcess(connection, 'UsrOrder')).toMatchObject({ uId: 'u1' });
		await expect(findProcess(connection, 'usrorder')).rejects.toMatchObject({
			kind: 'input',
			message: 'The site has no process "usrorder" (field Process)',
			cure: expect.stringContaining('Place an order (UsrOrder)'),
		});
	});

	it('returns nothing where the user is not allowed to see it', async () => {
		const { connection } = fakeSite(() => new CreatioError('forbidden', 'No rights'));
		expect(await findProcess(connection, 'UsrOrder')).toBeUndefined();
		await expect(searchProcesses(connection, { limit: 5 })).rejects.toMatchObject({ message: 'No rights' });
	});

	it('returns nothing where the user sees no process at all', async () => {
		const { connection } = fakeSite((_request, query) => pageOf([], query));
		expect(await findProcess(connection, 'UsrOrder')).toBeUndefined();
	});

	it('fails when nobody answers', async () => {
		const { connection, requests } = fakeSite(() => new CreatioError('network', 'The connection broke'));
		await expect(findProcess(connection, 'UsrOrder')).rejects.toMatchObject({ kind: 'network' });
		expect(requests).toHaveLength(1);
	});
});

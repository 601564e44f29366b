import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { Connection } from '../../../../nodes/shared/connection/serviceCall';
import { sendBatch } from '../../../../nodes/shared/creatio/odata/batchRequest';
import { sendPart } from '../../../../nodes/shared/creatio/odata/sendPart';
import { type Answer, fakeSite } from '../fakeSite';

const refused = () =>
	new CreatioError('invalid', 'The web server refuses the HTTP method (405)', { reason: 'verbRefused' });

let count = 0;

/** A site of its own, since what hosts refuse is remembered. */
function site(odataVersion: Connection['odataVersion'], answer: (method: string) => Answer) {
	const { connection, requests } = fakeSite(({ method, headers }) =>
		answer(headers?.['X-HTTP-Method'] ? `POST as ${headers['X-HTTP-Method']}` : method),
	);
	const own: Connection = { ...connection, site: `https://site${count++}.example`, odataVersion };
	const send = async (method: 'GET' | 'POST' | 'MERGE' | 'DELETE') =>
		await sendPart(own, { method, path: 'ContactCollection', repeat: 'harmless' });
	const sent = () =>
		requests.map(({ method, headers }) =>
			headers?.['X-HTTP-Method'] ? `${method} as ${headers['X-HTTP-Method']}` : method,
		);
	return { send, sent };
}

describe('a method that the host refuses', () => {
	it('is named in a header of a POST, and so are those after it', async () => {
		const { send, sent } = site('3', (method) => (method === 'MERGE' ? refused() : { status: 204 }));
		await send('MERGE');
		await send('MERGE');
		await send('DELETE');
		expect(sent()).toEqual(['MERGE', 'POST as MERGE', 'POST as MERGE', 'DELETE']);
	});

	it('is reported when the header does not help', async () => {
		const { send, sent } = site('3', () => refused());
		await expect(send('DELETE')).rejects.toMatchObject({ reason: 'verbRefused' });
		expect(sent()).toEqual(['DELETE', 'POST as DELETE']);
	});

	it('is tried again as it is where the POST is refused later', async () => {
		let isNew = true;
		const { send, sent } = site('3', (method) =>
			(method === 'MERGE') === isNew ? refused() : { status: 204 },
		);
		await send('MERGE');
		isNew = false;
		await send('MERGE');
		expect(sent()).toEqual(['MERGE', 'POST as MERGE', 'POST as MERGE', 'MERGE']);
	});

	it('reports what the site says to the POST', async () => {
		const { send } = site('3', (method) =>
			method === 'MERGE' ? refused() : new CreatioError('invalid', 'The name is required'),
		);
		await expect(send('MERGE')).rejects.toThrow('The name is required');
	});

	it('stays refused over OData 4, which has no such header', async () => {
		const { send, sent } = site('4', () => refused());
		await expect(send('DELETE')).rejects.toMatchObject({ reason: 'verbRefused' });
		expect(sent()).toEqual(['DELETE']);
	});

	it('is no reason to send a read or a create in another way', async () => {
		const { send, sent } = site('3', () => refused());
		for (const method of ['GET', 'POST'] as const)
			await expect(send(method)).rejects.toMatchObject({ reason: 'verbRefused' });
		expect(sent()).toEqual(['GET', 'POST']);
	});
});

describe('a batch over OData 3', () => {
	const DESCRIPTION =
		'<Edmx Version="1.0"><Schema><EntityType Name="Contact"><Property Name="Id" Type="Edm.Guid"/></EntityType></Schema></Edmx>';
	const gone = [
		{ method: 'DELETE', path: "ContactCollection(guid'1')", repeat: 'harmless' },
		{ method: 'DELETE', path: "ContactCollection(guid'2')", repeat: 'harmless' },
	] as const;

	it.each([
		['is not sent where the description of the site, by which its answers are read, fails', 'fails', []],
		['has its outcomes, whatever becomes of the description later', DESCRIPTION, ['POST']],
	])('%s', async (_, description, expected) => {
		let reads = 0;
		const { connection, requests } = fakeSite(({ path }) => {
			if (path !== '$metadata') return { status: 204 };
			const isThere = description !== 'fails' && ++reads === 1;
			return isThere ? { text: description } : new CreatioError('unavailable', 'The site restarts');
		});
		const identity = `old site ${count++}`;
		const old: Connection = { ...connection, identity, odataVersion: '3', outliving: () => old };
		const outcome = await sendBatch(old, gone).catch((error: unknown) => error);
		expect(requests.filter(({ path }) => path !== '$metadata').map(({ method }) => method)).toEqual(expected);
		if (description === 'fails') expect(outcome).toMatchObject({ kind: 'unavailable', perhapsDone: false });
		else expect(outcome).toHaveLength(2);
	});
});

import { randomUUID } from 'node:crypto';

import { FILE_TYPES } from '../../nodes/shared/creatio/files/fileRow';
import { bytesOf, givenFile } from './fileSite';
import { failure, object, type Parameters, record, SITES, useBench } from './setup';

describe.each(SITES)('%s', (_, site) => {
	const bench = useBench(site);
	const newContact = () => bench.site.store.insert('Contact', { Name: 'Owner of files' });
	const at = (day: number) => ({ CreatedOn: new Date(Date.UTC(2026, 0, day)) });

	describe('Get Many', () => {
		const list = (contact: string, more: Parameters = {}) =>
			bench.creatio({
				resource: 'file',
				operation: 'getAll',
				object: object('Contact'),
				recordId: record(contact),
				returnAll: true,
				...more,
			});
		const names = ({ items }: Awaited<ReturnType<typeof list>>) => items.map(({ json }) => json.Name);

		it('returns the files and links of the record alone, the newest first', async () => {
			const ContactId = newContact();
			givenFile(bench, 'old.txt', bytesOf(3), { ContactId, ...at(1) });
			givenFile(bench, 'new.txt', bytesOf(4), { ContactId, ...at(3) });
			givenFile(bench, 'https://creatio.com', null, { ContactId, TypeId: FILE_TYPES.link, ...at(2) });
			givenFile(bench, 'of another.txt', bytesOf(4));
			const run = await list(ContactId);
			expect(run.error).toBeUndefined();
			expect(run.items.map(({ json }) => [json.Name, json.Type, json.Size])).toEqual([
				['new.txt', 'file', 4],
				['https://creatio.com', 'link', 0],
				['old.txt', 'file', 3],
			]);
			expect(run.items[0]).toMatchObject({ json: { recordId: ContactId, object: 'Contact' } });
			expect(run.items[0]?.binary).toBeUndefined();
			expect(bench.odata().map(({ path }) => path)).toEqual([
				expect.stringMatching(/ContactFile\?(?!.*Data).*Contact%2FId%20eq|Contact\/Id eq/),
			]);
		});

		it('returns as many as are wanted, and all of hundreds', async () => {
			const ContactId = newContact();
			for (let day = 1; day <= 28; day++)
				givenFile(bench, `${day}.txt`, bytesOf(1), { ContactId, ...at(day) });
			expect(names(await list(ContactId, { returnAll: false, limit: 2 }))).toEqual(['28.txt', '27.txt']);
			expect((await list(ContactId)).items).toHaveLength(28);
			expect((await list(newContact())).items).toHaveLength(0);
		});

		it('reports a record that is not there', async () => {
			expect((await list(randomUUID())).error).toMatchObject(failure('notFound', 'Record'));
		});

		it('brings the content of each file, links without', async () => {
			const ContactId = newContact();
			const contents = [1_000, 2_000, 3_000].map((size) => bytesOf(size));
			for (const [day, bytes] of contents.entries())
				givenFile(bench, `${day}.bin`, bytes, { ContactId, ...at(9 - day) });
			givenFile(bench, 'link', null, { ContactId, TypeId: FILE_TYPES.entityLink, ...at(20) });
			givenFile(bench, 'empty', null, { ContactId, ...at(21) });
			givenFile(bench, 'by OData', bytesOf(10), { ContactId, Size: 0, ...at(22) });
			bench.site.switches.fileSizeCheck = 'ignored';
			const run = await list(ContactId, {
				options: { downloadFiles: true, binaryPropertyName: 'attachment_{index}' },
			});
			expect(run.error).toBeUndefined();
			expect(run.items.map(({ binary }) => Object.keys(binary ?? {}))).toEqual([
				['attachment_0'],
				[],
				[],
				['attachment_3'],
				['attachment_4'],
				['attachment_5'],
			]);
			for (const [index, bytes] of contents.entries()) {
				const file = run.items[index + 3]?.binary?.[`attachment_${index + 3}`];
				expect(await bench.engine.file(file)).toEqual(bytes);
			}
			expect(run.hints.map(({ message }) => message)).toContainEqual(expect.stringMatching(/links/i));
		});

		it('names the file that cannot be downloaded', async () => {
			const ContactId = newContact();
			givenFile(bench, 'a.bin', bytesOf(10), { ContactId });
			bench.site.faults.add({
				match: { path: /FileService/, times: 9 },
				fault: { kind: 'status', status: 403 },
			});
			const run = await list(ContactId, { options: { downloadFiles: true, retries: 0 } });
			expect(run.error).toMatchObject({
				kind: 'forbidden',
				message: expect.stringContaining('a.bin') as string,
			});
		});

		it('refuses an object that holds files itself', async () => {
			const run = await list(randomUUID(), { object: object('ContactFile') });
			expect(run.error).toMatchObject(failure('input', 'field Object'));
		});
	});

	describe('the list of the editor', () => {
		it('is searched by the site, the newest first', async () => {
			const ContactId = newContact();
			givenFile(bench, "offer '1'.pdf", bytesOf(12_345), { ContactId, ...at(1) });
			const id = givenFile(bench, "offer '2'.pdf", bytesOf(3), { ContactId, ...at(2) });
			givenFile(bench, 'other.txt', bytesOf(3), { ContactId, ...at(3) });
			const search = (recordId: unknown, filter?: string) =>
				bench.engine.listSearch('searchFiles', {
					node: 'creatio',
					parameters: {
						authentication: 'userPassword',
						resource: 'file',
						operation: 'download',
						object: object('Contact'),
						recordId,
					},
					credentials: bench.credential(),
					filter,
				});
			const { results } = await search(record(ContactId), "offer '");
			expect(results).toEqual([
				{ name: "offer '2'.pdf (3 bytes, 2026-01-02)", value: id },
				{ name: "offer '1'.pdf (12 kB, 2026-01-01)", value: expect.any(String) as string },
			]);
			await expect(search(record(''))).rejects.toMatchObject({
				message: expect.stringContaining('field Record') as string,
			});
		});
	});

	describe('Delete', () => {
		const remove = (parameters: Parameters, items: readonly Parameters[] = [{}], more: Parameters = {}) =>
			bench.creatio(
				{ resource: 'file', operation: 'delete', object: object('Contact'), ...parameters },
				{ items, ...more },
			);
		const exists = (id: string) => bench.site.store.exists(bench.site.store.entity('ContactFile'), id);

		it('deletes many files in few requests', async () => {
			const ContactId = newContact();
			const ids = Array.from({ length: 40 }, (_, index) =>
				givenFile(bench, `${index}.txt`, bytesOf(1), { ContactId }),
			);
			const run = await remove(
				{ recordId: record(ContactId), fileId: record('={{ $json.id }}') },
				ids.map((id) => ({ id })),
			);
			expect(run.error).toBeUndefined();
			expect(run.items.map(({ json }) => json)).toEqual(ids.map((id) => ({ deleted: true, Id: id })));
			expect(ids.some(exists)).toBe(false);
			expect(bench.odata().length).toBeLessThan(4);
		});

		it('never deletes the file of another record or object', async () => {
			const id = givenFile(bench, 'a.txt', bytesOf(1));
			const ofOther = await remove({ recordId: record(newContact()), fileId: record(id) });
			expect(ofOther.error).toMatchObject(failure('notFound', 'field File'));
			expect(exists(id)).toBe(true);
			const shared = givenFile(
				bench,
				'b.txt',
				bytesOf(1),
				{ RecordSchemaName: 'City', RecordId: randomUUID() },
				'SysFile',
			);
			const run = await remove({ object: object('Country'), recordId: record(''), fileId: record(shared) });
			expect(run.error).toMatchObject(failure('notFound', 'field File'));
			expect((await remove({ recordId: record(''), fileId: record(id) })).items).toHaveLength(1);
			expect(exists(id)).toBe(false);
		});

		it('by a URL of a download; a file that is gone is an error', async () => {
			const id = givenFile(bench, 'a.txt', bytesOf(1));
			const fileId = {
				__rl: true,
				mode: 'url',
				value: `${bench.site.url}/0/rest/FileService/GetFile/${randomUUID()}/${id}`,
			};
			expect((await remove({ recordId: record(''), fileId })).items).toHaveLength(1);
			expect((await remove({ recordId: record(''), fileId })).error).toMatchObject(
				failure('notFound', 'field File'),
			);
		});

		it('is done although the answer was lost in the try before', async () => {
			const id = givenFile(bench, 'a.txt', bytesOf(1));
			bench.site.faults.add({ match: { method: 'DELETE' }, fault: { kind: 'resetAfter' } });
			bench.site.faults.add({
				match: { method: 'GET', path: /ContactFile/, nth: 3 },
				fault: { kind: 'resetBefore' },
			});
			const run = await remove(
				{ recordId: record(''), fileId: record(id), options: { retries: 0, batchSize: 1 } },
				[{}],
				{ tries: 2 },
			);
			expect(exists(id)).toBe(false);
			expect(run.items.map(({ json }) => json)).toEqual([{ deleted: true, Id: id }]);
		});
	});
});

import { FILE_TYPES } from '../../../../nodes/shared/creatio/files/fileRow';
import { asReplacement } from '../../../../nodes/shared/creatio/files/replacement';
import { fakeSite } from '../fakeSite';
import { uploadTo } from './fileFakes';

const OLD = '22222222-2222-4222-8222-222222222222';
const OLDER = '33333333-3333-4333-8333-333333333333';

async function replaced(rows: ReadonlyArray<{ readonly Id: string; readonly TypeId: string }>) {
	const upload = await uploadTo('Contact', { name: "it's.pdf" });
	const hints: string[] = [];
	const { connection, requests } = fakeSite(() => ({ json: { value: rows } }));
	const target = await asReplacement(connection, upload, (message) => hints.push(message));
	return { upload, target, hints, path: decodeURIComponent(requests[0]?.path ?? '') };
}

const file = (Id: string) => ({ Id, TypeId: FILE_TYPES.file });

it('keeps the ID of the file of the name that was changed last', async () => {
	const { upload, target, hints, path } = await replaced([file(OLD), file(OLDER)]);
	expect(target).toEqual({ ...upload, fileId: OLD, isReplacement: true });
	expect(hints).toEqual([expect.stringContaining(OLD)]);
	expect(path).toContain(`Contact/Id eq ${upload.recordId} and Name eq 'it''s.pdf'`);
	expect(path).toContain('ModifiedOn desc');
});

it('adds a file where the record has none of the name, or only a link', async () => {
	const { upload, target, hints } = await replaced([{ Id: OLD, TypeId: FILE_TYPES.link }]);
	expect([target, hints]).toEqual([upload, []]);
});

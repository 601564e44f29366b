import { CreatioError } from '../../../../nodes/shared/basics/errors';
import {
	explainRefusal,
	type FileRules,
	readFileRules,
	refuseByRules,
} from '../../../../nodes/shared/creatio/files/fileRules';
import { fakeSite } from '../fakeSite';
import { uploadTo } from './fileFakes';

/** A file of ten megabytes and `more` bytes. */
const large = async (more: number) =>
	await uploadTo('Contact', { content: { length: 10 * 1_048_576 + more, async *open() {} } });

it('refuses what is larger than MaxFileSize, which counts megabytes of 1,048,576 bytes', async () => {
	const [fits, above] = [await large(0), await large(1)];
	expect(() => refuseByRules({ largest: 10 }, fits)).not.toThrow();
	expect(() => refuseByRules({ largest: 10 }, above)).toThrow('10.1 MB');
	expect(() => refuseByRules({ largest: Infinity }, above)).not.toThrow();
	expect(() => refuseByRules({}, above)).not.toThrow();
});

it.each<[string, FileRules, boolean]>([
	['a.EXE', { mode: 'deny', denied: ['exe'] }, false],
	['a.pdf', { mode: 'deny', denied: ['exe'] }, true],
	['a.exe', { mode: 'off', denied: ['exe'] }, true],
	['a.exe', { denied: ['exe'] }, true],
	['a.pdf', { mode: 'allow', allowed: ['pdf'] }, true],
	['a.exe', { mode: 'allow', allowed: ['pdf'] }, false],
	['a.exe', { mode: 'allow' }, true],
	['a', { mode: 'allow', allowed: ['pdf'] }, true],
	['a', { mode: 'deny', unknown: false }, false],
])('%s by the rules %j', async (name, rules, isAccepted) => {
	const upload = await uploadTo('Contact', { name });
	const check = () => refuseByRules(rules, upload);
	if (isAccepted) expect(check).not.toThrow();
	else expect(check).toThrow(name);
});

it('reads the rules, and does without them where the user is not allowed to', async () => {
	const setting = (code: string, dataValueType: number, value: unknown) => ({
		[code]: { code, dataValueType, value },
	});
	const values = {
		...setting('MaxFileSize', 4, 0),
		...setting('FileExtensionsDenyList', 1, ' .EXE, js,,'),
		...setting('AllowFilesWithUnknownType', 12, false),
	};
	const site = fakeSite(() => ({ json: { success: true, values } }));
	expect(await readFileRules(site.connection)).toMatchObject({
		largest: Infinity,
		denied: ['exe', 'js'],
		unknown: false,
	});
	const negative = fakeSite(() => ({ json: { success: true, values: setting('MaxFileSize', 4, -1) } }));
	expect((await readFileRules(negative.connection)).largest).toBeUndefined();
	const closed = fakeSite(() => new CreatioError('forbidden', 'No right'));
	expect(await readFileRules(closed.connection)).toEqual({});
});

it.each([
	['tooLarge', 'Too large', 'Chunk Size'],
	['invalid', 'The file exceeds the maximum size of 10 MB.', 'MaxFileSize'],
	['invalid', 'File type is not allowed.', 'FileSecurityMode'],
	['server', 'File type is not allowed.', 'FileSecurityMode'],
	['forbidden', 'The user has no right.', undefined],
] as const)('explains the refusal %s: %s', async (kind, message, word) => {
	const error = new CreatioError(kind, message);
	const explained = explainRefusal(error, {}, await uploadTo('Contact'));
	if (word === undefined) expect(explained).toBe(error);
	else expect(explained).toMatchObject({ kind, cure: expect.stringContaining(word) as string });
});

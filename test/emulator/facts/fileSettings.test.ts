import { FILE_SECURITY } from '..';
import { type Fact, type FactBench, testFacts } from './facts';
import { chunk, OK } from './fileSupport';

const setting = (code: string, value: unknown) => (bench: FactBench) =>
	bench.ask({
		method: 'POST',
		path: '/DataService/json/SyncReply/PostSysSettingsValues',
		body: { isPersonal: false, sysSettingsValues: { [code]: value } },
	});

const SETTINGS: readonly Fact[] = [
	{
		contract: '7.1',
		fact: 'the settings are those of a stock site',
		ask: {
			method: 'POST',
			path: '/DataService/json/SyncReply/QuerySysSettings',
			body: { sysSettingsNameCollection: ['MaxFileSize', 'FileSecurityMode', 'AllowFilesWithUnknownType'] },
		},
		answer: {
			json: {
				values: {
					MaxFileSize: { value: 10 },
					FileSecurityMode: { value: FILE_SECURITY.denyList },
					AllowFilesWithUnknownType: { value: true },
				},
			},
		},
	},
	{
		contract: '7.1',
		fact: 'MaxFileSize 0 lifts the limit',
		site: { version: '8.2.3' },
		ask: async (bench) => {
			await setting('MaxFileSize', 0)(bench);
			const answer = await bench.ask(chunk({ id: 'limitless', more: { totalFileLength: '999999999' } }));
			await setting('MaxFileSize', 10)(bench);
			return answer;
		},
		answer: OK,
	},
	...(
		[
			[FILE_SECURITY.off, 'a.exe', 'true'],
			[FILE_SECURITY.denyList, 'a.exe', 'false'],
			[FILE_SECURITY.denyList, 'a.vbs', 'false'],
			[FILE_SECURITY.denyList, 'a', 'true'],
			[FILE_SECURITY.allowList, 'a.pdf', 'false'],
		] as const
	).map(([mode, fileName, success]): Fact => ({
		contract: '7.1',
		fact: `with the mode ${mode} ${fileName} is taken: ${success}`,
		site: { version: '8.2.3' },
		ask: async (bench) => {
			await setting('FileSecurityMode', mode)(bench);
			const answer = await bench.ask(chunk({ id: `${mode} ${fileName}`, more: { fileName } }));
			await setting('FileSecurityMode', FILE_SECURITY.denyList)(bench);
			return answer;
		},
		answer: { status: 200, json: { success: success === 'true' } },
	})),
];

testFacts(SETTINGS);

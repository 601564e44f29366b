import type { Answer } from '../testSupport';
import { type Fact, type FactBench, testFacts } from './facts';

const path = (operation: string) => `/DataService/json/SyncReply/${operation}`;

/** Saves the values and returns the answer; `then` reads them afterwards instead. */
function save(sysSettingsValues: object, then?: string) {
	return async ({ ask }: FactBench): Promise<Answer> => {
		const saved = await ask({
			method: 'POST',
			path: path('PostSysSettingsValues'),
			body: { isPersonal: false, sysSettingsValues },
		});
		if (then === undefined) return saved;
		return await ask({
			method: 'POST',
			path: path('QuerySysSettings'),
			body: { sysSettingsNameCollection: [then] },
		});
	};
}

function storedLogo({ emulator: { store } }: FactBench): unknown {
	const [setting] = store.rows('SysSettings', 'Code = ?', 'UsrLogo');
	return store.rows('SysSettingsValue', 'SysSettingsId = ?', String(setting?.Id))[0]?.BinaryValue;
}

const FACTS: readonly Fact[] = [
	{
		contract: '4.9',
		fact: 'saveResult is the verdict, and success is false of good saves as well',
		ask: save({ MaxFileSize: 20, Nope: 1 }),
		answer: { status: 200, json: { success: false, saveResult: { MaxFileSize: true, Nope: false } } },
	},
	{
		contract: '4.9',
		fact: 'a number may come as text',
		ask: save({ MaxFileSize: '21' }, 'MaxFileSize'),
		answer: { json: { values: { MaxFileSize: { value: 21 } } } },
	},
	{
		contract: '4.9',
		fact: 'a text may come as number',
		ask: save({ UsrSignature: 12.5 }, 'UsrSignature'),
		answer: { json: { values: { UsrSignature: { value: '12.5' } } } },
	},
	{
		contract: '4.9',
		fact: 'a binary setting is saved as Base64',
		ask: save({ UsrLogo: 'AQL/' }),
		answer: {
			json: { saveResult: { UsrLogo: true } },
			check: (_answer, bench) => {
				expect(storedLogo(bench)).toEqual(Uint8Array.from([1, 2, 255]));
			},
		},
	},
	{
		contract: '4.9',
		fact: 'an empty text empties a binary setting',
		ask: save({ UsrLogo: '' }),
		answer: {
			json: { saveResult: { UsrLogo: true } },
			check: (_answer, bench) => {
				expect(storedLogo(bench)).toBeNull();
			},
		},
	},
	{
		contract: '4.9',
		fact: 'a setting may be reported as saved',
		site: { switches: { unsavedSettings: ['UsrTaxRate'] } },
		ask: save({ UsrTaxRate: 7 }),
		answer: { json: { saveResult: { UsrTaxRate: true } } },
	},
	{
		contract: '4.9',
		fact: 'a setting that is reported as saved may keep its old value',
		site: { switches: { unsavedSettings: ['UsrTaxRate'] } },
		ask: save({ UsrTaxRate: 7 }, 'UsrTaxRate'),
		answer: { json: { values: { UsrTaxRate: { value: 19.5 } } } },
	},
	{
		contract: '4.9',
		fact: 'the answer to QuerySysSettings may say success:false beside good values',
		site: { switches: { sysSettingsSuccess: { query: false, post: false } } },
		ask: save({}, 'MaxFileSize'),
		answer: { status: 200, json: { success: false, values: { MaxFileSize: { value: 10 } } } },
	},
	{
		contract: '4.9',
		fact: 'names in any letter case, and a lone text for the list of codes',
		ask: {
			method: 'POST',
			path: path('QuerySysSettings'),
			raw: '{"SysSettingsNameCollection":"PrimaryCulture"}',
		},
		answer: { json: { values: { PrimaryCulture: { dataValueType: 10 } }, notFoundSettings: [] } },
	},
	{
		contract: '4.9',
		fact: 'a new setting whose flags are texts and whose other members cannot be read',
		ask: {
			method: 'POST',
			path: path('InsertSysSettingRequest'),
			body: {
				id: 'none',
				code: 'UsrFact',
				name: 'Fact',
				valueTypeName: 'Text',
				isCacheable: 'true',
				isPersonal: 'perhaps',
			},
		},
		answer: {
			json: { success: true },
			check: (_answer, { emulator }) => {
				expect(emulator.store.rows('SysSettings', 'Code = ?', 'UsrFact')[0]).toMatchObject({
					IsCacheable: true,
					IsPersonal: false,
				});
			},
		},
	},
];

testFacts(FACTS);

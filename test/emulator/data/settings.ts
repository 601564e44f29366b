import { FILE_SETTINGS } from './fileSettings';
import { FIXED, guidOf } from '../model/ids';
import type { Model, SeedValue } from '../model/model';

export interface Setting {
	code: string;
	name: string;
	valueTypeName: SettingType;
	value: SeedValue;
	/** Object that a lookup setting points to. */
	object?: string;
	/** Every user may have a value of their own. */
	isPersonal?: boolean;
}

/**
 * Types of settings (contract 4.9): the code of the data value type, where all texts are 1, and the column
 * of `SysSettingsValue` that holds a value.
 */
export const SETTING_TYPES = {
	Boolean: { dataValueType: 12, column: 'BooleanValue' },
	Integer: { dataValueType: 4, column: 'IntegerValue' },
	Float: { dataValueType: 5, column: 'FloatValue' },
	Decimal: { dataValueType: 5, column: 'FloatValue' },
	Money: { dataValueType: 6, column: 'FloatValue' },
	ShortText: { dataValueType: 1, column: 'TextValue' },
	MediumText: { dataValueType: 1, column: 'TextValue' },
	Text: { dataValueType: 1, column: 'TextValue' },
	LongText: { dataValueType: 1, column: 'TextValue' },
	MaxSizeText: { dataValueType: 1, column: 'TextValue' },
	SecureText: { dataValueType: 24, column: 'TextValue' },
	DateTime: { dataValueType: 7, column: 'DateTimeValue' },
	Date: { dataValueType: 8, column: 'DateTimeValue' },
	Time: { dataValueType: 9, column: 'DateTimeValue' },
	Lookup: { dataValueType: 10, column: 'GuidValue' },
	Binary: { dataValueType: 13, column: 'BinaryValue' },
} as const;

export type SettingType = keyof typeof SETTING_TYPES;

/** A lookup setting, its value given as the display text of a shipped row. */
function lookup(code: string, name: string, object: string, text: string, model: Model): Setting {
	const row = model.seeds.get(object)?.find((one) => one.Name === text);
	return {
		code,
		name,
		valueTypeName: 'Lookup',
		object,
		value: String(row?.Id ?? guidOf(`${object} ${text}`)),
	};
}

const settingsOf = new WeakMap<Model, ReadonlyMap<string, Setting>>();

/** The system settings that defaults refer to, and those that clients ask for, by code. Every create asks for some. */
export function settings(model: Model): ReadonlyMap<string, Setting> {
	const found = settingsOf.get(model) ?? buildSettings(model);
	settingsOf.set(model, found);
	return found;
}

function buildSettings(model: Model): Map<string, Setting> {
	const list: Setting[] = [
		...FILE_SETTINGS,
		{
			code: 'UserSessionTimeout',
			name: 'User session timeout',
			valueTypeName: 'Integer',
			value: 60,
		},
		{
			code: 'PublisherPrefix',
			name: 'Prefix for object name',
			valueTypeName: 'MediumText',
			value: 'Usr',
		},
		{
			code: 'PrimaryCulture',
			name: 'Default culture',
			valueTypeName: 'Lookup',
			object: 'SysCulture',
			value: FIXED.cultureEnUs,
		},
		{
			code: 'PrimaryCurrency',
			name: 'Base currency',
			valueTypeName: 'Lookup',
			object: 'Currency',
			value: FIXED.usDollar,
		},
		{
			code: 'DefaultMessageLanguage',
			name: 'Default message language',
			valueTypeName: 'Lookup',
			object: 'SysLanguage',
			value: FIXED.englishUs,
		},
		lookup('DefaultLeadStage', 'Default lead stage', 'QualifyStatus', 'Qualification', model),
		lookup('CaseStatusDef', 'Default case status', 'CaseStatus', 'New', model),
		lookup('CasePriorityDef', 'Default case priority', 'CasePriority', 'Medium', model),
		lookup('CaseOriginDef', 'Default case source', 'CaseOrigin', 'Call', model),
		lookup('CaseServiceLevelDef', 'Default support line', 'RoleInServiceTeam', '1st-line support', model),
		lookup('OrderStatusDef', 'Default order status', 'OrderStatus', '1. Draft', model),
		lookup('OrderPaymentStatusDef', 'Default payment status', 'OrderPaymentStatus', 'Planned', model),
		lookup('OrderDeliveryStatusDef', 'Default delivery status', 'OrderDeliveryStatus', 'Planned', model),
		lookup(
			'InvoicePaymentStatusDef',
			'Default invoice payment status',
			'InvoicePaymentStatus',
			'Draft',
			model,
		),
		lookup('DefaultUnit', 'Default unit', 'Unit', 'pcs', model),
		lookup('DefaultTax', 'Default tax', 'Tax', 'No tax', model),
		{ code: 'UsrAllowOrders', name: 'Allow orders', valueTypeName: 'Boolean', value: true },
		{ code: 'UsrTaxRate', name: 'Tax rate, %', valueTypeName: 'Float', value: 19.5 },
		{ code: 'UsrCreditLimit', name: 'Credit limit', valueTypeName: 'Money', value: 2500.25 },
		{
			code: 'UsrSignature',
			name: 'Signature',
			valueTypeName: 'LongText',
			value: 'Best regards',
			isPersonal: true,
		},
		{ code: 'UsrApiKey', name: 'Key of the shop', valueTypeName: 'SecureText', value: 'hidden' },
		{
			code: 'UsrLastExport',
			name: 'Last export',
			valueTypeName: 'DateTime',
			value: '2024-02-29T13:05:00.0000000',
		},
		{
			code: 'UsrFiscalYearStart',
			name: 'Start of the fiscal year',
			valueTypeName: 'Date',
			value: '2024-04-01T00:00:00.0000000',
		},
		{ code: 'UsrN8nAddress', name: 'Address of n8n', valueTypeName: 'MaxSizeText', value: '' },
		{ code: 'UsrN8nSecret', name: 'Secret of n8n', valueTypeName: 'SecureText', value: '' },
		{ code: 'UsrN8nProof', name: 'Proof for n8n: secret or signature', valueTypeName: 'ShortText', value: 'secret' },
		{ code: 'UsrLogo', name: 'Logo', valueTypeName: 'Binary', value: '' },
	];
	return new Map(list.map((setting) => [setting.code, setting]));
}

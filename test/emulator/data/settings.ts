import { FIXED, guidOf } from '../model/ids';
import type { Model, SeedValue } from '../model/model';

export interface Setting {
	code: string;
	name: string;
	valueTypeName: 'Integer' | 'Lookup' | 'Boolean' | 'MediumText';
	/** Code of the data value type (contract 4.1). */
	dataValueType: number;
	value: SeedValue;
	/** Object that a lookup setting points to. */
	object?: string;
}

/** A lookup setting, its value given as the display text of a shipped row. */
function lookup(code: string, name: string, object: string, text: string, model: Model): Setting {
	const row = model.seeds.get(object)?.find((one) => one.Name === text);
	return {
		code,
		name,
		valueTypeName: 'Lookup',
		dataValueType: 10,
		object,
		value: String(row?.Id ?? guidOf(`${object} ${text}`)),
	};
}

/** The system settings that defaults refer to, and those that clients ask for. */
export function settings(model: Model): Map<string, Setting> {
	const list: Setting[] = [
		{
			code: 'MaxFileSize',
			name: 'Attachment max size',
			valueTypeName: 'Integer',
			dataValueType: 4,
			value: 10,
		},
		{
			code: 'UserSessionTimeout',
			name: 'User session timeout',
			valueTypeName: 'Integer',
			dataValueType: 4,
			value: 60,
		},
		{
			code: 'PublisherPrefix',
			name: 'Prefix for object name',
			valueTypeName: 'MediumText',
			dataValueType: 1,
			value: 'Usr',
		},
		{
			code: 'PrimaryCulture',
			name: 'Default culture',
			valueTypeName: 'Lookup',
			dataValueType: 10,
			object: 'SysCulture',
			value: FIXED.cultureEnUs,
		},
		{
			code: 'PrimaryCurrency',
			name: 'Base currency',
			valueTypeName: 'Lookup',
			dataValueType: 10,
			object: 'Currency',
			value: FIXED.usDollar,
		},
		{
			code: 'DefaultMessageLanguage',
			name: 'Default message language',
			valueTypeName: 'Lookup',
			dataValueType: 10,
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
	];
	return new Map(list.map((setting) => [setting.code, setting]));
}

import { FIXED, guidOf } from '../model/ids';
import type { SeedValue } from '../model/model';
import { FILE_TYPES } from './files';
import { FILE_SECURITY } from './fileSettings';

type LookupRow = { Id?: string; Name: string } & Record<string, SeedValue | undefined>;

function names(...list: string[]): LookupRow[] {
	return list.map((name) => ({ Name: name }));
}

/**
 * Rows of lookups that `lookup-rows.jsonl` lacks. Ids that are spelled out were seen on real sites (as
 * defaults of columns or in recorded answers); the others are made from object and name.
 */
export const MORE_LOOKUP_ROWS: Record<string, LookupRow[]> = {
	ActivityPriority: [
		{ Name: 'High' },
		{ Name: 'Medium', Id: 'ab96fa02-7fe6-df11-971b-001d60e938c6' },
		{ Name: 'Low' },
	],
	ContactDecisionRole: names('Decision maker', 'Influencer', 'User', 'Contact person'),
	ContactSalutationType: [
		{ Name: 'Mr.', Id: '7426ffb3-56e6-df11-971b-001d60e938c6' },
		{ Name: 'Ms.' },
		{ Name: 'Dr.' },
	],
	// Two jobs share one name: a lookup by display text must not guess.
	Job: [
		...names('CEO', 'CFO', 'Engineer', 'Marketing manager', 'Specialist'),
		{ Name: 'Specialist', Id: guidOf('Job Specialist 2') },
	],
	Department: names('Sales', 'Marketing', 'IT', 'Human resources', 'R&D', 'Procurement'),
	AccountIndustry: [
		{ Name: 'Business services', Id: 'fbbf0e52-f36b-1410-c493-00155d043205' },
		...names('Manufacturing', 'Banking', 'Retail', 'Oil & gas', '100% renewable energy', "Farmers' unions"),
	],
	AccountOwnership: [{ Name: 'Public', Id: 'f7af2e24-f46b-1410-fb98-00155d043204' }, { Name: 'Private' }],
	AccountEmployeesNumber: [
		{ Name: '1-10' },
		{ Name: '11-50' },
		{ Name: '51-100', Id: 'ef7f0eb0-f36b-1410-849f-0026185bfcd3' },
		{ Name: 'more than 1000' },
	],
	AccountAnnualRevenue: [
		{ Name: 'up to 1 mln', FromBaseCurrency: 0, ToBaseCurrency: 1000000 },
		{ Name: '10-50 mln', Id: 'bc30bdaa-55e6-df11-971b-001d60e938c6' },
	],
	Region: [
		{ Name: 'Massachusetts', Id: '658acfe7-09ae-4747-b1b3-541e2dfa1b9e', CountryId: FIXED.unitedStates },
		{ Name: 'Illinois', CountryId: FIXED.unitedStates },
		{ Name: 'Missouri', CountryId: FIXED.unitedStates },
		{ Name: 'Victoria', CountryId: 'a670b005-e8bb-df11-b00f-001d60e938c6' },
	],
	City: [
		{
			Name: 'Boston',
			Id: '74144617-a288-4984-bcac-e78733277a61',
			CountryId: FIXED.unitedStates,
			RegionId: '658acfe7-09ae-4747-b1b3-541e2dfa1b9e',
		},
		{ Name: 'Springfield', CountryId: FIXED.unitedStates, RegionId: guidOf('Region Illinois') },
		{
			Name: 'Springfield',
			Id: guidOf('City Springfield 2'),
			CountryId: FIXED.unitedStates,
			RegionId: guidOf('Region Missouri'),
		},
		{ Name: 'Melbourne', RegionId: guidOf('Region Victoria') },
		{ Name: 'London', CountryId: '96ae123c-f46b-1410-f998-00155d043204' },
		{ Name: "L'Aquila" },
		{ Name: 'Zürich' },
		{ Name: 'תל אביב' },
		{ Name: 'Київ', CountryId: 'a470b005-e8bb-df11-b00f-001d60e938c6' },
	],
	ActivityStatus: [],
	Unit: names('pcs', 'kg', 'hour', 'm²'),
	Tax: [
		{ Name: 'No tax', Percent: 0 },
		{ Name: 'VAT 20%', Percent: 20 },
	],
	Currency: [],
	SysLanguage: [{ Name: 'Russian (Russia)', Id: 'da4dcce0-9b20-4cbb-beea-c0b572dee91f', Code: 'ru-RU' }],
	SysAdminUnitType: names('Organization', 'Division', 'Manager', 'Team', 'User', 'Functional role'),
	TimeZone: [
		{ Name: '(UTC) Coordinated Universal Time', Code: 'UTC', Id: '8bc71d34-55d8-df11-9b2a-001d60e938c6' },
		{ Name: '(UTC+02:00) Helsinki, Kyiv, Riga', Code: 'FLE Standard Time' },
		{ Name: '(UTC-05:00) Eastern Time (US & Canada)', Code: 'Eastern Standard Time' },
	],
	SysSettingsFolder: [
		{ Name: 'General', Id: '7abef857-db38-e011-8617-00155d043204' },
		{ Name: 'Self-service portal', Id: '84fc2d26-db38-e011-8617-00155d043204' },
	],
	SysPackage: names('CrtCoreBase', 'CrtCustomer360App', 'Custom'),
	SysWorkspace: names('Default'),
	ProductSource: [{ Name: 'Catalogue', Id: '5facb8b4-ed6a-41bb-b224-659c2bf1eb8a' }],
	FileGroup: [{ Name: 'Attachments', Id: 'efbf3a0d-d780-465a-8e4b-8c0765197cfb' }],
	WeekFirstDay: [{ Name: 'Monday', Id: 'e6257269-7f7c-46a3-8431-e0119a9d88d4' }],
	TagType: [{ Name: 'Private', Id: '8d7f6d6c-4ca5-4b43-bdd9-a5e01a582260' }],
	SysFileContentStorage: names('Database'),
	FileSecurityMode: [
		{ Name: 'Disabled', Id: FILE_SECURITY.off },
		{ Name: 'Deny list', Id: FILE_SECURITY.denyList },
		{ Name: 'Allow list', Id: FILE_SECURITY.allowList },
	],
};

/** Values of columns, beyond Id and Name, of rows that are shipped without them. */
export const MORE_LOOKUP_VALUES: Record<string, Record<string, SeedValue>> = {
	'384d4b84-58e6-df11-971b-001d60e938c6': { Code: 'NotStarted' },
	'394d4b84-58e6-df11-971b-001d60e938c6': { Code: 'InProgress' },
	'4bdbb88f-58e6-df11-971b-001d60e938c6': { Code: 'Completed', Finish: true },
	'201cfba8-58e6-df11-971b-001d60e938c6': { Code: 'Canceled', Finish: true },
	'f51c4643-58e6-df11-971b-001d60e938c6': { ActivityTypeId: FIXED.activityTypeTask },
	'8038a396-7825-e011-8165-00155d043204': { ActivityTypeId: 'e2831dec-cfc0-df11-b00f-001d60e938c6' },
	'e52bd583-7825-e011-8165-00155d043204': { ActivityTypeId: 'e1831dec-cfc0-df11-b00f-001d60e938c6' },
	'03df85bf-6b19-4dea-8463-d5d49b80bb28': { ActivityTypeId: FIXED.activityTypeTask },
	'42c74c49-58e6-df11-971b-001d60e938c6': { ActivityTypeId: FIXED.activityTypeTask },
	'2365ae4f-58e6-df11-971b-001d60e938c6': { ActivityTypeId: FIXED.activityTypeTask },
	'915e8a55-98d6-df11-9b2a-001d60e938c6': { Code: '840', ShortName: 'USD', Symbol: '$' },
	'c0057119-53e6-df11-971b-001d60e938c6': { Code: '978', ShortName: 'EUR', Symbol: '€' },
	'6ebc31fa-ee6c-48e9-81bf-8003ac03b019': { Code: 'en-US', IsUsed: true },
	[FILE_TYPES.file]: { Code: 'File' },
	[FILE_TYPES.link]: { Code: 'Link' },
	[FILE_TYPES.recordLink]: { Code: 'KnowledgeBaseLink' },
};

import { type User, USERS } from '../auth/users';
import { FIXED, guidOf } from '../model/ids';
import type { SeedValue } from '../model/model';

type FixedRow = Record<string, SeedValue>;

const OLD_HAND = '22c5540c-d9b1-49ef-8eb7-72419b78e57c';

/** Contacts of the users, and two contacts that recorded answers name. */
const CONTACTS: FixedRow[] = [
	{
		Id: FIXED.supervisorContact,
		Name: 'Supervisor',
		CreatedOn: '2019-07-15T20:04:57.2908376',
		ModifiedOn: '2020-06-26T13:30:25.9945528',
		SalutationTypeId: '7426ffb3-56e6-df11-971b-001d60e938c6',
		GenderId: 'eeac42ee-65b6-df11-831a-001d60e938c6',
		AccountId: FIXED.ourCompany,
		TypeId: '60733efc-f36b-1410-a883-16d83cab0980',
		DoNotUseEmail: true,
		DoNotUseCall: true,
		DoNotUseSms: true,
		DoNotUseMail: true,
		Completeness: 90,
	},
	{
		Id: FIXED.andrewBaker,
		Name: 'Andrew Baker (sample)',
		Surname: 'Baker',
		GivenName: 'Andrew',
		CreatedOn: '2019-08-19T13:46:10.0000000',
		ModifiedOn: '2024-02-07T21:35:26.6830000',
		OwnerId: FIXED.supervisorContact,
		AccountId: FIXED.accom,
		TypeId: FIXED.contactTypeCustomer,
		JobTitle: 'Director',
		Email: 'andrew.baker@ac.com',
		MobilePhone: '+1 617 221 5187',
		BirthDate: '1978-02-28T00:00:00.0000000',
		LanguageId: FIXED.englishUs,
		Confirmed: true,
	},
	{ Id: OLD_HAND, Name: 'Installer', CreatedOn: '2011-01-30T15:20:00.0000000', Confirmed: true },
	...Object.values<User>(USERS)
		.filter((user) => user.contactId !== FIXED.supervisorContact)
		.map((user) => ({ Id: user.contactId, Name: user.contactName, Confirmed: true })),
];

/** The two accounts of `wire-samples/odata4/account-collection-200.json`. */
const ACCOUNTS: FixedRow[] = [
	{
		Id: FIXED.accom,
		Name: 'Accom (sample)',
		OwnerId: FIXED.supervisorContact,
		CreatedOn: '2019-08-19T13:46:11.0000000',
		ModifiedOn: '2024-02-07T21:35:26.6830000',
		OwnershipId: 'f7af2e24-f46b-1410-fb98-00155d043204',
		PrimaryContactId: FIXED.andrewBaker,
		IndustryId: 'fbbf0e52-f36b-1410-c493-00155d043205',
		Code: '1',
		TypeId: FIXED.accountTypeCustomer,
		Phone: '+1 617 440 2498',
		Web: 'ac.com',
		AddressTypeId: '780bf68c-4b6e-df11-b988-001d60e938c6',
		Address: '31 Union Street',
		CityId: '74144617-a288-4984-bcac-e78733277a61',
		RegionId: '658acfe7-09ae-4747-b1b3-541e2dfa1b9e',
		Zip: '02111',
		CountryId: FIXED.unitedStates,
		AccountCategoryId: '38ea507c-55e6-df11-971b-001d60e938c6',
		EmployeesNumberId: 'ef7f0eb0-f36b-1410-849f-0026185bfcd3',
		AnnualRevenueId: 'bc30bdaa-55e6-df11-971b-001d60e938c6',
		AlternativeName: 'Accom-Westhouse Company',
		Completeness: 95,
	},
	{
		Id: FIXED.ourCompany,
		Name: 'Our company',
		CreatedOn: '2011-01-30T15:22:43.7710000',
		CreatedById: OLD_HAND,
		ModifiedOn: '2024-02-07T21:35:26.6830000',
		Code: '43',
		TypeId: '57412fad-53e6-df11-971b-001d60e938c6',
	},
];

const ROLES: FixedRow[] = [
	{ Id: FIXED.allEmployees, Name: 'All employees', SysAdminUnitTypeValue: 0, Active: true },
	{ Id: FIXED.systemAdministrators, Name: 'System administrators', SysAdminUnitTypeValue: 6, Active: true },
];

/** Rows with ids that are the same on every site (contract 11.3). Present with and without sample data. */
export const FIXED_ROWS: Record<string, FixedRow[]> = {
	Contact: CONTACTS,
	Account: ACCOUNTS,
	SysAdminUnit: [
		...ROLES,
		...Object.values<User>(USERS).map((user) => ({
			Id: user.userId,
			Name: user.name,
			ContactId: user.contactId,
			SysAdminUnitTypeValue: 4,
			Active: user !== USERS.blocked,
			SysCultureId: FIXED.cultureEnUs,
		})),
	],
	SysUserInRole: Object.values<User>(USERS).map((user) => ({
		Id: guidOf(`role of ${user.name}`),
		SysUserId: user.userId,
		SysRoleId: FIXED.allEmployees,
	})),
};

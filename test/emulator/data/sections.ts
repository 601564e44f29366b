import { guidOf } from '../model/ids';
import type { Model, SeedValue } from '../model/model';

/** Objects with a section, by its caption. */
const SECTIONS = {
	Account: 'Accounts',
	Activity: 'Activities',
	Campaign: 'Campaigns',
	Case: 'Cases',
	Contact: 'Contacts',
	Contract: 'Contracts',
	Document: 'Documents',
	Employee: 'Employees',
	Invoice: 'Invoices',
	Lead: 'Leads',
	Opportunity: 'Opportunities',
	Order: 'Orders',
	Product: 'Products',
};

/** Objects that have a page and no section. */
const PAGES_ONLY = ['ContactAddress', 'OpportunityProductInterest'];

const entityId = (object: string) => guidOf(`SysModuleEntity ${object}`);

type Row = Record<string, SeedValue>;

/** Rows of the objects that list sections (contract 8.1). The desktop is one without an object. */
export function sectionRows(model: Model, list: string): Row[] {
	switch (list) {
		case 'SysModule':
			return [
				...Object.entries(SECTIONS).map(([object, caption]) => ({
					Id: guidOf(`SysModule ${object}`),
					Caption: caption,
					Code: object,
					SysModuleEntityId: entityId(object),
				})),
				{ Id: guidOf('SysModule Desktop'), Caption: 'Desktop', Code: 'Desktop' },
			];
		case 'SysModuleEntity':
			return [...Object.keys(SECTIONS), ...PAGES_ONLY].flatMap((object) => {
				const uId = model.entities.get(object)?.uId;
				return uId === undefined ? [] : [{ Id: entityId(object), SysEntitySchemaUId: uId }];
			});
		default:
			return [];
	}
}

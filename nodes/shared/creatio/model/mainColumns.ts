import { type Column, isFilledByCreatio, type ObjectModel } from './objectModel';

/** Columns that have no meaning outside of Creatio. */
const TECHNICAL: ReadonlySet<string> = new Set(['ProcessListeners']);

/** Columns that name a record, the likeliest first. */
const NAMING = ['Name', 'Title', 'Number', 'Caption'];

/** An object with up to this many columns has no others than main ones. */
const FEW = 20;

/** A larger object of which fewer main columns are known is not one of Creatio's own. */
const ENOUGH = 4;

/** What people look for in records of Creatio's own objects. */
const MAIN: ReadonlySet<string> = new Set([
	...NAMING,
	...['Subject', 'Code', 'Type', 'LeadType', 'Category', 'ActivityCategory'],
	...['Status', 'CampaignStatus', 'PaymentStatus', 'QualifyStatus', 'State', 'Stage', 'Priority'],
	...['Owner', 'Account', 'Contact', 'JobTitle', 'FullJobTitle'],
	...['Email', 'Phone', 'BusinesPhone', 'MobilePhone', 'Web', 'Website', 'Country'],
	...['Amount', 'Budget', 'Price', 'Currency', 'Probability'],
	...['Date', 'StartDate', 'DueDate', 'EndDate', 'RegisteredOn', 'SolutionDate', 'ClosureDate'],
	...['CreatedOn', 'ModifiedOn'],
]);

/** Columns that a customer added. */
const OWN = /^Usr[A-Z]/;

/** The column that names a record, as far as the model shows it; the runtime schema knows for certain (contract 8.2). */
export function namingColumn({ name, columns }: ObjectModel): Column | undefined {
	// `LeadName` of Lead, `UsrName` of UsrRequest.
	const [prefix = ''] = /^[A-Z][a-z]+/.exec(name) ?? [];
	return [...NAMING, `${prefix}Name`]
		.map((naming) => columns.get(naming))
		.find((column) => column !== undefined);
}

/** Columns as people read them: the ID and what names a record first, who created and changed it and when last, no technical ones. */
export function inReadingOrder(model: ObjectModel, columns: readonly Column[]): Column[] {
	const naming = namingColumn(model);
	const rank = (column: Column) =>
		column.name === 'Id' ? 0 : column === naming ? 1 : isFilledByCreatio(column) ? 3 : 2;
	return columns.filter(({ name }) => !TECHNICAL.has(name)).sort((a, b) => rank(a) - rank(b));
}

/**
 * The columns that a read returns where the user chose none (docs/adr/0010): Contact has 65, most of them empty. They are known by
 * their names, since no answer of a site says which ones matter (contract 8.2). Those that customers added are always among them.
 */
export function mainColumns(model: ObjectModel, columns: readonly Column[]): Column[] {
	const all = inReadingOrder(model, columns);
	if (all.length <= FEW) return all;
	const naming = namingColumn(model);
	const main = all.filter((column) => {
		const { name } = column;
		return name === 'Id' || column === naming || MAIN.has(name) || OWN.test(name);
	});
	const known = main.filter((column) => MAIN.has(column.name) && !isFilledByCreatio(column));
	return known.length < ENOUGH ? all : main;
}

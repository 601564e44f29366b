import { guidOf } from '../model/ids';
import type { Entity, Model, SeedValue } from '../model/model';
import { LIBRARY } from '../process/library';
import { schemaUId } from '../process/schema';

/** Objects that a second package extends: their schema is there twice (contract 8.1). */
const EXTENDED = ['Account', 'Activity', 'Case', 'Contact', 'Lead', 'Opportunity', 'Order', 'Product'];

/** Schemas of other kinds, so that a reader who forgets `ManagerName` sees them. */
const OTHERS = [
	{ name: 'ContactPageV2', caption: 'Contact edit page', manager: 'ClientUnitSchemaManager' },
	{ name: 'AccountSectionV2', caption: 'Accounts section', manager: 'ClientUnitSchemaManager' },
	...LIBRARY.map(({ code, caption }) => ({ name: code, caption, manager: 'ProcessSchemaManager' })),
];

/** Id of the row of a schema in an object that lists schemas. */
export function schemaRowId(list: string, name: string, manager: string, extend: boolean): string {
	return guidOf(`${list} ${name} ${manager} ${extend}`);
}

/**
 * Rows of the objects that list schemas. The extending row of an object comes first and carries another
 * caption: the right one has `ExtendParent` false.
 */
export function schemaRows(model: Model, list: Entity): Array<Record<string, SeedValue>> {
	const custom = guidOf('SysPackage Custom');
	const core = guidOf('SysPackage CrtCoreBase');
	const rows: Array<Record<string, SeedValue>> = [];
	const add = (name: string, caption: string, uId: string, manager: string, extend: boolean) => {
		const id = schemaRowId(list.name, name, manager, extend);
		const row: Record<string, SeedValue> = {
			Id: id,
			UId: uId,
			Name: name,
			Caption: caption,
			ManagerName: manager,
			ExtendParent: extend,
			SysPackageId: extend ? custom : core,
			PackageUId: extend ? custom : core,
			SysWorkspaceId: guidOf('SysWorkspace Default'),
		};
		rows.push(Object.fromEntries(Object.entries(row).filter(([key]) => list.byProperty.has(key))));
	};
	for (const entity of model.entities.values()) {
		if (EXTENDED.includes(entity.name)) {
			add(
				entity.name,
				`${entity.caption} (Custom)`,
				guidOf(`extending ${entity.name}`),
				'EntitySchemaManager',
				true,
			);
		}
		add(entity.name, entity.caption, entity.uId, 'EntitySchemaManager', false);
	}
	for (const other of OTHERS)
		add(other.name, other.caption, schemaUId(other.name), other.manager, false);
	return rows;
}

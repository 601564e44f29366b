import { schemaRowId } from '../data/schemas';
import { guidOf } from '../model/ids';
import type { Entity, SeedValue } from '../model/model';
import { family, LIBRARY } from './library';
import { schemaUId } from './schema';

const MANAGER = 'ProcessSchemaManager';

/** Id of the row of a process in `SysSchema` and in the library. */
export function processRowId(code: string): string {
	return schemaRowId('SysSchema', code, MANAGER, false);
}

/** Rows of the process library and of the list of processes (contract 5.5). `Id` is not `UId`. */
export function libraryRows({ name }: Entity): Array<Record<string, SeedValue>> {
	if (name !== 'VwProcessLib' && name !== 'VwSysProcess') return [];
	const lastVersions = new Map(LIBRARY.map((schema) => [family(schema), schema]));
	return LIBRARY.map((schema) => {
		const id = processRowId(schema.code);
		return {
			Id: id,
			UId: schemaUId(schema.code),
			Name: schema.code,
			Caption: schema.caption,
			ManagerName: MANAGER,
			SysPackageId: guidOf('SysPackage Custom'),
			PackageUId: guidOf('SysPackage Custom'),
			SysWorkspaceId: guidOf('SysWorkspace Default'),
			SysSchemaId: id,
			TagProperty: 'Business Process',
			// The later of three types of this name.
			ProcessSchemaTypeId: '70252e65-a458-46e7-ae4c-379262c5db2d',
			Enabled: schema.disabled !== true,
			Version: schema.version ?? 0,
			IsActiveVersion: schema.outdated !== true,
			IsMaxVersion: lastVersions.get(family(schema)) === schema,
			HasStartEvent: schema.noStartEvent !== true,
			VersionParentUId: schemaUId(family(schema)),
			VersionParentId: processRowId(family(schema)),
		};
	});
}

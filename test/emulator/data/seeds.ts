import { FIXED, guidOf } from '../model/ids';
import { toDay } from '../model/instant';
import type { Column, Entity, Model, SeedValue } from '../model/model';
import { libraryRows } from '../process/rows';
import type { SqlRow } from '../store/database';
import type { Seeder } from '../store/store';
import { FIXED_ROWS } from './fixed';
import { MORE_LOOKUP_ROWS, MORE_LOOKUP_VALUES } from './lookups';
import { schemaRows } from './schemas';
import { sectionRows } from './sections';
import { SETTING_TYPES, settings } from './settings';

const SHIPPED_ON = '2019-07-15T20:04:57.2908370';
const SCHEMA_LISTS = ['SysSchema', 'VwSysSchemaInWorkspace', 'VwSysEntitySchemaInWorkspace'];

type Seed = Record<string, SeedValue | undefined>;

/** Gives the rows that an object has on a fresh site: lookups, users, settings, lists of schemas. */
export function makeSeeder(model: Model): Seeder {
	const defaults = defaultTargets(model);
	return (entity) => {
		const seeds: Seed[] = [
			...(model.seeds.get(entity.name) ?? []).map((row) => ({
				...row,
				...MORE_LOOKUP_VALUES[String(row.Id)],
			})),
			...(MORE_LOOKUP_ROWS[entity.name] ?? []).map((row) => ({
				...row,
				Id: row.Id ?? guidOf(`${entity.name} ${row.Name}`),
			})),
			...(FIXED_ROWS[entity.name] ?? []),
			...(SCHEMA_LISTS.includes(entity.name) ? schemaRows(model, entity) : []),
			...settingRows(model, entity),
			...sectionRows(model, entity.name),
			...libraryRows(entity),
		];
		// What is said later about a row adds to what was said before.
		const byId = new Map<string, Seed>();
		for (const seed of seeds) byId.set(String(seed.Id), { ...byId.get(String(seed.Id)), ...seed });
		for (const [id, caption] of defaults.get(entity.name) ?? []) {
			if (!byId.has(id)) byId.set(id, { Id: id, Name: `${caption} (default)` });
		}
		return [...byId.values()].map((seed) => toSqlRow(entity, seed));
	};
}

/** Lookup rows that defaults of columns point to, by object; a site cannot lack them. */
function defaultTargets(model: Model): Map<string, Map<string, string>> {
	const targets = new Map<string, Map<string, string>>();
	for (const entity of model.entities.values()) {
		for (const column of entity.columns) {
			if (column.ref === undefined || column.default?.source !== 'CONST') continue;
			const ids = targets.get(column.ref) ?? new Map<string, string>();
			ids.set(String(column.default.value), column.caption);
			targets.set(column.ref, ids);
		}
	}
	return targets;
}

function settingRows(model: Model, entity: Entity): Seed[] {
	if (entity.name !== 'SysSettings' && entity.name !== 'SysSettingsValue') return [];
	return [...settings(model).values()].map((setting): Seed => {
		const settingId = guidOf(`setting ${setting.code}`);
		if (entity.name === 'SysSettings') {
			return {
				Id: settingId,
				Code: setting.code,
				Name: setting.name,
				ValueTypeName: setting.valueTypeName,
				IsCacheable: true,
				IsPersonal: setting.isPersonal ?? false,
				ReferenceSchemaUId: model.entities.get(setting.object ?? '')?.uId,
			};
		}
		return {
			Id: guidOf(`value of ${setting.code}`),
			SysSettingsId: settingId,
			SysAdminUnitId: FIXED.allEmployees,
			IsDef: true,
			Position: 2147483647,
			...(setting.valueTypeName === 'Binary'
				? {}
				: { [SETTING_TYPES[setting.valueTypeName].column]: setting.value }),
		};
	});
}

function toSqlRow(entity: Entity, seed: Seed): SqlRow {
	const row: SqlRow = {
		CreatedOn: SHIPPED_ON,
		CreatedById: FIXED.supervisorContact,
		ModifiedOn: SHIPPED_ON,
		ModifiedById: FIXED.supervisorContact,
	};
	for (const [key, value] of Object.entries(seed)) {
		const column = entity.byProperty.get(key);
		if (column && value !== undefined) row[key] = toSql(column, value);
	}
	return Object.fromEntries(Object.entries(row).filter(([key]) => entity.byProperty.has(key)));
}

function toSql(column: Column, value: SeedValue): string | number {
	if (typeof value === 'boolean') return value ? 1 : 0;
	return column.kind === 'DATE' ? toDay(String(value)) : value;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { guidOf } from './ids';

/** Column types of the client schema (contract 8.2 and `data/README.md`). */
type ColumnKind =
	| 'GUID'
	| 'TEXT'
	| 'COLOR'
	| 'INTEGER'
	| 'FLOAT'
	| 'MONEY'
	| 'BOOLEAN'
	| 'DATE_TIME'
	| 'DATE'
	| 'TIME'
	| 'LOOKUP'
	| 'IMAGELOOKUP'
	| 'BLOB';

type EdmType =
	| 'Edm.Guid'
	| 'Edm.String'
	| 'Edm.Int32'
	| 'Edm.Decimal'
	| 'Edm.Boolean'
	| 'Edm.DateTimeOffset'
	| 'Edm.Stream';

type ColumnDefault =
	| {
			source: 'SYSTEM_VALUE';
			value: 'AutoGuid' | 'SequentialGuid' | 'CurrentUserContact' | 'CurrentDateTime' | 'CurrentDate';
	  }
	| { source: 'CONST'; value: string | number | boolean }
	| { source: 'SETTINGS'; value: string }
	| { source: 'SEQUENCE'; prefix: string; digits: number };

export interface Column {
	/** `Account` */
	name: string;
	/** Name in OData and in SQL: `AccountId` for lookups, else the column name. */
	property: string;
	kind: ColumnKind;
	edm: EdmType;
	caption: string;
	/** Object that a lookup points to. */
	ref?: string;
	/** Most characters of a text. */
	size?: number;
	required: boolean;
	default?: ColumnDefault;
	/** 0 general, 1 advanced, 2 none. */
	usage: number;
}

export interface Reverse {
	/** `ContactCollectionByCity` */
	name: string;
	child: string;
	column: Column;
}

export interface Entity {
	name: string;
	uId: string;
	caption: string;
	displayColumn?: string;
	imageColumn?: string;
	administratedByRecords: boolean;
	/** Has an OData entity set. */
	exposed: boolean;
	columns: Column[];
	byProperty: Map<string, Column>;
	/** Lookups by navigation name. */
	lookups: Map<string, Column>;
	reverses: Map<string, Reverse>;
}

export type SeedValue = string | number | boolean;

export interface Model {
	entities: Map<string, Entity>;
	/** Sets in the order of the service document. */
	sets: Entity[];
	/** Rows that a stock site ships, by object. Lookups are given as `XId`. */
	seeds: Map<string, Array<Record<string, SeedValue>>>;
}

/** Objects of one 10.0 site that have no entity set (contract 2.1). */
const UNEXPOSED = ['LeadQualifyStatus', 'MessageType', 'ActivityMessageType'];

const EDM: Record<ColumnKind, EdmType> = {
	GUID: 'Edm.Guid',
	TEXT: 'Edm.String',
	COLOR: 'Edm.String',
	INTEGER: 'Edm.Int32',
	FLOAT: 'Edm.Decimal',
	MONEY: 'Edm.Decimal',
	BOOLEAN: 'Edm.Boolean',
	DATE_TIME: 'Edm.DateTimeOffset',
	DATE: 'Edm.DateTimeOffset',
	TIME: 'Edm.DateTimeOffset',
	LOOKUP: 'Edm.Guid',
	IMAGELOOKUP: 'Edm.Guid',
	BLOB: 'Edm.Stream',
};

interface RawColumn {
	name: string;
	kind: ColumnKind;
	caption: string;
	ref?: string;
	size?: number;
	required?: boolean;
	default?: ColumnDefault;
	usage?: number;
}

interface RawObject {
	name: string;
	uId: string;
	caption: string;
	displayColumn?: string;
	imageColumn?: string;
	administratedByRecords?: boolean;
	columns: RawColumn[];
}

type RawSeedValue = SeedValue | { id: string; object: string | null; text: string };
interface RawSeeds {
	object: string;
	rows: Array<Record<string, RawSeedValue>>;
}

const AUDIT: RawColumn[] = [
	{
		name: 'Id',
		kind: 'GUID',
		caption: 'Id',
		required: true,
		usage: 1,
		default: { source: 'SYSTEM_VALUE', value: 'AutoGuid' },
	},
	{
		name: 'CreatedOn',
		kind: 'DATE_TIME',
		caption: 'Created on',
		usage: 1,
		default: { source: 'SYSTEM_VALUE', value: 'CurrentDateTime' },
	},
	{
		name: 'CreatedBy',
		kind: 'LOOKUP',
		caption: 'Created by',
		ref: 'Contact',
		usage: 1,
		default: { source: 'SYSTEM_VALUE', value: 'CurrentUserContact' },
	},
	{
		name: 'ModifiedOn',
		kind: 'DATE_TIME',
		caption: 'Modified on',
		usage: 1,
		default: { source: 'SYSTEM_VALUE', value: 'CurrentDateTime' },
	},
	{
		name: 'ModifiedBy',
		kind: 'LOOKUP',
		caption: 'Modified by',
		ref: 'Contact',
		usage: 1,
		default: { source: 'SYSTEM_VALUE', value: 'CurrentUserContact' },
	},
];
const LISTENERS: RawColumn = {
	name: 'ProcessListeners',
	kind: 'INTEGER',
	caption: 'Active processes',
	usage: 2,
};

/** Columns that every object inherits. */
export const INHERITED = new Set([...AUDIT.map((column) => column.name), LISTENERS.name]);

export function isLookup(column: Column): boolean {
	return column.kind === 'LOOKUP' || column.kind === 'IMAGELOOKUP';
}

/** Author columns have a navigation but no partner (contract 2.2). */
export function isAuthor(column: Column): boolean {
	return column.name === 'CreatedBy' || column.name === 'ModifiedBy';
}

const loaded = new Map<string, Model>();

/** The model of one 8.1 site, perhaps without some objects or with more. It never changes, so all emulators of a process share it. */
export function loadModel(without: readonly string[] = [], moreObjects = 0): Model {
	const key = `${without.join()} ${moreObjects}`;
	const model = loaded.get(key) ?? buildModel(new Set(without), moreObjects);
	loaded.set(key, model);
	return model;
}

function buildModel(without: ReadonlySet<string>, moreObjects: number): Model {
	const rawSeeds = readLines('lookup-rows.jsonl').map((line) => JSON.parse(line) as RawSeeds);
	const seedsByObject = new Map(rawSeeds.map((seeds) => [seeds.object, seeds.rows]));
	const entities = new Map<string, Entity>();
	for (const line of readLines('objects.jsonl')) {
		const raw = JSON.parse(line) as RawObject;
		if (!without.has(raw.name)) entities.set(raw.name, toEntity(raw, true));
	}
	const setNames = [
		...readLines('entity-sets.txt').filter((name) => !without.has(name)),
		...Array.from({ length: moreObjects }, (_, index) => `UsrObject${index + 1}`),
	];
	for (const name of [...setNames, ...UNEXPOSED]) {
		if (entities.has(name)) continue;
		entities.set(
			name,
			toEntity(
				isFileObjectOf(name, setNames)
					? fileObject(name)
					: genericObject(name, seedsByObject.get(name) ?? []),
				!UNEXPOSED.includes(name),
			),
		);
	}
	linkReverses(entities);
	return {
		entities,
		sets: setNames.map((name) => entities.get(name)).filter((entity) => entity !== undefined),
		seeds: new Map(
			rawSeeds.map(({ object, rows }) => [object, rows.map((row) => flatten(row, entities.get(object)))]),
		),
	};
}

function readLines(file: string): string[] {
	return readFileSync(join(__dirname, '..', 'data', file), 'utf8')
		.split('\n')
		.filter((line) => line !== '');
}

/** `CaseFile` keeps the files of `Case` (contract 7.3). */
function isFileObjectOf(name: string, setNames: readonly string[]): boolean {
	return name.endsWith('File') && setNames.includes(name.slice(0, -'File'.length));
}

/** A file object of which only the name is known: the columns that all of them have. */
function fileObject(name: string): RawObject {
	const owner = name.slice(0, -'File'.length);
	const generic = genericObject(name, []);
	return {
		...generic,
		columns: [
			...generic.columns,
			{ name: 'Notes', kind: 'TEXT', caption: 'Description' },
			{ name: 'LockedBy', kind: 'LOOKUP', caption: 'Locked by', ref: 'Contact' },
			{ name: 'LockedOn', kind: 'DATE_TIME', caption: 'Locked on' },
			{ name: 'Data', kind: 'BLOB', caption: 'Data' },
			{ name: 'Type', kind: 'LOOKUP', caption: 'Type', ref: 'FileType' },
			{ name: 'Version', kind: 'INTEGER', caption: 'Version' },
			{ name: 'Size', kind: 'INTEGER', caption: 'File size' },
			{
				name: 'SysFileStorage',
				kind: 'LOOKUP',
				caption: 'File storage',
				ref: 'SysFileContentStorage',
				usage: 2,
			},
			{ name: owner, kind: 'LOOKUP', caption: toCaption(owner), ref: owner },
		],
	};
}

/** An object of which only the name is known: audit columns, Name, and what its shipped rows show. */
function genericObject(name: string, rows: Array<Record<string, RawSeedValue>>): RawObject {
	const extra = new Map<string, RawColumn>();
	for (const row of rows) {
		for (const [key, value] of Object.entries(row)) {
			if (key === 'Id' || key === 'Name' || extra.has(key)) continue;
			extra.set(key, { name: key, caption: toCaption(key), ...kindOf(value) });
		}
	}
	const nameColumn: RawColumn = {
		name: 'Name',
		kind: 'TEXT',
		caption: 'Name',
		size: 250,
		required: rows.length > 0,
	};
	return {
		name,
		uId: guidOf(`schema ${name}`),
		caption: toCaption(name),
		displayColumn: 'Name',
		columns: [...AUDIT, nameColumn, LISTENERS, ...extra.values()],
	};
}

function kindOf(value: RawSeedValue): Pick<RawColumn, 'kind' | 'ref' | 'size'> {
	if (typeof value === 'boolean') return { kind: 'BOOLEAN' };
	if (typeof value === 'number') return { kind: Number.isInteger(value) ? 'INTEGER' : 'FLOAT' };
	if (typeof value === 'string') return { kind: 'TEXT', size: 250 };
	return value.object === null ? { kind: 'GUID' } : { kind: 'LOOKUP', ref: value.object };
}

function flatten(row: Record<string, RawSeedValue>, entity: Entity | undefined): Record<string, SeedValue> {
	const flat: Record<string, SeedValue> = {};
	for (const [key, value] of Object.entries(row)) {
		const property = typeof value === 'object' ? `${key}Id` : key;
		if (entity?.byProperty.has(property)) flat[property] = typeof value === 'object' ? value.id : value;
	}
	return flat;
}

function toEntity(raw: RawObject, exposed: boolean): Entity {
	const columns = raw.columns.map(toColumn);
	return {
		name: raw.name,
		uId: raw.uId,
		caption: raw.caption,
		displayColumn: raw.displayColumn,
		imageColumn: raw.imageColumn,
		administratedByRecords: raw.administratedByRecords ?? false,
		exposed,
		columns,
		byProperty: new Map(columns.map((column) => [column.property, column])),
		lookups: new Map(columns.filter(isLookup).map((column) => [column.name, column])),
		reverses: new Map(),
	};
}

function toColumn(raw: RawColumn): Column {
	const lookup = raw.kind === 'LOOKUP' || raw.kind === 'IMAGELOOKUP';
	return {
		...raw,
		property: lookup ? `${raw.name}Id` : raw.name,
		edm: EDM[raw.kind],
		required: raw.required ?? false,
		usage: raw.usage ?? 0,
	};
}

function linkReverses(entities: Map<string, Entity>): void {
	for (const child of entities.values()) {
		for (const column of child.lookups.values()) {
			if (isAuthor(column) || column.ref === undefined || !child.exposed) continue;
			const name = `${child.name}CollectionBy${column.name}`;
			entities.get(column.ref)?.reverses.set(name, { name, child: child.name, column });
		}
	}
}

/** `AccountAnniversary` -> `Account anniversary` */
function toCaption(name: string): string {
	const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(' ');
	return words
		.map((word, index) => (index === 0 || word === word.toUpperCase() ? word : word.toLowerCase()))
		.join(' ');
}

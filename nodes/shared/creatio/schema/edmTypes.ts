import type { Column, ColumnType } from '../model/objectModel';

/** The types of properties in all versions of CSDL (contract 2.2, 3). */
const TYPES: ReadonlyMap<string, ColumnType> = new Map([
	['Edm.Guid', 'guid'],
	['Edm.String', 'text'],
	['Edm.Byte', 'integer'],
	['Edm.SByte', 'integer'],
	['Edm.Int16', 'integer'],
	['Edm.Int32', 'integer'],
	['Edm.Int64', 'integer'],
	['Edm.Decimal', 'decimal'],
	['Edm.Double', 'decimal'],
	['Edm.Single', 'decimal'],
	['Edm.Boolean', 'boolean'],
	['Edm.DateTimeOffset', 'dateTime'],
	['Edm.DateTime', 'dateTime'],
	['Edm.Date', 'date'],
	['Edm.TimeOfDay', 'time'],
	['Edm.Time', 'time'],
	['Edm.Stream', 'stream'],
	['Edm.Binary', 'stream'],
]);

const WRITTEN_BY_TYPE: ReadonlyMap<string, NonNullable<Column['edm']>> = new Map([
	['Edm.DateTime', 'DateTime'],
	['Edm.DateTimeOffset', 'DateTimeOffset'],
	['Edm.Time', 'Time'],
	['Edm.Decimal', 'Decimal'],
	['Edm.Double', 'Double'],
	['Edm.Single', 'Single'],
	['Edm.Int64', 'Int64'],
]);

/** The kind of column that a type such as `Edm.Int32` stands for; `undefined` for types of several values and unknown ones. */
export function columnTypeOf(type: string): ColumnType | undefined {
	return TYPES.get(type);
}

/** `Column.edm` for a type of CSDL 1 to 3. */
export function edmOf(type: string): Column['edm'] {
	return WRITTEN_BY_TYPE.get(type);
}

/** `Terrasoft.Configuration.OData.Contact` is Contact; other publishers have other namespaces. */
export function unqualified(type: string): string {
	return type.slice(type.lastIndexOf('.') + 1);
}

/** What we know about a site's objects. Filled from `$metadata` and, for captions, from the runtime schema (contract 8). */

/**
 * Kinds of columns, as far as they matter for writing values. OData describes every temporal column as a date-time
 * (contract 2.2), so `date` and `time` are known only after the runtime schema was read.
 */
export type ColumnType =
	'guid' | 'text' | 'integer' | 'decimal' | 'boolean' | 'dateTime' | 'date' | 'time' | 'lookup' | 'stream';

export interface Column {
	/** Creatio's name: `Name`, `Account`. A lookup's OData property is this plus `Id` (see `property`). */
	readonly name: string;
	/** The OData property in `$select`, answers and bodies: `Name`, `AccountId`. */
	readonly property: string;
	readonly type: ColumnType;
	/** Object that a lookup points to. */
	readonly target?: string;
	/**
	 * The type that OData 3 describes, where its literals and bodies depend on it (contract 3); only of models that were read from
	 * CSDL 1 to 3.
	 */
	readonly edm?: 'DateTime' | 'DateTimeOffset' | 'Time' | 'Decimal' | 'Double' | 'Single' | 'Int64';
	/** OData 3 does not take null for it, but the value that stands for none (contract 2.6, 3); set like `edm`. */
	readonly refusesNull?: true;
}

/** A reverse connection: `ContactCollectionByAccount` of Account. */
export interface Collection {
	readonly name: string;
	/** The child object. */
	readonly target: string;
	/** The child's lookup column that points back. */
	readonly column: string;
}

export interface ObjectModel {
	readonly name: string;
	/** By Creatio's column name, in the order of the model. */
	readonly columns: ReadonlyMap<string, Column>;
	readonly collections: ReadonlyMap<string, Collection>;
}

/** What only the runtime schema contains: captions, required marks, exact types (contract 8.2). */
export interface ColumnDetails {
	readonly name: string;
	readonly caption: string;
	readonly required: boolean;
	/** Creatio fills the column of a new record in where it is left out. */
	readonly hasDefault: boolean;
	/** Code of contract 4.1, DataValueType. */
	readonly dataValueType: number;
	/** The kind that the code stands for; distinguishes dates from times, which `$metadata` does not. */
	readonly type: ColumnType;
	readonly target?: string;
	/** The most characters of a text; `undefined` where there is no limit or the site does not report it. */
	readonly size?: number;
}

export interface ObjectDetails {
	readonly name: string;
	readonly caption: string;
	/** Column whose text names a record: `Name`, `Title`, `Number`. */
	readonly displayColumn: string;
	readonly columns: ReadonlyMap<string, ColumnDetails>;
}

export interface ObjectSummary {
	readonly name: string;
	/** Falls back to the name when the site does not report a caption. */
	readonly caption: string;
	/** The caption of the object's section, such as `Contacts`; missing where it has none, or the site does not report it. */
	readonly section?: string;
}

/** What lists and messages call something: the caption that people see, and the code that is stored. */
export function captioned({ name, caption }: Pick<ObjectSummary, 'name' | 'caption'>): string {
	return caption === name ? name : `${caption} (${name})`;
}

/** What is known about one site for one user, cached with limits on age and memory. */
export interface Metadata {
	/** Objects that OData exposes, with captions where the site reports them. */
	objects(): Promise<readonly ObjectSummary[]>;
	/**
	 * By its code, in any letter case, or by its caption, where one object alone is meant; its model has the code. Rejects with kind
	 * `input` and the nearest objects if the site has none of that name.
	 */
	object(name: string): Promise<ObjectModel>;
	/** By its code, for an object that a site may do without: `undefined` when there is none. */
	find(name: string): Promise<ObjectModel | undefined>;
	/** `undefined` when the site refuses the runtime schema (no rights, old version). */
	details(name: string): Promise<ObjectDetails | undefined>;
	/** The records of other objects that point to an object, also where OData has no name for the connection. */
	connectionsTo(name: string): Promise<ReadonlyArray<Pick<Collection, 'target' | 'column'>>>;
	/** Column whose text names a record of the object; from details, else `Name`, `Title`, `Number`, `Caption`, `Id`. */
	displayColumn(name: string): Promise<string>;
}

/** What a column contains, in words for messages. */
export const TYPE_WORDS: Record<ColumnType, string> = {
	guid: 'an ID',
	text: 'text',
	integer: 'a whole number',
	decimal: 'a number',
	boolean: 'true or false',
	dateTime: 'a date and time',
	date: 'a date',
	time: 'a time of day',
	lookup: 'a lookup',
	stream: 'a file',
};

/** Columns that Creatio fills in itself; writing them is refused or has no effect (contract 8.3). */
const FILLED_BY_CREATIO: ReadonlySet<string> = new Set([
	'CreatedOn',
	'CreatedById',
	'ModifiedOn',
	'ModifiedById',
	'ProcessListeners',
]);

/** Whether Creatio fills a column in itself. By its property, which an author has even where Contact is not exposed. */
export function isFilledByCreatio({ property }: Pick<Column, 'property'>): boolean {
	return FILLED_BY_CREATIO.has(property);
}

/** Whether a new record needs a value for a column. Whoever leaves out the key gets a new one, and a default fills its column. */
export function needsValue({ name }: Pick<Column, 'name'>, details: ColumnDetails | undefined): boolean {
	return details?.required === true && !details.hasDefault && name !== 'Id';
}

/** A column by Creatio's name (`Account`) or by OData's property (`AccountId`). */
export function findColumn(model: ObjectModel, name: string): Column | undefined {
	const byName = model.columns.get(name);
	if (byName) return byName;
	for (const column of model.columns.values()) {
		if (column.property === name) return column;
	}
	return undefined;
}

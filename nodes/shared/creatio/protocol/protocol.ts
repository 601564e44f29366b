import type { ServiceAnswer } from '../../connection/serviceCall';
import type { HttpMethod } from '../../http/types';
import type { Column, ObjectModel } from '../model/objectModel';
import type { ColumnPath } from '../model/paths';
import type { Row } from '../model/rows';
import type { TypedValue } from '../model/values';

/** The options of a read, as text that is not encoded yet (contract 2.4). */
export interface QueryOptions {
	readonly select?: string;
	readonly expand?: string;
	readonly filter?: string;
	readonly orderby?: string;
	readonly top?: number;
	readonly skip?: number;
	/** Requests the number of all records that match. */
	readonly count?: boolean;
}

export type ShapeOptions = Pick<QueryOptions, 'select' | 'expand'>;

/** Functions on texts that both versions have. */
export type TextFunction = 'contains' | 'startswith' | 'endswith';

/** The formats of batches (contract 2.14). */
export type BatchFormatName = 'json' | 'multipart';

/** An object of the site, for the types of its columns; `undefined` where the site has no such object. */
export type ModelOf = (object: string) => ObjectModel | undefined;

/** What differs between the versions of OData. Everything else is the same for both. */
export interface Protocol {
	/** What the records of an object are called in an address: `Contact`, or `ContactCollection` (contract 2.3, 3). */
	collection(object: string): string;
	/** A GUID in a filter, and as the key in an address. */
	guid(id: string): string;
	/** A value in a filter, not encoded. `column`: what it is compared with. */
	literal(value: TypedValue, column?: Column): string;
	/** A test of a column for a text, which is a literal: `contains(Name,'x')`, `substringof('x',Name)`. */
	textCall(name: TextFunction, member: string, text: string): string;
	/** Options by the names that they have in an address, without `$`. */
	parameters(options: QueryOptions): Readonly<Record<string, unknown>>;
	/** Options that return columns of the object, and those at the ends of paths through at least one lookup. */
	shape(columns: readonly Column[], paths: readonly ColumnPath[]): ShapeOptions;
	/** Whether a number of records has its own address, `/$count`. */
	readonly hasCountAddress: boolean;
	/** Whether the content of a file has its own address (contract 2.11). */
	readonly hasStreams: boolean;
	/** The method that changes some columns of a record, and the headers beside it (contract 2.10, 3). */
	readonly update: { readonly method: HttpMethod; readonly headers: Readonly<Record<string, string>> };
	/** The header by which a POST stands for another method, where hosts refuse that one. */
	readonly methodHeader?: string;
	/** The formats of batches that sites may have, the usual one first. */
	readonly batches: readonly [BatchFormatName, ...BatchFormatName[]];
	/** Whether the part that the answer to a failed group of changes names is the one at fault. `status`: that of the answer. */
	namesFailedPart(status: number): boolean;
	/** What every part of a batch needs beside its own headers (contract 2.14). */
	readonly partHeaders: Readonly<Record<string, string>>;
	/** Present where bodies and answers do not have the form of OData 4, which is the one that the rest of the package knows. */
	readonly form?: WireForm;
}

/** Converts bodies and answers from and to the form of OData 4. */
interface WireForm {
	/** The body of a write. `model`: the object; without it the body stays as it is. */
	body(row: Row, model: ObjectModel | undefined): Row;
	/**
	 * An answer with records: `value`, `@odata.count` and `@odata.nextLink`, or the members of a record. Any other answer is
	 * returned as it is. `object`: the object of the records, where they do not name their type.
	 */
	normalise(answer: ServiceAnswer, modelOf: ModelOf, object?: string): ServiceAnswer;
}

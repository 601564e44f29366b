import { HOST_LIMITS } from '../../connection/hostLimits';
import { bytesOf } from '../bulk/bodySizes';
import { EMPTY_GUID, isGuid } from '../../basics/guid';
import {
	type Column,
	type ColumnDetails,
	findColumn,
	isFilledByCreatio,
	type ObjectDetails,
	type ObjectModel,
} from '../model/objectModel';

import type { Row } from '../model/rows';
import type { RefusalCause } from './refusalCause';
import { valueFault } from './valueFault';

/** A row that was sent to a site. */
export interface SentRow {
	readonly model: ObjectModel;
	/** A new record, which needs all required columns. */
	readonly isNew: boolean;
	/** By OData's properties, whatever the protocol. */
	readonly row: Row;
}

/** What is known about the columns of a row beside the model. */
export interface SiteFacts {
	/** `undefined` if the site does not report them. */
	readonly details: ObjectDetails | undefined;
	/** Whether the record that a lookup points to was looked for and is not there. */
	isMissing(lookup: SentLookup): boolean;
}

export interface SentLookup {
	readonly column: Column;
	readonly target: string;
	readonly id: string;
}

/** A column and why it is likely at fault: `Name takes at most 250 characters, but got 300`. */
export interface Fault {
	readonly column: string;
	readonly why: string;
}

const LONGEST_NAME = 60;

/** Creatio's decimals have 18 digits, of which 2 are behind the point by default (contract 4.1 names other scales). */
const LARGEST_STORED = 1e16;

/** The columns that are certain to be refused; if there are none, those that may be. */
export function faultsOf(cause: RefusalCause, sent: SentRow, facts: SiteFacts): Fault[] {
	const certain = rowFaults(cause, sent, facts.details);
	if (certain.length > 0) return certain;
	const missing = missingRecords(sent, facts);
	switch (cause.kind) {
		case 'unexplained':
			return missing.length > 0 ? missing : sentEmpty(sent, facts.details);
		case 'missingRecord':
			return missing;
		case 'missingValue':
			return [...sentEmpty(sent, facts.details), ...notSent(sent, facts.details).map(withoutValue)];
		case 'unreadable':
		case 'tooLong':
		case 'outOfRange':
			return [];
	}
}

/** What is wrong with a row by itself, without a question to the site. */
export function rowFaults(cause: RefusalCause, sent: SentRow, details: ObjectDetails | undefined): Fault[] {
	const columns = sentColumns(sent);
	switch (cause.kind) {
		case 'unexplained':
			return [
				...columns.flatMap((one) => unknownName(one, details) ?? []),
				...columns.flatMap((one) => unfitting(one, sizeOf(one, details))),
				...tooLarge(sent),
			];
		case 'unreadable':
			return [...columns.flatMap((one) => unfitting(one, undefined)), ...tooLarge(sent)];
		case 'tooLong':
			return columns
				.filter(({ column, value }) => column?.type === 'text' && typeof value === 'string')
				.flatMap((one) => unfitting(one, sizeOf(one, details) ?? cause.size));
		case 'outOfRange':
			return columns.flatMap(outOfRange);
		case 'missingValue':
		case 'missingRecord':
			return [];
	}
}

export interface SentColumn {
	/** As messages name it. */
	readonly name: string;
	/** `undefined` if the object does not have it. */
	readonly column: Column | undefined;
	readonly value: unknown;
}

/** Annotations are not columns. */
export function sentColumns({ model, row }: SentRow): SentColumn[] {
	return Object.entries(row)
		.filter(([key]) => !key.includes('@'))
		.map(([key, value]) => {
			const column = findColumn(model, key);
			const name = column?.name ?? key;
			return {
				name: name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name,
				column,
				value,
			};
		});
}

/** A name that the object no longer has: the model may be ten minutes older than the details. */
function unknownName({ name, column }: SentColumn, details: ObjectDetails | undefined): Fault | undefined {
	const why = 'is not a column of the object';
	if (column === undefined) return { column: name, why };
	if (details === undefined || details.columns.size === 0 || column.name === 'Id') return undefined;
	return detailsOf(column, details) ? undefined : { column: name, why };
}

/** A lookup whose object OData does not expose is a plain GUID there, under its flat key (contract 2.5). */
function detailsOf({ name }: Column, details: ObjectDetails | undefined): ColumnDetails | undefined {
	const stem = name.endsWith('Id') ? name.slice(0, -2) : name;
	return details?.columns.get(name) ?? details?.columns.get(stem);
}

function sizeOf({ column }: SentColumn, details: ObjectDetails | undefined): number | undefined {
	return column && detailsOf(column, details)?.size;
}

function unfitting({ name, column, value }: SentColumn, size: number | undefined): Fault[] {
	const why = column && valueFault(column, value, size);
	return why === undefined ? [] : [{ column: name, why }];
}

function tooLarge({ row }: SentRow): Fault[] {
	const bytes = bytesOf(row);
	if (bytes <= HOST_LIMITS.body) return [];
	const why = `has ${inMegabytes(bytes)} MB, but a .NET site accepts at most ${inMegabytes(HOST_LIMITS.body)} MB`;
	return [{ column: 'the whole record', why }];
}

function inMegabytes(bytes: number): string {
	return (bytes / 1_000_000).toFixed(1);
}

function outOfRange(sent: SentColumn): Fault[] {
	const { name, column, value } = sent;
	if (typeof value !== 'number') return [];
	const isTooLarge = column?.type === 'decimal' && Math.abs(value) >= LARGEST_STORED;
	return isTooLarge
		? [{ column: name, why: 'has more than 16 digits before the decimal point' }]
		: unfitting(sent, undefined);
}

/** The lookups of a row that have a value. */
export function sentLookups(sent: SentRow): SentLookup[] {
	return sentColumns(sent).flatMap(({ column, value }) => {
		if (column?.type !== 'lookup' || column.target === undefined || typeof value !== 'string') return [];
		const id = value.toLowerCase();
		return isGuid(id) && id !== EMPTY_GUID ? [{ column, target: column.target, id }] : [];
	});
}

function missingRecords(sent: SentRow, facts: SiteFacts): Fault[] {
	return sentLookups(sent)
		.filter((lookup) => facts.isMissing(lookup))
		.map(({ column, target, id }) => ({
			column: column.name,
			why: `points to ${id}, which is not a record of ${target} that the user can see`,
		}));
}

/** Required columns that were sent without a value. */
function sentEmpty(sent: SentRow, details: ObjectDetails | undefined): Fault[] {
	return requiredColumns(sent, details)
		.filter(({ property }) => sent.row[property] === null || sent.row[property] === '')
		.map(({ name }) => withoutValue(name));
}

/** Required columns that a new record was sent without; the site may have defaults for them. */
export function notSent(sent: SentRow, details: ObjectDetails | undefined): string[] {
	if (!sent.isNew) return [];
	return requiredColumns(sent, details)
		.filter(({ property }) => !Object.hasOwn(sent.row, property))
		.map(({ name }) => name);
}

function requiredColumns({ model }: SentRow, details: ObjectDetails | undefined): Column[] {
	return [...model.columns.values()].filter(
		(column) =>
			column.name !== 'Id' && !isFilledByCreatio(column) && detailsOf(column, details)?.required === true,
	);
}

function withoutValue(column: string): Fault {
	return { column, why: 'is required and has no value' };
}

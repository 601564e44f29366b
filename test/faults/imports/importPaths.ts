import type { Emulator, EmulatorOptions } from '../../emulator';
import { object, type Parameters } from '../../support/parameters';
import { OLD_SITE } from '../paths';

type ImportMode = 'create' | 'update' | 'upsert' | 'delete';

/** A way to import a file: each of its rows is about the contact of its index. */
export interface ImportPath {
	readonly name: string;
	readonly site?: EmulatorOptions;
	/** 4 when left out. */
	readonly odataVersion?: '3';
	readonly parameters: Parameters;
	readonly header: string;
	row(index: number): string;
	/** Whether the record of a row is there before. */
	isThere(index: number): boolean;
	/** What is right for a row, by its record before the import; `undefined` if there was none. */
	outcomeFor(record: StoredRecord | undefined): string;
	/** Whether the row is done, by its record after the import. */
	isDone(record: StoredRecord | undefined): boolean;
}

/** The record of a row at the site. */
export interface StoredRecord {
	readonly id: string;
	/** Whether it has the value that the rows of the file write. */
	readonly isChanged: boolean;
}

/** What is at the site: the records of each row, and everything else. */
export interface Stored {
	readonly rows: ReadonlyArray<readonly StoredRecord[]>;
	readonly others: string;
}

const CHANGED = 'Changed';
const nameOf = (index: number) => `Fault ${index}`;
const idOf = (index: number) => `f0000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
const mailOf = (index: number) => `fault${index}@faults.example`;
const namedRow = (index: number) => `${nameOf(index)},${CHANGED}`;
const isWritten = (record: StoredRecord | undefined) => record?.isChanged === true;

const MODES: Readonly<Record<ImportMode, Omit<ImportPath, 'name'>>> = {
	create: {
		parameters: {},
		header: 'Name,JobTitle',
		row: namedRow,
		isThere: () => false,
		outcomeFor: (record) => (record ? 'skipped' : 'created'),
		isDone: isWritten,
	},
	update: {
		parameters: { importMode: 'update' },
		header: 'Id,Name,JobTitle',
		row: (index) => `${idOf(index)},${namedRow(index)}`,
		isThere: () => true,
		outcomeFor: () => 'updated',
		isDone: isWritten,
	},
	upsert: {
		parameters: { importMode: 'upsert', matchColumns: 'Email' },
		header: 'Email,Name,JobTitle',
		row: (index) => `${mailOf(index)},${namedRow(index)}`,
		isThere: (index) => index % 2 === 0,
		outcomeFor: (record) => (record ? 'updated' : 'created'),
		isDone: isWritten,
	},
	delete: {
		parameters: { importMode: 'delete' },
		header: 'Id',
		row: idOf,
		isThere: () => true,
		outcomeFor: (record) => (record ? 'deleted' : 'skipped'),
		isDone: (record) => record === undefined,
	},
};

const NAMES: ReadonlyArray<readonly [mode: ImportMode, name: string]> = [
	['create', 'import to create'],
	['update', 'import to update'],
	['upsert', 'import to create or update'],
	['delete', 'import to delete'],
];

export const IMPORT_PATHS: readonly ImportPath[] = NAMES.flatMap(([mode, name]): ImportPath[] => [
	{ name, ...MODES[mode] },
	{ name: `${name} over OData 3`, ...MODES[mode], site: OLD_SITE, odataVersion: '3' },
]);

export function parametersOf({ parameters }: ImportPath, options: Parameters): Parameters {
	return {
		...{ authentication: 'userPassword', resource: 'record', operation: 'importFile' },
		...{ object: object('Contact'), ...parameters, options },
	};
}

export function fileOf({ header, row }: ImportPath, rows: number): Buffer {
	const lines = Array.from({ length: rows }, (_, index) => row(index));
	return Buffer.from([header, ...lines, ''].join('\r\n'));
}

/** Stores the records that are there before, and some that no row is about. */
export function prepare(site: Emulator, { isThere }: ImportPath, rows: number): void {
	for (let index = 0; index < rows; index++)
		if (isThere(index))
			site.store.insert('Contact', { Id: idOf(index), Name: nameOf(index), Email: mailOf(index) });
	for (const Email of ['', `${mailOf(1)}.org`, `x${mailOf(1)}`])
		site.store.insert('Contact', { Name: 'Bystander', Email, JobTitle: 'Kept' });
}

export function readStored(site: Emulator, count: number): Stored {
	const rows = Array.from({ length: count }, (): StoredRecord[] => []);
	const others: unknown[] = [];
	for (const record of site.store.rows('Contact')) {
		const [, index] = /^Fault (\d+)$/.exec(String(record.Name)) ?? [];
		const row = index === undefined ? undefined : rows[Number(index)];
		if (row) row.push({ id: String(record.Id), isChanged: record.JobTitle === CHANGED });
		else others.push(record);
	}
	return { rows, others: JSON.stringify(others) };
}

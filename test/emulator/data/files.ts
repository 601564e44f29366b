import { FIXED, guidOf } from '../model/ids';
import type { Row } from '../store/store';

/** Types of rows in file objects (contract 7.3). */
export const FILE_TYPES = {
	file: '529bc2f8-0ee0-df11-971b-001d60e938c6',
	link: '539bc2f8-0ee0-df11-971b-001d60e938c6',
	recordLink: '549bc2f8-0ee0-df11-971b-001d60e938c6',
} as const;

/** A record of a Freedom UI app: its files are in `SysFile`. */
export const SAMPLE_FLAT = { object: 'UsrRealtyFreedomUI', id: guidOf('sample flat'), name: 'Flat in Union Street' };

export interface SampleFile {
	object: string;
	row: Row & { Id: string; Name: string };
	/** Missing: no content, as of links and empty files. */
	content?: string;
}

const onContact = { ContactId: FIXED.andrewBaker };
const onAccount = { AccountId: FIXED.accom };
const onFlat = { RecordSchemaName: SAMPLE_FLAT.object, RecordId: SAMPLE_FLAT.id };

function file(object: string, parent: Row, name: string, content?: string, more: Row = {}): SampleFile {
	const Size = Buffer.byteLength(content ?? '');
	const row = { Id: guidOf(`${object} ${name}`), Name: name, TypeId: FILE_TYPES.file, Version: 1, Size };
	return { object, row: { ...row, ...parent, ...more }, content };
}

/** A file of each kind that a reader has to cope with. */
export const SAMPLE_FILES = {
	notes: file('ContactFile', onContact, 'notes.txt', 'Andrew likes tea.\r\n'),
	cyrillic: file('ContactFile', onContact, 'Договор № 5 (копия).pdf', '%PDF-1.4\n%âãÏÓ\n'),
	quotes: file('ContactFile', onContact, `Plan "B" - it's final; 100%.csv`, 'Name,Amount\r\nTea,5\r\n'),
	empty: file('ContactFile', onContact, 'empty.txt'),
	link: file('ContactFile', onContact, 'https://creatio.example/offer?id=5', undefined, {
		TypeId: FILE_TYPES.link,
	}),
	recordLink: file('ContactFile', onContact, 'Accom (sample)', undefined, { TypeId: FILE_TYPES.recordLink }),
	invoice: file('AccountFile', onAccount, 'invoice 43.pdf', '%PDF-1.4\n1 0 obj\n'),
	/** Its `Size` is not the length that is stored. */
	wrongSize: file('AccountFile', onAccount, 'half.bin', 'half of it', { Size: 20 }),
	/** A row whose bytes were never stored. */
	lost: file('AccountFile', onAccount, 'lost.docx', undefined, { Size: 4096 }),
	flatPlan: file('SysFile', onFlat, 'floor plan.png', '\x89PNG\r\n\x1a\n'),
} satisfies Record<string, SampleFile>;

import { readXmlPart } from './xmlPart';
import type { ZipArchive } from './zipArchive';
import { hasPart } from './zipPart';

/** What a part of a workbook refers to. */
export interface Relationship {
	readonly id: string;
	/** The end of its type, which is the same in both variants of the format: `worksheet`, `styles`. */
	readonly type: string;
	/** The name of the part. */
	readonly part: string;
}

/** What a part refers to; the workbook as a whole where `part` is empty. */
export async function relationshipsOf(archive: ZipArchive, part: string): Promise<Relationship[]> {
	const folder = part.slice(0, part.lastIndexOf('/') + 1);
	const name = `${folder}_rels/${part.slice(folder.length)}.rels`;
	const found: Relationship[] = [];
	if (!hasPart(archive, name)) return found;
	await readXmlPart(archive, name, {
		open(element, { Id: id = '', Type: type = '', Target: target = '' }) {
			if (element !== 'Relationship') return;
			found.push({ id, type: type.slice(type.lastIndexOf('/') + 1), part: partAt(folder, target) });
		},
		close() {},
	});
	return found;
}

function partAt(folder: string, target: string): string {
	const steps = target.startsWith('/') ? target : folder + target;
	const path: string[] = [];
	for (const step of steps.split('/')) {
		if (step === '..') path.pop();
		else if (step !== '' && step !== '.') path.push(step);
	}
	return path.join('/');
}

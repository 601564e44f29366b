import { type CreatioError, inputError } from '../../basics/errors';
import { extensionOfType } from '../../basics/mimeTypes';
import { describe } from '../model/values';

/** The size of the column Name where the site does not report it (contract 7.3). */
const LONGEST_NAME = 250;

/** The part of a name behind its last dot, as it is written; `undefined` where there is none. */
export function extensionOf(name: string): string | undefined {
	const dot = name.lastIndexOf('.');
	return dot < 0 || dot === name.length - 1 ? undefined : name.slice(dot + 1);
}

/**
 * Refuses a name that a site, or a system that the file is downloaded to, does not keep as it is. `place` is where the name
 * comes from. Databases count a name as JavaScript does, an emoji as two characters.
 */
export function checkFileName(name: string, place: string, most = LONGEST_NAME): void {
	const fault = faultOf(name, most);
	if (fault !== undefined) throw refusedName(name, place, fault);
}

function faultOf(name: string, most: number): string | undefined {
	if (/[/\\]/.test(name)) return 'contains a slash or backslash';
	if (name === '.' || name === '..') return 'is that of a folder';
	if (/\p{Cc}/u.test(name)) return 'contains a control character, such as a line break';
	if (!name.isWellFormed()) return 'contains half of a character, which cannot be sent';
	if (/[.\s]$/.test(name)) return 'ends with a dot or a space, which some systems remove';
	if (name.length > most)
		return `has ${name.length} characters, but the column Name takes ${most} (an emoji counts as two)`;
	return undefined;
}

function refusedName(name: string, place: string, fault: string): CreatioError {
	return inputError(
		`The name of the file ${fault}: ${describe(name)} (${place})`,
		'Enter another name in the option File Name.',
	);
}

/** The name of a file that has none. */
export function defaultName(mimeType: string, extension: string | undefined): string {
	const known = extension ?? extensionOfType(mimeType);
	return known === undefined || !/^\w{1,20}$/.test(known) ? 'file' : `file.${known}`;
}

import { storedNames } from './storedNames';

/** What a text field may hold: anything else, the code of a column, an object or a process above all, is chosen from a list. */
const FREE = {
	values: ['value', 'valueTo', 'keptValue', 'text', 'search', 'description', 'timeZone'],
	namesThatTheUserGives: ['name', 'fileName', 'mimeType'],
	fieldsOfItems: ['binaryPropertyName', 'fileField'],
	// No answer of a site lists them (contract 6).
	addresses: ['address', 'service', 'method'],
	// What another operation returned.
	ranges: ['range'],
	// What a file calls its columns and sheets.
	partsOfFiles: ['header', 'sheet'],
	idsOfRunningProcesses: ['processId', 'elementId'],
	// The site's own filter, and values in JSON with what identifies a record, which agents write.
	written: ['filter', 'matchColumns'],
};

it('what a site has a list of is not a text field', () => {
	const fields = storedNames().flatMap((name) => /^node (\S+ .*): string = /.exec(name)?.[1] ?? []);
	const free = new Set(Object.values(FREE).flat());
	expect(fields.length).toBeGreaterThan(20);
	expect(fields.filter((field) => !free.has(field.split(' ').at(-1) ?? ''))).toEqual([]);
});

import { fileField } from '../../../../nodes/shared/n8n/form/fileField';

const FILE = '8f4b1c2e-0a53-4f0e-9b1d-6f8f0c1d2e3f';
const OTHER = '11111111-1111-4111-8111-111111111111';
const SITE = 'https://site.example/0/rest/FileService';

it.each([
	`${SITE}/Download/ContactFile/${FILE}`,
	`${SITE}/GetFile/${OTHER}/${FILE}`,
	`${SITE}/GetFile/${OTHER}/${FILE}?session=${OTHER}#top`,
	`https://site.example/0/Nui/ViewModule.aspx?id=${FILE}`,
])('the file of the address %s', (address) => {
	const extract = fileField.property.modes?.find(({ name }) => name === 'url')?.extractValue;
	if (extract?.type !== 'regex' || typeof extract.regex !== 'string') throw new Error('No pattern');
	expect(new RegExp(extract.regex).exec(address)?.[1]).toBe(FILE);
});

import { noSuchRecord, recordField } from '../../../../nodes/shared/n8n/form/record';
import { GUID } from '../../creatio/dataservice/fakes';
import { expectRefusal, fakeForm, located } from './fakeForm';

const OTHER = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
const read = (recordId: unknown) => recordField.read(fakeForm({ recordId }), 0);
const modeOf = (name: string) => {
	const mode = recordField.property.modes?.find((candidate) => candidate.name === name);
	if (!mode) throw new Error(`The field has no mode ${name}`);
	return mode;
};
const patternOf = (name: string) => {
	const [rule] = modeOf(name).validation ?? [];
	const regex =
		rule && 'properties' in rule && 'regex' in rule.properties ? rule.properties.regex : undefined;
	if (typeof regex !== 'string') throw new Error(`The mode ${name} takes anything`);
	return new RegExp(regex);
};

it.each([GUID, ` ${GUID.toUpperCase()} `, located(GUID), located(GUID.toUpperCase(), 'id')])(
	'the ID in %j is taken in lower case',
	(value) => expect(read(value)).toBe(GUID),
);

it.each(['', located('')])('%j is empty', async (value) => {
	await expectRefusal(() => read(value), `field ${recordField.label}`, 'empty');
});

it.each(['abc', GUID.slice(1), located(`${GUID}0`), 7])('%j is not an ID', async (value) => {
	await expectRefusal(() => read(value), `field ${recordField.label}`, 'GUID');
});

it('is chosen from a list, by ID or by address', () => {
	expect(recordField.property).toMatchObject({ name: 'recordId', type: 'resourceLocator' });
	expect(recordField.property.modes?.map(({ name, type }) => [name, type])).toEqual([
		['list', 'list'],
		['id', 'string'],
		['url', 'string'],
	]);
	expect(modeOf('list').typeOptions).toMatchObject({ searchListMethod: 'searchRecords' });
});

it('the editor takes an ID with space around it, and nothing else', () => {
	for (const text of [GUID, GUID.toUpperCase(), ` ${GUID}\t`]) expect(text).toMatch(patternOf('id'));
	for (const text of ['', GUID.slice(1), `${GUID}0`, `x ${GUID}`, GUID.replaceAll('-', '')]) {
		expect(text).not.toMatch(patternOf('id'));
	}
});

it('the editor takes the last ID of an address', () => {
	const address = `https://site.example/0/Shell/#Card/Contacts_FormPage/${OTHER}/edit/${GUID}`;
	const { extractValue } = modeOf('url');
	if (extractValue?.type !== 'regex' || typeof extractValue.regex !== 'string') throw new Error('No pattern');
	expect(new RegExp(extractValue.regex).exec(address)?.[1]).toBe(GUID);
	expect(new RegExp(extractValue.regex).exec(`${address}?a=1`)?.[1]).toBe(GUID);
	expect(`${address}?a=1`).toMatch(patternOf('url'));
	expect('https://site.example/0/Shell/').not.toMatch(patternOf('url'));
});

it('the samples that the editor shows would be taken', () => {
	for (const name of ['id', 'url'])
		expect(modeOf(name).placeholder?.replace('e.g. ', '')).toMatch(patternOf(name));
});

it('a record that is not there has a status for those who look for it', () => {
	const error = noSuchRecord('Contact', GUID);
	expect(error).toMatchObject({ kind: 'notFound', status: 404, cure: expect.stringMatching(/\w\.$/) });
	for (const part of ['Contact', GUID, `field ${recordField.label}`]) expect(error.message).toContain(part);
});

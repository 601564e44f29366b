import { namesField, namesText } from '../../../../nodes/shared/n8n/form/namesField';
import { expectRefusal, fakeForm } from './fakeForm';

const FACE = { name: 'size', label: 'Size' };
const listed = { ...FACE, list: 'getSizes', dependsOn: ['object.value'] };

describe.each([
	['a list', namesField(listed)],
	['text', namesText(FACE)],
])('names in %s', (_, field) => {
	it.each<[unknown, readonly string[]]>([
		['', []],
		[' ', []],
		[[], []],
		['[]', []],
		['a, b ,,  ,c', ['a', 'b', 'c']],
		[
			[' a', 'b, c'],
			['a', 'b, c'],
		],
		['["a", "b"]', ['a', 'b']],
	])('are trimmed, also from JSON and from text with commas: %j', (value, names) => {
		expect(field.parse(value, '')).toEqual(names);
	});

	it.each([undefined, null, 7, true, {}, new Date(), [7], [null], [undefined], [''], [' '], [{}], [['a']]])(
		'are refused in any other form: %j',
		async (value) => await expectRefusal(() => field.parse(value, 'field Size'), 'field Size'),
	);

	it('are none where there is no value', () => {
		expect(field.read(fakeForm({}), 0)).toEqual([]);
		expect(field.readFrom({}, '')).toEqual([]);
	});
});

it('names from a list of the site have their description before the help that n8n shows for lists', () => {
	const plain = namesField(listed).property;
	expect(plain).toMatchObject({
		displayName: 'Size',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getSizes', loadOptionsDependsOn: ['object.value'] },
		default: [],
		description: expect.stringMatching(/^Choose from the list.* IDs .*expression/),
	});
	const described = namesField({ ...listed, description: 'How large.' }).property;
	expect(described.description).toBe(`How large. ${plain.description}.`);
	expect(described.displayName).toBe(plain.displayName);
});

it('names written as text have a line in the editor', () => {
	expect(namesText(FACE).property).toMatchObject({ type: 'string', default: '' });
});

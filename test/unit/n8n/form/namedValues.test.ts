import { namedValuesField } from '../../../../nodes/shared/n8n/form/namedValues';
import { expectRefusal, fakeForm, innerProperties } from './fakeForm';

const field = namedValuesField('parameters', 'Parameters', 'What the process takes');
const read = (...parameter: readonly object[]) => field.read(fakeForm({ parameters: { parameter } }), 0);

it('names with values are read in the order of the form', () => {
	const list = [1, 2];
	const values = read(
		{ name: ' b ', value: 'x' },
		{ name: 'a', value: list },
		{ name: 'c' },
		{ name: 7, value: '' },
	);
	expect(Object.entries(values)).toEqual([
		['7', ''],
		['b', 'x'],
		['a', list],
		['c', ''],
	]);
	expect(values.a).toBe(list);
	expect(field.read(fakeForm({}), 0)).toEqual({});
});

it.each([{ value: 'x' }, { name: ' ', value: 'x' }])('%j has no name', async (row) => {
	await expectRefusal(() => read({ name: 'a' }, row), 'Parameters, row 2');
});

it('a name that comes twice is refused', async () => {
	await expectRefusal(
		() => read({ name: 'a' }, { name: 'b' }, { name: ' a' }),
		'Parameters, row 3',
		'name a',
	);
});

it('the form has rows of a name and a value', () => {
	expect(field.property).toMatchObject({
		displayName: 'Parameters',
		description: 'What the process takes',
		options: [{ name: 'parameter' }],
	});
	expect(innerProperties(field.property).map(({ name }) => name)).toEqual(['name', 'value']);
});

import fc from 'fast-check';

import { needed } from '../../../../nodes/shared/n8n/form/field';
import { locatorField, locatorText } from '../../../../nodes/shared/n8n/form/locatorField';
import { expectRefusal, fakeForm, located } from './fakeForm';
import { parsed } from './parsed';

const FACE = { name: 'size', label: 'Size' };
const locator = locatorField({
	...FACE,
	list: 'searchSizes',
	listPlaceholder: 'Select a size...',
	modes: [
		{ displayName: 'By Name', name: 'name', type: 'string' },
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			extractValue: { type: 'regex', regex: '^.*/size/([a-z]+)' },
		},
	],
});

describe('a locator', () => {
	it.each<[unknown, string]>([
		[' a ', 'a'],
		[7, '7'],
		[located(' a '), 'a'],
		[located(7, 'name'), '7'],
		[{ mode: 'list', value: 'a' }, 'a'],
		[located(''), ''],
		['', ''],
		[located('https://x.com/size/large?q', 'url'), 'large'],
		[located('small', 'url'), 'small'],
		[located('https://x.com/size/large', 'name'), 'https://x.com/size/large'],
	])('reads %j as %j', (value, text) => {
		expect(locator.read(fakeForm({ size: value }), 0)).toBe(text);
		expect(locator.readFrom({ size: value }, '')).toBe(text);
		expect(locator.read(fakeForm({}), 0)).toBe('');
	});

	it.each([undefined, null, true, ['a'], {}, { value: 'a' }, { mode: 'list' }, new Date()])(
		'refuses %j, also as the value of a locator',
		async (value) => {
			await expectRefusal(() => locator.parse(value, 'field Size'), 'field Size');
			await expectRefusal(() => locator.parse(located(value, 'url'), 'field Size'), 'field Size');
		},
	);

	it('gives trimmed text, and in the editor for a value of any kind', () => {
		fc.assert(
			fc.property(fc.anything(), (value) => {
				const text = parsed(locator, value);
				expect(text).toBe(text?.trim());
				if (text !== undefined) expect(locatorText(value)).toBe(text);
			}),
		);
		expect(locatorText(located(undefined))).toBe('');
	});

	it('offers the list first, then the other ways', () => {
		expect(locator.property).toMatchObject({
			type: 'resourceLocator',
			required: true,
			default: { mode: 'list', value: '' },
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Select a size...',
					typeOptions: { searchListMethod: 'searchSizes', searchable: true },
				},
				{ displayName: 'By Name', name: 'name', type: 'string' },
				{ name: 'url' },
			],
		});
	});

	it('that is needed is refused when it is empty, with the advice', async () => {
		const field = needed(locator, 'Choose a size.');
		expect(field.read(fakeForm({ size: 'a' }), 0)).toBe('a');
		await expectRefusal(() => field.read(fakeForm({ size: located(' ') }), 0), 'field Size');
		await expect(Promise.resolve().then(() => field.parse('', 'field Size'))).rejects.toMatchObject({
			cure: 'Choose a size.',
		});
	});
});

import {
	checked,
	dependent,
	type Field,
	option,
	propertiesOf,
	shownIf,
	withoutItems,
} from '../../../../nodes/shared/n8n/form/field';
import {
	choiceField,
	dateField,
	flagField,
	givenValue,
	jsonField,
	numberField,
	textField,
	valueField,
} from '../../../../nodes/shared/n8n/form/fieldKinds';
import { expectRefusal, fakeForm, shownWith } from './fakeForm';
import { parsed } from './parsed';

const FACE = { name: 'size', label: 'Size' };
const number = numberField({ ...FACE, least: 2, most: 7, default: 3 });
const choice = choiceField({
	...FACE,
	choices: [
		{ name: 'Small', value: 'small' },
		{ name: 'Large', value: 'large' },
	],
	default: 'large',
});
const json = jsonField({ ...FACE, default: '{}' });

describe('a field', () => {
	it.each<[string, Field<unknown>, unknown]>([
		['number', number, 3],
		['choice', choice, 'large'],
		['flag', flagField({ ...FACE, default: true }), true],
		['text', textField({ ...FACE, default: 'abc' }), 'abc'],
		['date', dateField(FACE), undefined],
		['value', valueField({ ...FACE, default: 'abc' }), 'abc'],
	])('of kind %s reads its default where there is no value', (_, field, value) => {
		expect(field.property.name).toBe('size');
		expect(field.read(fakeForm({}), 0)).toEqual(value);
		expect(field.readFrom({}, 'row 1')).toEqual(value);
		expect(field.parse(field.property.default, 'field Size')).toEqual(value);
		expect(option(field).read(fakeForm({}), 0)).toEqual(value);
	});

	it('reads the value of the item that is asked for', () => {
		const form = fakeForm({ size: 4 }, { size: 5 });
		expect([number.read(form, 0), number.read(form, 1)]).toEqual([4, 5]);
	});

	it('is a field in messages, and in the collection an option', async () => {
		const form = fakeForm({ size: 'x', options: { size: 'y' } });
		await expectRefusal(() => number.read(form, 0), 'field Size', '"x"');
		await expectRefusal(() => option(number).read(form, 0), 'option Size', '"y"');
		await expectRefusal(() => number.readFrom({ size: 1 }, 'Sizes, row 3'), 'field Size (Sizes, row 3)');
	});

	it('in the collection has the same property, and its own value', () => {
		expect(option(number).property).toEqual(number.property);
		expect(option(number).read(fakeForm({ size: 4, options: { size: 6 } }), 0)).toBe(6);
	});

	it('shows what belongs to all kinds', () => {
		const face = {
			description: 'How large it is',
			placeholder: 'e.g. 4',
			required: true,
			noDataExpression: true,
			displayOptions: { show: { kind: ['a'] } },
		};
		const { property } = textField({ ...FACE, ...face });
		expect(property).toEqual({ displayName: 'Size', name: 'size', type: 'string', default: '', ...face });
	});

	it('takes what a row holds rather than the default', async () => {
		expect(number.readFrom({ size: 5 }, '')).toBe(5);
		await expectRefusal(() => number.readFrom({ size: null }, 'row 2'), 'field Size (row 2)', 'null');
	});

	it.each([undefined, null])(
		'of no kind but a value takes %p, which an expression returned',
		async (nothing) => {
			for (const field of [number, choice, json, flagField(FACE), textField(FACE), dateField(FACE)]) {
				const inOptions = fakeForm({ options: { size: nothing } });
				await expectRefusal(() => field.read(fakeForm({ size: nothing }), 0), 'field Size', String(nothing));
				await expectRefusal(() => option<unknown>(field).read(inOptions, 0), 'option Size');
				await expectRefusal(() => field.readFrom({ size: nothing }, 'row 1'), 'field Size (row 1)');
			}
			expect(valueField(FACE).read(fakeForm({ size: nothing }), 0)).toBe(nothing);
			const given = givenValue(valueField(FACE));
			await expectRefusal(() => given.read(fakeForm({ size: nothing }), 0), 'field Size', String(nothing));
		},
	);

	it.each([NaN, Infinity, -Infinity])('of no kind takes %p', (value) => {
		for (const field of [number, choice, json, flagField(FACE), textField(FACE), valueField(FACE)])
			expect(parsed<unknown>(field, value)).toBeUndefined();
	});

	it('with too many levels is refused before it is looked at', () => {
		const deep = JSON.parse('['.repeat(201) + ']'.repeat(201)) as unknown;
		expect(parsed(json, deep)).toBeUndefined();
		expect(parsed(valueField(FACE), deep)).toBeUndefined();
	});

	it('that n8n shows only with some values of others is refused where n8n hides it', async () => {
		const shown = dependent(number);
		const hiding = { getNodeParameter: (...[, , fallback]: unknown[]) => fallback as never };
		expect(shown.property).toBe(number.property);
		expect(shown.read(fakeForm({ size: 4 }), 0)).toBe(4);
		await expectRefusal(() => shown.read(hiding, 0), 'field Size', 'hides');
		expect(number.read(hiding, 0)).toBe(3);
	});

	it('can have a further check, whose result it gives', async () => {
		const even = checked(number, (value, place) => {
			if (value % 2 === 0) return `${value} of ${place}`;
			throw new Error(place);
		});
		expect(even.property).toBe(number.property);
		expect(even.read(fakeForm({ size: '4' }), 0)).toBe('4 of field Size');
		expect(() => even.read(fakeForm({ size: 5 }), 0)).toThrow('field Size');
		await expectRefusal(() => even.read(fakeForm({ size: 9 }), 0), 'field Size');
	});

	it('is shown only where others have one of these values', () => {
		const fields = shownIf({ kind: ['a', 'b'] }, number, { property: { ...choice.property, name: 'other' } });
		expect(shownWith({ kind: 'b' }, fields)).toEqual(['size', 'other']);
		expect(shownWith({ kind: 'c' }, fields)).toEqual([]);
		expect(shownWith({}, [number])).toEqual(['size']);
	});

	it('gives its property for a list of them', () => {
		expect(propertiesOf([number, choice])).toEqual([number.property, choice.property]);
	});
});

it('where there are no items, name, default and reading go to n8n as they are', () => {
	const asked: unknown[] = [];
	const source = withoutItems({
		getNodeParameter: (...call: unknown[]) => {
			asked.push(call);
			return 5 as never;
		},
	});
	expect(number.read(source, 8)).toBe(5);
	expect(dependent(number).read(source, 8)).toBe(5);
	expect(asked).toEqual([
		['size', 3, undefined],
		['size', expect.any(String), { rawExpressions: true }],
		['size', 3, undefined],
	]);
});

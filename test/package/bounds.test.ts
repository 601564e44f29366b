import type { INodeProperties } from 'n8n-workflow';

import { builtPackage } from './builtPackage';

describe('numbers of the form', () => {
	const { nodes, credentials } = builtPackage();
	const numbers = [
		...nodes.flatMap(({ description }) => description.properties),
		...credentials.flatMap(({ properties }) => properties),
	]
		.flatMap(fieldsIn)
		.filter(({ type }) => type === 'number');

	it('have their default within the bounds that the form sets', () => {
		expect(numbers.length).toBeGreaterThan(50);
		const outside = numbers.filter(
			({ default: usual, typeOptions: { minValue, maxValue = Infinity } = {} }) => {
				return !(Number(usual) >= (minValue ?? NaN) && Number(usual) <= maxValue);
			},
		);
		expect(outside.map(({ name }) => name)).toEqual([]);
	});

	it('promise no more in their description than the form offers', () => {
		const promised = numbers.flatMap(({ name, description = '', typeOptions }) =>
			[...description.matchAll(/\bup to ([\d,]+)/g)].map(([, most = '']) => ({
				name,
				most: Number(most.replaceAll(',', '')),
				offered: typeOptions?.maxValue,
			})),
		);
		expect(promised.length).toBeGreaterThan(0);
		expect(promised.filter(({ most, offered }) => most !== offered)).toEqual([]);
	});
});

/** A field, and those within its rows or its collection. */
function fieldsIn(property: INodeProperties): INodeProperties[] {
	const inner = (property.options ?? []).flatMap((option) =>
		'values' in option ? option.values : 'displayName' in option ? [option as INodeProperties] : [],
	);
	return [property, ...inner.flatMap(fieldsIn)];
}

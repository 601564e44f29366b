import type { INodeProperties } from 'n8n-workflow';

import { builtPackage } from './builtPackage';

/** From how many on n8n's linter asks for an order; it does not see choices that a function makes. */
const ORDERED = 5;

describe('choices of the form', () => {
	it('are in alphabetical order where there are many', () => {
		const { nodes, credentials } = builtPackage();
		const all = [
			...nodes.flatMap(({ description }) => description.properties),
			...credentials.flatMap(({ properties }) => properties),
		];
		expect(
			all.flatMap(choicesIn).filter((names) => names.join() !== [...names].sort(compare).join()),
		).toEqual([]);
	});
});

const compare = (a: string, b: string) => a.localeCompare(b);

/** The names of each list of choices, also of fields in rows and collections. */
function choicesIn({ type, options = [] }: INodeProperties): string[][] {
	if (type === 'options' || type === 'multiOptions') {
		const names = options.map(({ name }) => name);
		return names.length < ORDERED ? [] : [names];
	}
	return options.flatMap((option) => {
		if ('values' in option) return option.values.flatMap(choicesIn);
		return 'type' in option ? choicesIn(option as INodeProperties) : [];
	});
}

import fc from 'fast-check';

import {
	allOperatorsFor,
	type Operator,
	operatorsFor,
} from '../../../../nodes/shared/creatio/conditions/operators';
import { OPERATOR_NAMES, operatorField } from '../../../../nodes/shared/n8n/form/operatorNames';
import { expectRefusal, fakeForm } from './fakeForm';

const operators = Object.keys(OPERATOR_NAMES) as Operator[];
const fewer = operatorField(operatorsFor);
const all = operatorField(allOperatorsFor);
const RICH = ['isBetween', 'isCurrentUser', 'isNotCurrentUser'];

it('each operator has a name of its own', () => {
	const names = Object.values(OPERATOR_NAMES);
	expect(new Set(names).size).toBe(names.length);
	for (const name of names) expect(name).toMatch(/^[A-Z]\w+/);
});

it('an operator that is offered for some type is taken', () => {
	for (const operator of operators) expect(all.parse(operator, '')).toBe(operator);
	for (const operator of operators.filter((name) => !RICH.includes(name))) {
		expect(fewer.parse(operator, '')).toBe(operator);
	}
	expect(fewer.readFrom({}, '')).toBe('equals');
});

it.each(RICH)('%s is refused where it is not offered', async (operator) => {
	const form = fakeForm({ operator });
	await expectRefusal(() => fewer.read(form, 0), `field ${fewer.label}`, operator);
});

it('anything else is refused', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.anything().filter((value) => !operators.some((operator) => operator === value)),
			async (value) => expectRefusal(() => all.parse(value, 'field X'), 'field X'),
		),
	);
});

it('the list depends on the object and on the column of the row', () => {
	expect(fewer.property).toMatchObject({
		name: 'operator',
		default: 'equals',
		typeOptions: {
			loadOptionsMethod: 'getOperators',
			loadOptionsDependsOn: ['object.value', '&column.value'],
		},
	});
});

it('the message lists what may be used, each once', async () => {
	const cure = await Promise.resolve()
		.then(() => fewer.parse('x', ''))
		.catch((error: { readonly cure: string }) => error.cure);
	expect(cure.match(/\bequals\b/g)).toHaveLength(1);
	expect(cure).toContain('equals, notEquals, ');
});

import {
	maxResponseSizeOption,
	optionsField,
	optionsOf,
	parallelOption,
	retriesOption,
	timeoutOption,
} from '../../../../nodes/shared/n8n/form/connectionOptions';
import type { Field } from '../../../../nodes/shared/n8n/form/field';
import { flagField } from '../../../../nodes/shared/n8n/form/fieldKinds';
import { expectRefusal, fakeForm, innerProperties } from './fakeForm';

const parallel = parallelOption('How many at the same time');
const namesIn = ({ property }: ReturnType<typeof optionsOf>) =>
	innerProperties(property).map(({ name }) => name);

describe.each<[string, Field<number>, number, number, number]>([
	['maxResponseSize', maxResponseSizeOption, 1, 100, 500],
	['retries', retriesOption, 0, 3, 10],
	['timeout', timeoutOption, 1, 60, 3_600],
	['parallel', parallel, 1, 4, 8],
])('the option %s', (name, field, least, usual, most) => {
	const read = (value: unknown) => field.read(fakeForm({ options: { [name]: value } }), 0);

	it('takes what is within its bounds', () => {
		expect([read(least), read(most)]).toEqual([least, most]);
		expect(field.read(fakeForm({ options: {} }), 0)).toBe(usual);
		expect(field.property).toMatchObject({
			default: usual,
			typeOptions: { minValue: least, maxValue: most },
		});
	});

	it('refuses what is not', async () => {
		for (const value of [least - 1, most + 1, 'x']) {
			await expectRefusal(() => read(value), `option ${field.label}`);
		}
	});
});

it('the option parallel may have other bounds, and says what is sent', () => {
	const field = parallelOption('How many', { least: 2, most: 3, default: 2 });
	expect(field.property).toMatchObject({
		description: 'How many',
		default: 2,
		typeOptions: { minValue: 2, maxValue: 3 },
	});
});

describe('the collection', () => {
	const zoom = flagField({ name: 'zoom', label: 'Zoom' });
	const all = flagField({ name: 'all', label: 'All' });

	it('is in the alphabetical order of the labels', () => {
		expect(namesIn(optionsOf(zoom, parallel, all))).toEqual(['all', 'parallel', 'zoom']);
	});

	it('has the options that operations share, unless there are none', () => {
		expect(namesIn(optionsField(zoom))).toEqual([
			'maxResponseSize',
			'retries',
			'showCosts',
			'timeout',
			'zoom',
		]);
		expect(namesIn(optionsOf(zoom))).toEqual(['zoom']);
	});

	it('is called options and empty at first', () => {
		expect(optionsOf(zoom).property).toMatchObject({ name: 'options', type: 'collection', default: {} });
	});
});

import fc from 'fast-check';

import { columnValueField } from '../../../../nodes/shared/n8n/form/columnValue';
import { expectRefusal, fakeForm, located } from './fakeForm';
import { parsed } from './parsed';

const field = columnValueField({ name: 'value', label: 'Value', mode: 'text' });

describe('a value for a column', () => {
	it('is given as it is, chosen, typed or stored without a mode', () => {
		fc.assert(
			fc.property(fc.anything(), fc.constantFrom('list', 'text', ''), (value, mode) => {
				expect(parsed(field, located(value, mode))).toEqual(parsed(field, value));
			}),
		);
		expect(field.readFrom({ value: located(undefined, 'text') }, 'row 1')).toBeUndefined();
	});

	it('is empty where nothing was entered', () => {
		expect(field.readFrom({}, 'row 1')).toBe('');
		expect(field.read(fakeForm({}), 0)).toBe('');
	});

	it('is refused where it cannot be sent', async () => {
		await expectRefusal(
			() => field.readFrom({ value: located(NaN, 'text') }, 'row 1'),
			'field Value (row 1)',
		);
	});

	it.each(['list', 'text'] as const)('of a new row is entered by %s, and the other way is there', (mode) => {
		const { property } = columnValueField({ name: 'value', label: 'Value', mode });
		expect(property).toMatchObject({ type: 'resourceLocator', default: { mode, value: '' } });
		expect(property.modes?.map(({ name }) => name)).toEqual(['list', 'text']);
	});
});
